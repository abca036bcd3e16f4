import type { Trust } from '../trust/trust.types.js';

export interface GoldRates {
  /** The share of gold among the tasks of somebody nobody knows yet, 0 to 1. */
  start: number;
  /** The share that is left for people who are known well, 0 to `start`. */
  floor: number;
}

/**
 * Half widths of a 95 % interval: from ± 25 points down somebody begins to be known, and at ± 5 points they are. Gold answers
 * it takes at an accuracy of 0.9: about 5 and 140.
 */
const UNKNOWN = 0.25;
const KNOWN = 0.05;

/**
 * Which share of a person's next tasks is gold: `start` for new people, falling with the uncertainty down to `floor`. It rises
 * again when evidence fades, and a little when somebody gets worse, since a rate nearer to ½ is less certain.
 *
 * The uncertainty is 1.96 standard deviations of the posterior, √(αβ/((α+β)²(α+β+1))), between the two widths linearly. The
 * deviation and not the ends of the interval, as it is asked for with each task handed out and costs no quantile.
 *
 * @returns floor to start
 * @throws RangeError unless 0 ≤ floor ≤ start ≤ 1
 */
export function goldRate({ alpha, beta }: Pick<Trust, 'alpha' | 'beta'>, { start, floor }: GoldRates): number {
  if (!(floor >= 0 && floor <= start && start <= 1)) throw new RangeError('0 ≤ floor ≤ start ≤ 1 must hold');
  const total = alpha + beta;
  const reach = 1.96 * Math.sqrt((alpha * beta) / (total * total * (total + 1)));
  const unknown = Math.min(1, Math.max(0, (reach - KNOWN) / (UNKNOWN - KNOWN)));
  return floor + (start - floor) * unknown;
}

export interface GoldCandidate {
  id: string;
  /** Of its known answer: one for a single choice, several for tags, none for a question without classes. */
  classes: readonly string[];
  /** How often it was shown to anybody. */
  exposures: number;
  lastShownAt: Date | null;
  /** By the person who is to get it. */
  wasSeen: boolean;
}

export interface GoldChoice {
  now: Date;
  /** Shown so often, a gold task is spent: people tell each other. */
  exposureCap: number;
  /** Not again within so many hours, to anybody: people who sit together compare. 0 for at once. */
  coolDownHours: number;
  /** How many gold tasks of each class the person has seen; a class that is missing was never seen. */
  seenByClass: ReadonlyMap<string, number>;
}

/** Whether a gold task may be shown to the person now. */
export function isEligible(candidate: GoldCandidate, { now, exposureCap, coolDownHours }: GoldChoice): boolean {
  const { wasSeen, exposures, lastShownAt } = candidate;
  if (wasSeen || exposures >= exposureCap) return false;
  return lastShownAt === null || now.getTime() - lastShownAt.getTime() >= coolDownHours * 3_600_000;
}

/**
 * The gold task for a person: of the class they have seen least, so that a rare class is known as well as a frequent one; then
 * the one shown least; then by chance. A task with several classes stands for the least seen of them. Null when none is
 * eligible. O(candidates).
 *
 * @param draw decides between equals: in [0, 1), as `drawOf` gives
 */
export function chooseGold<Candidate extends GoldCandidate>(
  candidates: Iterable<Candidate>,
  draw: number,
  choice: GoldChoice,
): Candidate | null {
  let best: Candidate[] = [];
  let leastSeen = Infinity;
  for (const candidate of candidates) {
    if (!isEligible(candidate, choice)) continue;
    let seen = candidate.classes.length === 0 ? 0 : Infinity;
    for (const name of candidate.classes) seen = Math.min(seen, choice.seenByClass.get(name) ?? 0);
    const { exposures } = candidate;
    if (best.length > 0 && (seen > leastSeen || (seen === leastSeen && exposures > best[0]!.exposures))) continue;
    if (best.length > 0 && seen === leastSeen && exposures === best[0]!.exposures) best.push(candidate);
    else best = [candidate];
    leastSeen = seen;
  }
  return best[Math.floor(draw * best.length)] ?? null;
}
