/**
 * How much two ratings count as agreeing: 1 for equal ones, less the further apart, 0 for the two ends of the scale.
 *
 * `identity`: nothing but equal ratings agree. `linear`: 1 − |a−b|/range. `quadratic`: 1 − (a−b)²/range².
 * `ordinal`: 1 − C(|i−j|+1, 2)/C(K, 2) of their ranks i and j among the K ratings: how many ratings lie between, whatever
 * their numbers. (This is Gwet's ordinal weight, not Krippendorff's ordinal metric, which goes by how often the ratings
 * between occur.) `ratio`: 1 − ((a−b)/(a+b))² over the same of the two ends, for ratings of 0 or more.
 *
 * Gwet, Handbook of Inter-Rater Reliability (4th edition, 2014), chapter 3.
 */
export const weightKinds = ['identity', 'linear', 'quadratic', 'ordinal', 'ratio'] as const;
export type WeightKind = (typeof weightKinds)[number];

/** Symmetric, 1 on the diagonal; of two places among the values of a table. */
export interface RatingWeights {
  weight(a: number, b: number): number;
  /** True when nothing but equal values agree, so that there is a shorter way. */
  isIdentity: boolean;
}

/**
 * @param ratings the number that each value of the table stands for; not needed for `identity`
 * @throws RangeError when a rating is no finite number, when two values have the same, or for a negative one with `ratio`
 */
export function ratingWeights(kind: WeightKind, ratings: readonly number[] = []): RatingWeights {
  if (kind === 'identity') return { weight: (a, b) => (a === b ? 1 : 0), isIdentity: true };
  if (!ratings.every(Number.isFinite)) throw new RangeError('every rating must be a finite number');
  if (new Set(ratings).size < ratings.length) throw new RangeError('two values must not have the same rating');
  const disagreement = disagreementOf(kind, ratings);
  return { weight: (a, b) => 1 - disagreement(a, b), isIdentity: false };
}

/** From 0 for equal values to 1 for the two ends. */
function disagreementOf(
  kind: Exclude<WeightKind, 'identity'>,
  ratings: readonly number[],
): (a: number, b: number) => number {
  const least = ratings.reduce((x, y) => Math.min(x, y), Infinity);
  const most = ratings.reduce((x, y) => Math.max(x, y), -Infinity);
  const range = most - least;
  switch (kind) {
    case 'linear':
      return (a, b) => (a === b ? 0 : Math.abs(ratings[a]! - ratings[b]!) / range);
    case 'quadratic':
      return (a, b) => (a === b ? 0 : ((ratings[a]! - ratings[b]!) / range) ** 2);
    case 'ordinal': {
      const sorted = [...ratings].sort((x, y) => x - y);
      const ranks = ratings.map((rating) => sorted.indexOf(rating));
      const pairs = (count: number) => (count * (count - 1)) / 2;
      return (a, b) => pairs(Math.abs(ranks[a]! - ranks[b]!) + 1) / pairs(ratings.length);
    }
    case 'ratio': {
      if (least < 0) throw new RangeError('ratio weights need ratings of 0 or more');
      const whole = (range / (most + least)) ** 2;
      return (a, b) => (a === b ? 0 : ((ratings[a]! - ratings[b]!) / (ratings[a]! + ratings[b]!)) ** 2 / whole);
    }
  }
}
