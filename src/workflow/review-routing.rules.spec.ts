import { describe, expect, it } from '@jest/globals';
import type { Label } from '../labels/index.js';
import { asPolicy, type PolicyInput } from '../projects/index.js';
import { asksForTrust, nobodyKnown, type Reviewable, reviewOf } from './review-routing.rules.js';

const box: Label = { kind: 'BOX', class: 'Cat', x: 0, y: 0, width: 10, height: 10 };
const choice: Label = { kind: 'CHOICE', field: 'animal', option: 'dog' };
const result = (more: Partial<Reviewable> = {}): Reviewable => ({
  externalKey: 'item-1',
  stage: 'ANNOTATE',
  source: 'north',
  labels: [box, choice],
  agreement: 0.8,
  confidence: 0.9,
  authors: ['ann', 'ben'],
  ...more,
});
type Rule = Omit<NonNullable<PolicyInput['review']>[number], 'rate' | 'seed'>;
const always = (rule: Rule) => ({ rate: 1, seed: 's', ...rule });
const policy = (...review: Rule[]) => asPolicy({ review: review.map(always) });
const people = (trust: Record<string, number>, alwaysReviewed: string[] = []) => ({
  trust: new Map(Object.entries(trust)),
  alwaysReviewed: new Set(alwaysReviewed),
});
const isReviewed = (rule: Rule, more: Partial<Reviewable> = {}, known = nobodyKnown) =>
  reviewOf(policy(rule), result(more), known) !== null;

describe('which results are reviewed', () => {
  it.each<[string, Rule, Partial<Reviewable>, boolean]>([
    ['no condition', {}, {}, true],
    ['another stage', { stage: 'ADJUDICATE' }, {}, false],
    ['agreement below', { agreementBelow: 0.8 }, {}, false],
    ['agreement from, which counts itself', { agreementFrom: 0.8 }, {}, true],
    ['a range of agreement', { agreementFrom: 0.5, agreementBelow: 0.9 }, {}, true],
    ['no agreement, and a range of it', { agreementFrom: 0 }, { agreement: null }, false],
    ['a range of confidence', { confidenceFrom: 0.95 }, {}, false],
    ['a range of confidence', { confidenceFrom: 0.8, confidenceBelow: 0.91 }, {}, true],
    ['no confidence, and a range of it', { confidenceBelow: 1 }, { confidence: null }, false],
    ['a class that is there', { classes: ['Dog', 'Cat'] }, {}, true],
    ['a field that is there', { classes: ['animal'] }, {}, true],
    ['a class that is not there', { classes: ['Dog'] }, {}, false],
    ['its source', { sources: ['south', 'north'] }, {}, true],
    ['another source', { sources: ['south'] }, {}, false],
    ['no source', { sources: ['south'] }, { source: null }, false],
  ])('%s %j', (_, rule, more, expected) => {
    expect(isReviewed(rule, more)).toBe(expected);
  });

  it('by the least trusted of those who answered, and whom nobody knows is below every bar', () => {
    expect(isReviewed({ trustBelow: 0.8 }, {}, people({ ann: 0.95, ben: 0.7 }))).toBe(true);
    expect(isReviewed({ trustBelow: 0.7 }, {}, people({ ann: 0.95, ben: 0.7 }))).toBe(false);
    expect(isReviewed({ trustBelow: 0 }, {}, people({ ann: 0.95 }))).toBe(true);
    expect(asksForTrust(policy({}, { trustBelow: 0.5 }))).toBe(true);
    expect(asksForTrust(policy({}))).toBe(false);
  });

  it('the first rule that matches decides, also that nothing is reviewed', () => {
    const none = asPolicy({ review: [{ rate: 0, seed: 's', sources: ['north'] }, { rate: 1, seed: 's' }] }); // prettier-ignore
    expect(reviewOf(none, result(), nobodyKnown)).toBeNull();
    expect(reviewOf(none, result({ source: 'south' }), nobodyKnown)).toEqual({ rate: 1, seed: 's' });
  });

  it('whoever is to be reviewed always is, whatever the rules say', () => {
    expect(reviewOf(policy(), result(), people({}, ['ben']))).toEqual({ alwaysReviewed: true });
    expect(reviewOf(policy(), result(), people({}, ['cat']))).toBeNull();
  });
});
