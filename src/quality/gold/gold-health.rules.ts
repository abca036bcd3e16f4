import { normalCdf, wilsonInterval, type Interval } from '../../consensus/index.js';
import { counted } from '../../platform/counted.rules.js';
import { percentOf } from '../trust/trust.rules.js';

/** From this mean on somebody's failure says more about the gold task than about them. */
export const TRUSTED_MEAN = 0.8;
const LEAST_TRUSTED_ANSWERS = 4;

export interface GoldResult {
  isRight: boolean;
  /** The mean of the person's trust, without this answer. */
  trustMean: number;
}

export interface GoldFailure {
  isSpoilt: boolean;
  /** Answers of trusted people, and how many of them failed. */
  answers: number;
  failures: number;
  /** Wilson's 95 % interval of the rate at which trusted people fail; null without an answer. */
  interval: Interval | null;
}

/**
 * Whether a gold task is spoilt: its known answer is probably wrong, as people who are right elsewhere fail it. So it is when the
 * lower end of Wilson's 95 % interval of their failures is above one half, from four answers on: all of 4 to 7,
 * 7 of 8, 8 of 9, 10 of 12, and so on.
 */
export function failureOfTrusted(results: Iterable<GoldResult>): GoldFailure {
  let answers = 0;
  let failures = 0;
  for (const { isRight, trustMean } of results) {
    if (trustMean < TRUSTED_MEAN) continue;
    answers += 1;
    if (!isRight) failures += 1;
  }
  if (answers === 0) return { isSpoilt: false, answers, failures, interval: null };
  const interval = wilsonInterval(failures, answers);
  return { isSpoilt: answers >= LEAST_TRUSTED_ANSWERS && interval[0] > 0.5, answers, failures, interval };
}

export function isSpoilt(results: Iterable<GoldResult>): boolean {
  return failureOfTrusted(results).isSpoilt;
}

export interface LeakSuspicion {
  /** How often a gold task that nobody talks about would look at least so leaked, 0 to 1. */
  pValue: number;
  /** Pass rates of the first and the later half of the exposures; null without any. */
  early: number | null;
  late: number | null;
  sentence: string;
}

/** Up to so many results every order is counted; beyond, the normal distribution is near enough. */
const COUNTED_EXACTLY = 50;

/**
 * Whether a gold task has leaked: people pass it more and more often the more it is shown.
 *
 * The one-sided trend test of Cochran (Biometrics 10, 1954) and Armitage (Biometrics 11, 1955) with the number of the exposure
 * as the score. Given how many passed, every order is equally likely while nothing leaks, so the sum of the passes'
 * numbers is the rank sum of Wilcoxon (Biometrics Bulletin 1, 1945): its tail is counted exactly up to 50 results (recurrence of
 * Mann & Whitney, Annals of Mathematical Statistics 18, 1947), and beyond is normal with continuity correction.
 *
 * Give it answers of people who were trusted before: when spammers are sent away, the rate rises as well. When many
 * gold tasks are tested, one in 1/p looks so by chance.
 *
 * @param passes oldest exposure first
 */
export function leakSuspicion(passes: readonly boolean[]): LeakSuspicion {
  const total = passes.length;
  const passed = passes.filter(Boolean).length;
  const pValue = risingTail(passes, passed);
  const half = Math.floor(total / 2);
  const rateOf = (part: readonly boolean[]) => (part.length === 0 ? null : part.filter(Boolean).length / part.length);
  const early = rateOf(passes.slice(0, half));
  const late = rateOf(passes.slice(half));
  return { pValue, early, late, sentence: leakSentence(total, pValue, early, late) };
}

function leakSentence(total: number, pValue: number, early: number | null, late: number | null): string {
  if (early === null || late === null)
    return `${counted(total, 'exposure is', 'exposures are')} too few to see whether it leaked.`;
  const rates = `${percentOf(early)} passed in the first half of ${total} exposures and ${percentOf(late)} in the second`;
  const odds = pValue < 0.001 ? 'less than once in 1000' : `${(pValue * 100).toPrecision(2)} % of the time`;
  return `${rates}; without a leak the pass rate would rise so much ${odds}.`;
}

/** P(rank sum of the passes ≥ the one seen), given how many passed. */
function risingTail(passes: readonly boolean[], passed: number): number {
  const total = passes.length;
  if (passed === 0 || passed === total) return 1;
  const rankSum = passes.reduce((sum, isRight, place) => sum + (isRight ? place + 1 : 0), 0);
  if (total > COUNTED_EXACTLY) {
    const mean = (passed * (total + 1)) / 2;
    const deviation = Math.sqrt((passed * (total - passed) * (total + 1)) / 12);
    return normalCdf((mean + 0.5 - rankSum) / deviation);
  }
  // counts[m][s]: how many choices of m of the ranks so far have the sum s. At most C(50, 25), which a double holds exactly.
  const most = (total * (total + 1)) / 2;
  const counts = Array.from({ length: passed + 1 }, () => new Float64Array(most + 1));
  counts[0]![0] = 1;
  for (let rank = 1; rank <= total; rank += 1) {
    for (let chosen = Math.min(rank, passed); chosen >= 1; chosen -= 1) {
      for (let sum = most; sum >= rank; sum -= 1) counts[chosen]![sum]! += counts[chosen - 1]![sum - rank]!;
    }
  }
  const all = counts[passed]!.reduce((sum, count) => sum + count, 0);
  return counts[passed]!.subarray(rankSum).reduce((sum, count) => sum + count, 0) / all;
}
