import type { Inspection, SamplingPlan } from './single-plans.rules.js';

export type SwitchingPosition = Inspection | 'discontinued';

/** Where a line of lots stands: one state for each producer, project and severity. Plain data, to be kept between lots. */
export interface SwitchingState {
  position: SwitchingPosition;
  /** The lots judged since this inspection began, newest last; the last ten at most. */
  lots: SwitchingLot[];
  /** Lots refused since tightened inspection began. */
  refusedOnTightened: number;
  /** ISO 2859-1 only, on normal inspection. */
  score: number;
}

interface SwitchingLot {
  isAccepted: boolean;
  isIrregular: boolean;
  inspected: number;
  defects: number;
}

/** A lot judged for the first time, or again. */
export interface LotResult {
  plan: Pick<SamplingPlan, 'sampleSize' | 'acceptance' | 'rejection' | 'acceptanceOneTighter'>;
  defects: number;
  /** It was refused before and mended: such lots do not count, whatever comes of them. */
  isResubmitted?: boolean;
  /** Made while something was unusual: new people, new guidelines, a pause. */
  isIrregular?: boolean;
}

export interface SwitchingRules {
  /** How reduced inspection is earned: ten lots in a row (Z1.4), or the switching score (ISO 2859-1:1999). */
  standard: 'Z1_4' | 'ISO_2859_1';
  /** Whoever answers for quality wants reduced inspection. */
  isReducedAgreed: boolean;
  /**
   * Z1.4 table VIII: how many defects so many inspected items may have had in ten lots. The table is not here; leave it out
   * to waive it, as the standard allows by agreement.
   */
  limitNumber?: (inspected: number) => number;
}

export interface SwitchingMove {
  from: SwitchingPosition;
  to: SwitchingPosition;
  /** For whom the move exists. */
  standards: SwitchingRules['standard'][];
  /** What happened, as a sentence to read. */
  reason: string;
}

interface MoveWithCondition extends SwitchingMove {
  holds(state: SwitchingState, lot: LotResult, rules: SwitchingRules): boolean;
}

const both: SwitchingRules['standard'][] = ['Z1_4', 'ISO_2859_1'];
const refusedAmong = (lots: SwitchingLot[]) => lots.filter(({ isAccepted }) => !isAccepted).length;
const isSteady = ({ lots }: SwitchingState) => lots.every(({ isIrregular }) => !isIrregular);
const totalOf = (lots: SwitchingLot[], count: (lot: SwitchingLot) => number) =>
  lots.reduce((s, lot) => s + count(lot), 0);

/** Tried from the top. A state that a correction leaves is not here: see `afterCorrection`. */
const movesAfterLot: MoveWithCondition[] = [
  {
    from: 'normal',
    to: 'tightened',
    standards: both,
    reason: 'Two of the last five lots or fewer were refused.',
    holds: ({ lots }) => refusedAmong(lots.slice(-5)) >= 2,
  },
  {
    from: 'normal',
    to: 'reduced',
    standards: ['Z1_4'],
    reason:
      'The last ten lots were accepted with few enough defects, work is steady, and reduced inspection is agreed.',
    holds: (state, _lot, { isReducedAgreed, limitNumber }) => {
      const { lots } = state;
      const isEnough = lots.length >= 10 && refusedAmong(lots) === 0 && isSteady(state) && isReducedAgreed;
      const inspected = totalOf(lots, (lot) => lot.inspected);
      return isEnough && (!limitNumber || totalOf(lots, (lot) => lot.defects) <= limitNumber(inspected));
    },
  },
  {
    from: 'normal',
    to: 'reduced',
    standards: ['ISO_2859_1'],
    reason: 'The switching score reached 30, work is steady, and reduced inspection is agreed.',
    holds: (state, _lot, { isReducedAgreed }) => state.score >= 30 && isSteady(state) && isReducedAgreed,
  },
  {
    from: 'tightened',
    to: 'discontinued',
    standards: both,
    reason: 'Five lots were refused on tightened inspection: no more are judged until the cause is mended.',
    holds: ({ refusedOnTightened }) => refusedOnTightened >= 5,
  },
  {
    from: 'tightened',
    to: 'normal',
    standards: both,
    reason: 'The last five lots were accepted.',
    holds: ({ lots }) => lots.length >= 5 && refusedAmong(lots.slice(-5)) === 0,
  },
  {
    from: 'reduced',
    to: 'normal',
    standards: both,
    reason: 'A lot was refused.',
    holds: ({ lots }) => !lots.at(-1)!.isAccepted,
  },
  {
    from: 'reduced',
    to: 'normal',
    standards: both,
    reason: 'A lot was accepted with more defects than the acceptance number.',
    holds: (_state, { plan, defects }) => defects > plan.acceptance,
  },
  {
    from: 'reduced',
    to: 'normal',
    standards: both,
    reason: 'Work was not steady.',
    holds: (state) => !isSteady(state),
  },
  {
    from: 'reduced',
    to: 'normal',
    standards: both,
    reason: 'Reduced inspection is no longer agreed.',
    holds: (_state, _lot, { isReducedAgreed }) => !isReducedAgreed,
  },
];

const correction: SwitchingMove = {
  from: 'discontinued',
  to: 'tightened',
  standards: both,
  reason: 'The cause was mended.',
};

/** Every move there is. */
export const switchingMoves: readonly SwitchingMove[] = [...movesAfterLot, correction];

/** Lots begin on normal inspection. */
export const switchingStart: SwitchingState = startOf('normal');

/**
 * Where the next lot stands after this one (Z1.4 sections 8.3 to 8.5; ISO 2859-1 section 9).
 *
 * Lots are counted from when their inspection began, so a move starts the count anew. Lots that come again count nothing,
 * and neither do lots that were under way while inspection was discontinued.
 *
 * Unverified: the increments of the switching score (see `scoreAfter`) are known by heart, and ISO's own numbers of reduced
 * inspection, which have no gap, are not in the tables; only the threshold of 30 was seen in a source.
 *
 * @returns the state to keep, and the move made, null when inspection stays as it is
 * @throws RangeError when the defects are no whole number of items of the sample
 */
export function nextState(
  state: SwitchingState,
  lot: LotResult,
  rules: SwitchingRules,
): { state: SwitchingState; move: SwitchingMove | null } {
  const { plan, defects, isResubmitted = false, isIrregular = false } = lot;
  if (!Number.isInteger(defects) || defects < 0 || defects > plan.sampleSize) {
    throw new RangeError('defects must be a whole number of the items looked at');
  }
  if (isResubmitted || state.position === 'discontinued') return { state, move: null };
  const isAccepted = defects < plan.rejection;
  const seen: SwitchingState = {
    position: state.position,
    lots: [...state.lots, { isAccepted, isIrregular, inspected: plan.sampleSize, defects }].slice(-10),
    refusedOnTightened: state.refusedOnTightened + (state.position === 'tightened' && !isAccepted ? 1 : 0),
    score: state.position === 'normal' ? scoreAfter(state.score, lot) : 0,
  };
  const move = movesAfterLot.find(({ from, standards, holds }) => {
    return from === seen.position && standards.includes(rules.standard) && holds(seen, lot, rules);
  });
  return move ? { state: startOf(move.to), move } : { state: seen, move: null };
}

/** Inspection goes on, tightened, after what made it stop was mended; any other state stays. */
export function afterCorrection(state: SwitchingState): { state: SwitchingState; move: SwitchingMove | null } {
  return state.position === 'discontinued'
    ? { state: startOf(correction.to), move: correction }
    : { state, move: null };
}

/**
 * With an acceptance number of 2 or more: 3 more when the lot would have been accepted with an AQL one step tighter, else 0
 * again. With 0 or 1: 2 more when it is accepted, else 0 again. Unverified.
 */
function scoreAfter(score: number, { plan, defects }: LotResult): number {
  if (plan.acceptance >= 2) return defects <= (plan.acceptanceOneTighter ?? -1) ? score + 3 : 0;
  return defects <= plan.acceptance ? score + 2 : 0;
}

function startOf(position: SwitchingPosition): SwitchingState {
  return { position, lots: [], refusedOnTightened: 0, score: 0 };
}
