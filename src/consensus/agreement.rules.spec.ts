import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { BoxLabel, ChoiceLabel, Label, NumberLabel, SpanLabel, TagLabel, TextLabel } from '../labels/index.js';
import { agreementOf, pairAgreement } from './agreement.rules.js';
import { optimalAssignment } from './hungarian.js';
import { matchShapes } from './shape-matching.js';

const choice = (option: string): ChoiceLabel => ({ kind: 'CHOICE', field: 'view', option });
const text = (value: string): TextLabel => ({ kind: 'TEXT', field: 'note', text: value });
const number = (value: number): NumberLabel => ({ kind: 'NUMBER', field: 'age', value });
const tag = (name: string): TagLabel => ({ kind: 'TAG', class: name });
const box = (x: number, width = 10, name = 'Lung'): BoxLabel => {
  return { kind: 'BOX', class: name, x, y: 0, width, height: 10 };
};

const span = (start: number, end: number, name = 'DRUG'): SpanLabel => ({ kind: 'SPAN', class: name, start, end });

describe('pairAgreement of spans and attributes', () => {
  it('pairs spans class by class and counts their IoU, a missed one with 0', () => {
    const [left, right] = [
      [span(0, 10), span(20, 30)],
      [span(20, 30), span(5, 15), span(40, 44)],
    ];
    expect(pairAgreement(left, right, {})).toEqual({
      score: (1 / 3 + 1) / 3,
      meanIou: (1 / 3 + 1) / 3,
      minIou: 0,
      matches: [
        { class: 'DRUG', left: 0, right: 1, iou: 1 / 3 },
        { class: 'DRUG', left: 1, right: 0, iou: 1 },
      ],
      unmatched: 3,
      exact: false,
    });
    expect(pairAgreement([span(0, 4)], [span(0, 4)], {})).toMatchObject({ score: 1, exact: true });
    expect(pairAgreement([span(0, 4)], [span(0, 4, 'DOSE')], {})).toMatchObject({ score: 0, unmatched: 2 });
    expect(pairAgreement([span(0, 4)], [], { classes: ['DOSE'] })).toMatchObject({ score: 1, exact: true });
  });

  it('lowers a pair by the share of its attributes that differ', () => {
    const [sure, maybe] = [
      { certainty: 'sure', route: 'oral' },
      { certainty: 'maybe', route: 'oral' },
    ];
    const left = [{ ...span(0, 10), attributes: sure }, span(20, 30)];
    const right = [{ ...span(0, 10), attributes: maybe }, span(20, 30)];
    expect(pairAgreement(left, right, {})).toEqual({
      score: 0.75,
      meanIou: 0.75,
      minIou: 0.5,
      matches: [
        { class: 'DRUG', left: 0, right: 0, iou: 1, sameAttributes: 0.5 },
        { class: 'DRUG', left: 1, right: 1, iou: 1 },
      ],
      unmatched: 0,
      exact: false,
    });
    expect(pairAgreement(left, left, {})).toMatchObject({ score: 1, minIou: 1, exact: true });
    expect(pairAgreement([{ ...box(0), attributes: { side: 'left' } }], [box(0)], {})).toMatchObject({ score: 0 });
  });
});

describe('pairAgreement', () => {
  it('is full between two empty answers', () => {
    expect(pairAgreement([], [], {})).toEqual({
      score: 1,
      meanIou: null,
      minIou: null,
      matches: [],
      unmatched: 0,
      exact: true,
    });
  });

  it.each<[string, Label[], Label[], number]>([
    ['the same fields in another order', [choice('AP'), number(7)], [number(7), choice('AP')], 1],
    ['another option', [choice('AP')], [choice('PA')], 0],
    ['an answer to nothing', [choice('AP')], [], 0],
    ['a text in another case', [text('Tube')], [text('tube')], 0],
    ['a number that is a little off', [number(0.3)], [number(0.1 + 0.2)], 0],
    ['the same tags in another order', [tag('A'), tag('B')], [tag('B'), tag('A')], 1],
    ['a tag more', [tag('A'), tag('B')], [tag('A')], 0],
  ])('of %s', (_, left, right, score) => {
    expect(pairAgreement(left, right, {})).toMatchObject({ score, exact: score === 1, meanIou: null });
  });

  it('names each pair of instances by its places in the answers', () => {
    const left = [tag('A'), box(0), box(100)];
    const right = [box(100), box(5), tag('A')];
    expect(pairAgreement(left, right, { matchIou: 0.3 })).toEqual({
      score: 2 / 3,
      meanIou: 2 / 3,
      minIou: 1 / 3,
      matches: [
        { class: 'Lung', left: 1, right: 1, iou: 1 / 3 },
        { class: 'Lung', left: 2, right: 0, iou: 1 },
      ],
      unmatched: 0,
      exact: false,
    });
  });

  it('keeps the IoU of a pair under matchIou, but counts both instances as unmatched', () => {
    expect(pairAgreement([box(0)], [box(5)], {})).toMatchObject({ meanIou: 1 / 3, minIou: 1 / 3, unmatched: 2 });
  });

  it('counts a missed instance with IoU 0', () => {
    expect(pairAgreement([box(0), box(100)], [box(0)], {})).toMatchObject({ score: 0.5, minIou: 0, unmatched: 1 });
    expect(pairAgreement([box(0)], [], {})).toMatchObject({ score: 0, meanIou: 0, minIou: 0, unmatched: 1 });
  });

  it('pairs instances that do not overlap with IoU 0', () => {
    const { matches, meanIou, unmatched } = pairAgreement([box(0), box(100)], [box(200), box(0)], {});
    expect(matches).toEqual([
      { class: 'Lung', left: 0, right: 1, iou: 1 },
      { class: 'Lung', left: 1, right: 0, iou: 0 },
    ]);
    expect([meanIou, unmatched]).toEqual([0.5, 2]);
  });

  it('never pairs instances of different classes', () => {
    const { matches, meanIou, unmatched } = pairAgreement([box(0)], [box(0, 10, 'Ignore')], {});
    expect([matches, meanIou, unmatched]).toEqual([[], 0, 2]);
  });

  it('takes the least of the parts', () => {
    expect(pairAgreement([tag('A'), box(0)], [tag('B'), box(0)], {})).toMatchObject({ score: 0, meanIou: 1 });
    expect(pairAgreement([tag('A'), box(0)], [tag('A'), box(5)], {})).toMatchObject({ score: 1 / 3, exact: false });
  });

  it('looks at the classes of the policy only', () => {
    const [left, right] = [[tag('A'), box(0), box(50, 10, 'Ignore')], [box(0)]];
    expect(pairAgreement(left, right, { classes: ['Lung'] })).toMatchObject({ score: 1, exact: true });
    expect(pairAgreement(left, right, {})).toMatchObject({ score: 0, exact: false });
  });

  it('is exact when polygons differ in where they begin', () => {
    const ring = [0.1, 0.7, 2.3, 3.1, 4.4, 5.9].map((a) => ({ x: 50 + 40 * Math.cos(a), y: 50 + 30 * Math.sin(a) }));
    const [first, ...rest] = ring;
    const polygon = (points: typeof ring): Label => ({ kind: 'POLYGON', class: 'Lung', rings: [points] });
    expect(pairAgreement([polygon(ring)], [polygon([...rest, first!])], {}).exact).toBe(true);
  });

  it('is symmetric and within 0 to 1', () => {
    const label: fc.Arbitrary<Label> = fc.oneof(
      fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 1, max: 20 })).map(([x, width]) => box(x, width)),
      fc.constantFrom('A', 'B').map(tag),
      fc.constantFrom('AP', 'PA').map(choice),
    );
    const answer = fc.array(label, { maxLength: 8 });
    fc.assert(
      fc.property(answer, answer, (left, right) => {
        const [one, other] = [pairAgreement(left, right, {}), pairAgreement(right, left, {})];
        expect(other.score).toBeCloseTo(one.score, 9);
        expect(other.meanIou ?? -1).toBeCloseTo(one.meanIou ?? -1, 9);
        expect(one.score).toBeGreaterThanOrEqual(0);
        expect(one.score).toBeLessThanOrEqual(1);
        expect(pairAgreement(left, left, {})).toMatchObject({ score: 1, exact: true, unmatched: 0 });
      }),
    );
  });
});

describe('matchShapes', () => {
  it('pairs for the greatest sum, where greedy pairing by the best IoU falls short', () => {
    const matches = matchShapes([box(0), box(4)], [box(2), box(7)]);
    expect(matches.map(({ left, right }) => [left, right])).toEqual([[0, 0], [1, 1]]); // prettier-ignore
  });

  it('reaches the total of one assignment over all', () => {
    const shapes = fc.array(
      fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 15 })).map(([x, width]) => box(x, width)),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(shapes, shapes, (left, right) => {
        const matches = matchShapes(left, right);
        const whole = optimalAssignment(left.map((a) => right.map((b) => -(matchShapes([a], [b])[0]?.iou ?? 0))));
        expect(matches).toHaveLength(Math.min(left.length, right.length));
        expect(new Set(matches.map((match) => match.left)).size).toBe(matches.length);
        expect(new Set(matches.map((match) => match.right)).size).toBe(matches.length);
        expect(matches.reduce((sum, { iou }) => sum + iou, 0)).toBeCloseTo(-whole.total, 9);
      }),
    );
  });

  it('takes well under a second for a picture of 2,000 cells', () => {
    const cells = Array.from({ length: 2000 }, (_, index) => box(index * 12));
    const start = performance.now();
    expect(matchShapes(cells, [...cells].reverse()).every(({ iou }) => iou === 1)).toBe(true);
    expect(performance.now() - start).toBeLessThan(5000);
  });
});

describe('agreementOf', () => {
  it('is full with nobody to disagree', () => {
    const alone = { score: 1, minIou: null, meanIou: null, exact: true, pairs: [] };
    expect(agreementOf([], {})).toEqual(alone);
    expect(agreementOf([[box(0)]], {})).toEqual(alone);
  });

  it('takes means of scores and IoU and the least IoU over all pairs', () => {
    const agreement = agreementOf([[box(0)], [box(0)], [box(5)]], {});
    expect(agreement.pairs.map(({ first, second }) => [first, second])).toEqual([[0, 1], [0, 2], [1, 2]]); // prettier-ignore
    expect(agreement.score).toBeCloseTo(5 / 9, 12);
    expect(agreement.meanIou).toBeCloseTo(5 / 9, 12);
    expect(agreement).toMatchObject({ minIou: 1 / 3, exact: false });
  });

  it('leaves pairs without shapes out of the IoU', () => {
    expect(agreementOf([[], [], [box(0)]], {})).toMatchObject({ score: 1 / 3, meanIou: 0, minIou: 0 });
    expect(agreementOf([[tag('A')], [tag('A')]], {})).toMatchObject({ score: 1, meanIou: null, minIou: null });
  });
});
