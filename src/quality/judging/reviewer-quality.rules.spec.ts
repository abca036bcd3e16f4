import { describe, expect, it } from '@jest/globals';
import { differenceOf, figuresOf, type ReviewerCounts, shareOf } from './reviewer-quality.rules.js';

const reviewer = (memberId: string, more: Partial<ReviewerCounts>): ReviewerCounts => ({
  memberId,
  reviews: 0,
  accepted: 0,
  fixed: 0,
  rejected: 0,
  rereviewed: 0,
  alike: 0,
  disputed: 0,
  overturned: 0,
  ...more,
});

describe('the quality of reviewers', () => {
  it("has Newcombe's published example: 56/70 against 48/80", () => {
    const { value, low, high } = differenceOf(56, 70, 48, 80);
    expect(value).toBeCloseTo(0.2, 10);
    // Newcombe 1998, table II, method 10.
    expect(low).toBeCloseTo(0.0524, 4);
    expect(high).toBeCloseTo(0.3339, 4);
  });

  it('is of one reviewer against the others together, and nothing where there are no others', () => {
    const [strict, mild] = figuresOf([
      reviewer('strict', { reviews: 20, accepted: 5, fixed: 5, rejected: 10, rereviewed: 4, alike: 1 }),
      reviewer('mild', { reviews: 80, accepted: 72, fixed: 8 }),
    ]);
    expect(strict!.severity).toMatchObject({ value: 0.75 - 0.1, n: 20 });
    expect(strict!.severity.low).toBeGreaterThan(0.3);
    expect(mild!.severity.value).toBeCloseTo(-0.65, 10);
    expect(strict!.agreement).toMatchObject({ value: 0.25, n: 4 });
    expect(mild!.agreement).toEqual({ value: null, low: null, high: null, n: 0 });
    const [alone] = figuresOf([reviewer('alone', { reviews: 3, accepted: 3 })]);
    expect(alone!.severity).toEqual({ value: null, low: null, high: null, n: 3 });
    expect(shareOf(3, 3)).toMatchObject({ value: 1, high: 1, n: 3 });
  });
});
