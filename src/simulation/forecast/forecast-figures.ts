import { asIf, causes, type Finish, type ForecastInput, forecastOf, type WhatIf } from '../../metrics/index.js';
import { type BatchName, Fortnight, type VirtualBatch } from './fortnight.js';
import { day } from './fortnight-people.js';
import { type Shape, shapes } from './fortnight-truths.js';
import { seenOf } from './what-is-seen.js';

/*
 * Fortnights that are forecast at a quarter of their way and then run to their end: how often the truth lies where the forecast said.
 */

const quarter = 0.25;

/** One forecast and what became of it; times in days from the forecast. */
export interface Judged {
  batch: BatchName;
  p10: number;
  p50: number;
  p90: number;
  truth: number;
  missRisk: number;
  isMissed: boolean;
  reason: string | null;
  /** The middle of what would be otherwise, minus the middle; null where it was not asked. */
  whatIf: { morePeople: number; overlapOne: number; longerShifts: number; lateBatchPaused: number | null } | null;
}

type WhatIfs = NonNullable<Judged['whatIf']>;

/** @param asks whether the other questions are asked, too, and for the reason: takes several times as long */
export function judgedOfSeed(seed: number, draws: number, asks: boolean, shape: Shape = shapes.usual): Judged[] {
  const fortnight = new Fortnight(seed, shape);
  const waiting: { batch: VirtualBatch; at: number; judged: Omit<Judged, 'truth' | 'isMissed'> }[] = [];
  const isAsked = new Set<VirtualBatch>();
  do {
    for (const batch of fortnight.batches) {
      if (isAsked.has(batch) || batch.settled < quarter * batch.tasks.length) continue;
      isAsked.add(batch);
      const input = { ...seenOf(fortnight, batch, draws, seed), explains: asks };
      const whatIf = asks ? whatIfsOf(input, fortnight, batch) : null;
      waiting.push({ batch, at: fortnight.now, judged: { ...forecastNow(input, batch), whatIf } });
    }
  } while (fortnight.step());
  return waiting.map(({ batch, at, judged }) => ({
    ...judged,
    truth: batch.finishedAt === null ? Infinity : (batch.finishedAt - at) / day,
    isMissed: batch.finishedAt === null || batch.finishedAt > batch.deadlineAt!,
  }));
}

function forecastNow(input: ForecastInput, { name }: VirtualBatch) {
  const { finish, missRisk, reasons } = forecastOf(input).batches[0]!;
  const days = (value: keyof Finish) => ((finish[value] ?? Infinity) - input.now) / day;
  const of = { p10: days('p10'), p50: days('p50'), p90: days('p90') };
  return { batch: name, ...of, missRisk: missRisk!, reason: reasons[0]?.cause ?? null };
}

function whatIfsOf(input: ForecastInput, { late }: Fortnight, { name }: VirtualBatch): WhatIfs {
  const quick = { ...input, explains: false };
  const middle = (whatIf: WhatIf) => (forecastOf(asIf(quick, whatIf)).batches[0]!.finish.p50 ?? Infinity) / day;
  const now = middle({});
  const isLateThere = name === 'first' && late.opensAt !== null && late.finishedAt === null;
  return {
    morePeople: middle({ addPeople: 3 }) - now,
    overlapOne: middle({ overlap: 1 }) - now,
    longerShifts: middle({ longerShifts: 1 }) - now,
    lateBatchPaused: isLateThere ? middle({ pauseBatches: ['late'] }) - now : null,
  };
}

export interface ForecastFigures {
  fortnights: number;
  batches: Record<'first' | 'late' | 'both', Coverage>;
  /** Forecasts by the risk they told: the share that was late in truth. */
  risks: { from: number; to: number; forecasts: number; told: number; late: number }[];
  /** How often each cause was the main reason. */
  reasons: Record<string, number>;
  /** By question: how often the middle moved earlier or stayed, of how many, and by how many days in the mean. */
  whatIf: Record<keyof WhatIfs, { right: number; of: number; days: number }>;
}

export interface Coverage {
  forecasts: number;
  /** shares of the true ends within P10–P90, before P10, at or before P50 */
  within: number;
  before: number;
  beforeMiddle: number;
  /** means, in days: from the forecast to the true end, and from P10 to P90 */
  truth: number;
  width: number;
}

export function figuresOf(judged: readonly Judged[], fortnights: number): ForecastFigures {
  const of = (name: Judged['batch']) => judged.filter(({ batch }) => batch === name);
  const questions = ['morePeople', 'overlapOne', 'longerShifts', 'lateBatchPaused'] as const;
  return {
    fortnights,
    batches: { first: coverageOf(of('first')), late: coverageOf(of('late')), both: coverageOf(judged) },
    risks: [0, 0.1, 0.35, 0.65, 0.9].map((from, place, all) => {
      const to = all[place + 1] ?? 1.01;
      const such = judged.filter(({ missRisk }) => missRisk >= from && missRisk < to);
      const told = mean(such.map(({ missRisk }) => missRisk));
      return { from, to: Math.min(1, to), forecasts: such.length, told, late: mean(such.map(({ isMissed }) => Number(isMissed))) }; // prettier-ignore
    }),
    reasons: Object.fromEntries(
      causes
        .map((cause) => [cause, judged.filter(({ reason }) => reason === cause).length] as const)
        .filter(([, count]) => count > 0),
    ),
    whatIf: Object.fromEntries(
      questions.map((name) => {
        const moves = judged.map(({ whatIf }) => whatIf?.[name] ?? null).filter((move) => move !== null);
        // To the step of the simulation: nothing that comes for free moves it later.
        return [name, { right: moves.filter((move) => move <= 0.02).length, of: moves.length, days: mean(moves) }];
      }),
    ) as ForecastFigures['whatIf'],
  };
}

function coverageOf(judged: readonly Judged[]): Coverage {
  const share = (isSo: (one: Judged) => boolean) => mean(judged.map((one) => Number(isSo(one))));
  return {
    forecasts: judged.length,
    within: share(({ p10, p90, truth }) => truth >= p10 && truth <= p90),
    before: share(({ p10, truth }) => truth < p10),
    beforeMiddle: share(({ p50, truth }) => truth <= p50),
    truth: mean(judged.map(({ truth }) => truth)),
    width: mean(judged.map(({ p10, p90 }) => p90 - p10)),
  };
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, one) => sum + one, 0) / Math.max(1, values.length);
