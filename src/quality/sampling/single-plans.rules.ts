import type { SingleSamplingPlan } from '../../consensus/index.js';
import { codeLetterOf, codeLetters, type InspectionLevel } from './code-letters.rules.js';

/** Acceptable quality limits in percent of items with a defect, the columns of the tables; each step is about a factor of 1.6. */
export const aqls = [0.01, 0.015, 0.025, 0.04, 0.065, 0.1, 0.15, 0.25, 0.4, 0.65, 1, 1.5, 2.5, 4, 6.5, 10] as const;
export type Aql = (typeof aqls)[number];

export const inspections = ['normal', 'tightened', 'reduced'] as const;
export type Inspection = (typeof inspections)[number];

/** How a sample decides: accepted with at most `acceptance` items that have a defect, refused from `rejection` on. */
export interface AcceptancePlan extends SingleSamplingPlan {
  /** More than acceptance + 1 only on reduced inspection: a lot in between is accepted, and inspection goes back to normal. */
  rejection: number;
}

export interface SamplingDemand {
  /** How many items the lot has: whole, at least 1. */
  lotSize: number;
  aql: Aql;
  /** II unless there is a reason: I looks at less than half as much, III at half as much again, S-1 to S-4 at very little. */
  level?: InspectionLevel;
  inspection?: Inspection;
}

export interface SamplingPlan extends AcceptancePlan, Required<SamplingDemand> {
  /** Of the lot, by its size and the level. */
  codeLetter: string;
  /** Of the sample: another letter where an arrow of the table leads away from the lot's. S has 3150 items. */
  sampleLetter: string;
  /** The table asks for at least as many items as there are, so all of them are looked at. */
  isWholeLot: boolean;
  /** What an AQL one step tighter would accept in the same sample; null with an acceptance number under 2. */
  acceptanceOneTighter: number | null;
}

/**
 * The single sampling plan of ANSI/ASQ Z1.4 (MIL-STD-105E tables II-A to II-C) for a lot.
 *
 * A lot with no more items than the table's sample is looked at whole, as the standard says. The acceptance number stays
 * the table's: the standard has no other for that case, and one made up here would have no operating characteristic that
 * anybody could look up. The sample is then the lot, so nothing is left to chance.
 *
 * Normal inspection is equal in three published tables. Of tightened and reduced inspection the acceptance numbers are
 * equal in two where no arrow leads away; where one does, and for the rejection numbers of reduced inspection, there is one
 * source only. ISO 2859-1:1999 closed the gap between acceptance and rejection of reduced inspection and changed some of
 * its numbers; those are not here.
 *
 * @throws RangeError when the lot is not a whole number of items, or the AQL is none of `aqls`
 */
export function samplingPlan({ lotSize, aql, level = 'II', inspection = 'normal' }: SamplingDemand): SamplingPlan {
  const codeLetter = codeLetterOf(lotSize, level);
  const { sampleLetter, acceptanceOneTighter, ...plan } = planOfLetter(codeLetter, aql, inspection);
  return {
    lotSize,
    aql,
    level,
    inspection,
    codeLetter,
    sampleLetter,
    sampleSize: Math.min(plan.sampleSize, lotSize),
    acceptance: plan.acceptance,
    rejection: plan.rejection,
    isWholeLot: plan.sampleSize >= lotSize,
    acceptanceOneTighter,
  };
}

/** What of a plan of the tables rests on one source only, a sentence each. */
export function unverifiedOf({
  inspection,
  codeLetter,
  sampleLetter,
}: Pick<SamplingPlan, 'inspection' | 'codeLetter' | 'sampleLetter'>): string[] {
  if (inspection === 'normal') return [];
  const sentences: string[] = [];
  if (codeLetter !== sampleLetter) {
    sentences.push(
      `That letter ${codeLetter} takes the plan of letter ${sampleLetter} here was found in one source only.`,
    );
  }
  if (inspection === 'reduced') {
    sentences.push(
      'The rejection numbers of reduced inspection were found in one source only, and ISO 2859-1:1999 has others.',
    );
  }
  return sentences;
}

/**
 * A cell of the tables, its arrow followed.
 *
 * Every table is one ladder of plans laid along the diagonals: a letter further down with an AQL one column to the left
 * stands on the same rung, since the samples grow by the factor by which the AQLs shrink. The rung is the sum of the two
 * places. Under the first rung, whose plan accepts no defect, and between it and the second, arrows lead along the column
 * to the nearest plan; above the last rung they lead back to it.
 *
 * @throws RangeError when the letter or the AQL is not in the tables
 */
export function planOfLetter(
  letter: string,
  aql: Aql,
  inspection: Inspection,
): AcceptancePlan & Pick<SamplingPlan, 'sampleLetter' | 'acceptanceOneTighter'> {
  const row = codeLetters.indexOf(letter);
  const column = aqls.indexOf(aql);
  if (row < 0) throw new RangeError(`code letter must be one of ${codeLetters.join(' ')}`);
  if (column < 0) throw new RangeError(`aql must be one of ${aqls.join(', ')}`);
  const { zeroRung, gapUpTo, ladder, sampleSizes } = tables[inspection];

  const sampleAt = (rung: number) => ({
    sampleSize: sampleSizes[rung - column]!,
    sampleLetter: sampleLetters[rung - column]!,
  });
  const zeroPlan = () => ({ ...sampleAt(zeroRung), acceptance: 0, rejection: 1, acceptanceOneTighter: null });
  const rung = row + column;
  const firstRung = LAST_RUNG - ladder.length + 1;
  const hasZeroPlan = column < aqls.length - 1;
  const hasFirstRung = sampleSizes[firstRung - column] !== undefined;
  // The coarsest column has no plan that accepts nothing, and the finest rows have no sample large enough for the next.
  if (hasZeroPlan && (rung <= gapUpTo || (rung < firstRung && !hasFirstRung))) return zeroPlan();
  const onLadder = Math.min(LAST_RUNG, Math.max(firstRung, rung));
  const [acceptance, rejection] = ladder[onLadder - firstRung]!;
  const tighter = ladder[onLadder - firstRung - 1];
  return {
    ...sampleAt(onLadder),
    acceptance,
    rejection,
    acceptanceOneTighter: acceptance >= 2 && tighter ? tighter[0] : null,
  };
}

/** The rung of the greatest acceptance number, in all three tables. */
const LAST_RUNG = 24;

const sampleLetters = [...codeLetters, 'S'];
const samples = [2, 3, 5, 8, 13, 20, 32, 50, 80, 125, 200, 315, 500, 800, 1250, 2000];

interface PlanTable {
  sampleSizes: number[];
  /** The rung of the plan that accepts no defect. */
  zeroRung: number;
  /** Up to this rung an arrow leads to that plan; from the next on, to the first of the ladder. */
  gapUpTo: number;
  ladder: [acceptance: number, rejection: number][];
}

const refusingFromNext = (acceptances: number[]) =>
  acceptances.map((acceptance): [number, number] => [acceptance, acceptance + 1]);

const tables: Record<Inspection, PlanTable> = {
  normal: {
    sampleSizes: samples,
    zeroRung: 14,
    gapUpTo: 15,
    ladder: refusingFromNext([1, 2, 3, 5, 7, 10, 14, 21]),
  },
  tightened: {
    sampleSizes: [...samples, 3150],
    zeroRung: 15,
    gapUpTo: 15,
    ladder: refusingFromNext([1, 2, 3, 5, 8, 12, 18]),
  },
  reduced: {
    sampleSizes: [2, 2, 2, 3, 5, 8, 13, 20, 32, 50, 80, 125, 200, 315, 500, 800],
    zeroRung: 14,
    gapUpTo: 15,
    ladder: [
      [0, 2],
      [1, 3],
      [1, 4],
      [2, 5],
      [3, 6],
      [5, 8],
      [7, 10],
      [10, 13],
    ],
  },
};
