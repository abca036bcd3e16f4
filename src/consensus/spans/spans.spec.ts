import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  agreementValue,
  krippendorffByDifference,
  measureAgreement,
  pairwiseF1,
  tableOfRows,
} from '../agreement/index.js';
import { spanClusters } from './span-clusters.js';
import { exactSpanMatches, f1Of, overlapSpanMatches, sharedMarking } from './span-f1.js';
import { spanIou, type Span } from './span.js';

const span = (start: number, end: number, label = 'DRUG'): Span => ({ start, end, label });

const anySpan = fc
  .tuple(fc.nat(20), fc.integer({ min: 1, max: 8 }), fc.constantFrom('DRUG', 'DOSE'))
  .map(([start, length, label]) => span(start, start + length, label));
const anySpans = fc.array(anySpan, { maxLength: 5 });

describe('span F1', () => {
  const left = [span(0, 5), span(10, 14, 'DOSE'), span(20, 30)];
  const right = [span(0, 5), span(10, 14), span(21, 30), span(40, 42)];

  it('matches start, end and label exactly', () => {
    expect(exactSpanMatches(left, right)).toEqual({ matches: 1, left: 3, right: 4 });
    expect(f1Of(exactSpanMatches(left, right))).toBeCloseTo(2 / 7, 14);
    expect(f1Of(exactSpanMatches([], []))).toBe(1);
    expect(exactSpanMatches([span(0, 5), span(0, 5)], [span(0, 5)]).matches).toBe(1);
  });

  it('matches by overlap from an IoU on, same label only', () => {
    expect(overlapSpanMatches(left, right)).toEqual({ matches: 2, left: 3, right: 4 });
    expect(overlapSpanMatches(left, right, 0.95).matches).toBe(1);
  });

  it('makes as many matches as can be, not the nearest first', () => {
    // The two that are equal have more IoU by themselves than the two matches that can be had without them.
    const [a, b] = [span(0, 10), span(0, 4)];
    const [c, d] = [span(0, 10), span(6, 10)];
    expect(overlapSpanMatches([a, b], [c, d], 0.3).matches).toBe(2);
  });

  it('shares of marked text', () => {
    expect(sharedMarking([span(0, 10)], [span(5, 15)])).toBe(0.5);
    expect(sharedMarking([span(0, 5), span(3, 10)], [span(0, 10)])).toBe(1);
    expect(sharedMarking([span(0, 5)], [span(0, 5, 'DOSE')])).toBe(0);
    expect(sharedMarking([], [])).toBe(1);
  });

  it('is symmetric, between 0 and 1, and 1 with oneself', () => {
    fc.assert(
      fc.property(anySpans, anySpans, (some, others) => {
        for (const matches of [exactSpanMatches, overlapSpanMatches]) {
          const f1 = f1Of(matches(some, others));
          expect(f1).toBe(f1Of(matches(others, some)));
          expect(f1).toBeGreaterThanOrEqual(0);
          expect(f1).toBeLessThanOrEqual(1);
          expect(f1Of(matches(some, some))).toBe(1);
        }
        expect(overlapSpanMatches(some, others).matches).toBeGreaterThanOrEqual(exactSpanMatches(some, others).matches);
        expect(sharedMarking(some, others)).toBeCloseTo(sharedMarking(others, some), 12);
      }),
    );
  });

  it('refuses a span that is none', () => {
    expect(() => exactSpanMatches([span(5, 5)], [])).toThrow('0 ≤ start < end, not 5 and 5');
    expect(() => overlapSpanMatches([], [span(-1, 5)])).toThrow('not -1 and 5');
  });
});

describe('agreement on spans', () => {
  // Two texts, three people; the third did not see the second text.
  const answers: (Span[] | null)[][] = [
    [[span(0, 5), span(10, 15)], [span(0, 5)], [span(0, 5), span(11, 15)]],
    [[span(0, 4)], [span(0, 4), span(6, 9)], null],
  ];
  const { table, values } = tableOfRows(answers);

  it('is the mean F1 over pairs of people', () => {
    const metric = pairwiseF1((left, right) => exactSpanMatches(values[left]!, values[right]!));
    // 0 and 1: 2·2/(3 + 3); 0 and 2: 2·1/(2 + 2); 1 and 2: 2·1/(1 + 2).
    expect(agreementValue(table, metric)).toBeCloseTo((4 / 6 + 2 / 4 + 2 / 3) / 3, 14);
    expect(measureAgreement(table, metric)).toMatchObject({ items: 2, raters: 3, pairable: 5 });
  });

  it('is an alpha over whole answers, whose difference is what they do not share', () => {
    const apart = (a: number, b: number) => 1 - sharedMarking(values[a]!, values[b]!);
    // Shared: 10 of 15/2, 18 of 19/2, 10 of 14/2 in the first text, 8 of 11/2 in the second; a unit of m adds 1/(m − 1) a pair.
    const observed = 1 - 10 / 15 + (1 - 18 / 19) + (1 - 10 / 14) + 2 * (1 - 8 / 11);
    let expected = 0;
    for (const a of values.keys()) for (const b of values.keys()) expected += apart(a, b);
    const alpha = agreementValue(table, krippendorffByDifference(apart));
    expect(alpha).toBeCloseTo(1 - (4 * observed) / expected, 12);
  });
});

describe('span clusters', () => {
  it('bring together what several people meant, and keep what the quorum asks for', () => {
    const people = [
      [span(0, 10), span(20, 25)],
      [span(1, 10), span(40, 45)],
      [span(0, 11, 'DOSE'), span(20, 25)],
    ];
    expect(spanClusters(people)).toEqual([
      {
        members: [
          { person: 0, place: 0 },
          { person: 1, place: 0 },
          { person: 2, place: 0 },
        ],
        start: 0,
        end: 10,
        label: 'DRUG',
        support: 1,
        labelSupport: 2 / 3,
        meanIou: (9 / 10 + 10 / 11 + 9 / 11) / 3,
        isKept: true,
      },
      {
        members: [
          { person: 0, place: 1 },
          { person: 2, place: 1 },
        ],
        start: 20,
        end: 25,
        label: 'DRUG',
        support: 2 / 3,
        labelSupport: 1,
        meanIou: 1,
        isKept: true,
      },
      {
        members: [{ person: 1, place: 1 }],
        start: 40,
        end: 45,
        label: 'DRUG',
        support: 1 / 3,
        labelSupport: 1,
        meanIou: 1,
        isKept: false,
      },
    ]);
  });

  it('never chain: the ends of a chain of overlaps are not the same', () => {
    const chain = spanClusters([[span(0, 10)], [span(3, 13)], [span(6, 16)]]);
    expect(chain.map(({ members }) => members.length)).toEqual([2, 1]);
  });

  it('take the same label before a nearer span of another', () => {
    const clusters = spanClusters([[span(0, 10)], [span(0, 10, 'DOSE'), span(0, 9)]]);
    const both = clusters.filter(({ members }) => members.length === 2);
    expect(both).toMatchObject([{ label: 'DRUG', labelSupport: 1, members: [{ place: 0 }, { person: 1, place: 1 }] }]);
  });

  it('count people without spans for the quorum', () => {
    expect(spanClusters([[span(0, 5)], [], []])[0]).toMatchObject({ support: 1 / 3, isKept: false });
    expect(spanClusters([[span(0, 5)], [span(0, 5)], [], []])[0]).toMatchObject({ isKept: true });
    expect(spanClusters([[span(0, 5)], [span(0, 5)], [], []], { quorum: 0.7 })[0]).toMatchObject({ isKept: false });
    expect(spanClusters([])).toEqual([]);
  });

  it('hold every span once, one a person, each two near enough', () => {
    fc.assert(
      fc.property(fc.array(anySpans, { maxLength: 5 }), (people) => {
        const clusters = spanClusters(people, { matchIou: 0.4 });
        const places = clusters.flatMap(({ members }) => members.map(({ person, place }) => `${person} ${place}`));
        expect(new Set(places).size).toBe(people.flat().length);
        expect(places).toHaveLength(people.flat().length);
        for (const { members, start, end } of clusters) {
          expect(new Set(members.map(({ person }) => person)).size).toBe(members.length);
          const spans = members.map(({ person, place }) => people[person]![place]!);
          for (const one of spans) for (const other of spans) expect(spanIou(one, other)).toBeGreaterThanOrEqual(0.4);
          expect(spans.some((one) => one.start === start && one.end === end)).toBe(true);
        }
      }),
    );
  });
});
