import { wilsonInterval } from '../../consensus/index.js';

/** How often each thing happened to the reviews of one person. */
export interface ReviewerCounts {
  memberId: string;
  reviews: number;
  accepted: number;
  fixed: number;
  rejected: number;
  /** reviews that somebody else made again, and those where both decided alike */
  rereviewed: number;
  alike: number;
  /** reviews whose dispute was decided, and those that did not stand */
  disputed: number;
  overturned: number;
}

/** A share, or a difference of shares, with its 95 % interval; null where there is nothing to count. */
export interface Estimated {
  value: number | null;
  low: number | null;
  high: number | null;
  n: number;
}

export interface ReviewerFigures {
  memberId: string;
  reviews: number;
  accepted: Estimated;
  fixed: Estimated;
  rejected: Estimated;
  severity: Estimated;
  agreement: Estimated;
  overturned: Estimated;
}

const nothing: Estimated = { value: null, low: null, high: null, n: 0 };

/** A share with Wilson's interval. */
export function shareOf(count: number, n: number): Estimated {
  if (n === 0) return nothing;
  const [low, high] = wilsonInterval(count, n);
  return { value: count / n, low, high, n };
}

/**
 * The difference of two independent shares p₁ − p₂ with the hybrid score interval of Newcombe (Statistics in Medicine 17,
 * 1998, method 10): from the Wilson limits lᵢ, uᵢ of each, d − √((p₁−l₁)² + (u₂−p₂)²) to d + √((u₁−p₁)² + (p₂−l₂)²).
 *
 * @param count1 0 ≤ count1 ≤ n1; likewise count2
 * @returns −1 to 1, with n = n1; nothing when either has none
 */
export function differenceOf(count1: number, n1: number, count2: number, n2: number): Estimated {
  if (n1 === 0 || n2 === 0) return { ...nothing, n: n1 };
  const [p1, p2] = [count1 / n1, count2 / n2];
  const [[l1, u1], [l2, u2]] = [wilsonInterval(count1, n1), wilsonInterval(count2, n2)];
  const value = p1 - p2;
  return { value, low: value - Math.hypot(p1 - l1, u2 - p2), high: value + Math.hypot(u1 - p1, p2 - l2), n: n1 };
}

/** Each reviewer; severity compares with what the others of the project let stand together. */
export function figuresOf(reviewers: readonly ReviewerCounts[]): ReviewerFigures[] {
  const all = { reviews: 0, notAccepted: 0 };
  for (const { reviews, accepted } of reviewers) {
    all.reviews += reviews;
    all.notAccepted += reviews - accepted;
  }
  return reviewers.map(({ memberId, reviews, accepted, ...counts }) => {
    const notAccepted = reviews - accepted;
    return {
      memberId,
      reviews,
      accepted: shareOf(accepted, reviews),
      fixed: shareOf(counts.fixed, reviews),
      rejected: shareOf(counts.rejected, reviews),
      severity: differenceOf(notAccepted, reviews, all.notAccepted - notAccepted, all.reviews - reviews),
      agreement: shareOf(counts.alike, counts.rereviewed),
      overturned: shareOf(counts.overturned, counts.disputed),
    };
  });
}
