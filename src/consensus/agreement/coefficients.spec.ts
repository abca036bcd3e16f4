import { describe, expect, it } from '@jest/globals';
import {
  abstractors,
  anxiety,
  diagnosis,
  fleiss1971,
  krippendorff2011,
  wikipediaAlpha,
  wikipediaFleiss,
} from '../../../test/fixtures/agreement/published-tables.js';
import {
  ofCounts,
  ofCrossTable,
  ofDigits,
  ofRaters,
  type RatedTable,
} from '../../../test/fixtures/agreement/tables.js';
import {
  agreementValue,
  brennanPrediger,
  cohenKappa,
  cohenZ,
  congerKappa,
  fleissKappa,
  fleissKappaByValue,
  fleissZ,
  gwetAc1,
  gwetAc2,
  krippendorffByDifference,
  krippendorffInterval,
  krippendorffNominal,
  krippendorffOrdinal,
  krippendorffRatio,
  percentAgreement,
  ratingWeights,
  tableOfRows,
  type MetricOf,
  type WeightKind,
} from './index.js';

const alphas = ({ table, ratings }: RatedTable) => [
  agreementValue(table, krippendorffNominal()),
  agreementValue(table, krippendorffOrdinal(ratings)),
  agreementValue(table, krippendorffInterval(ratings)),
  agreementValue(table, krippendorffRatio(ratings)),
];

function expectAll(found: number[], published: number[], digits: number): void {
  expect(found).toHaveLength(published.length);
  for (const [place, value] of published.entries()) expect(found[place]).toBeCloseTo(value, digits);
}

describe("Krippendorff's alpha", () => {
  it('of four observers with missing data is as published on all four scales', () => {
    const published = [0.743421052631579, 0.8153875037548814, 0.8491071428571428, 0.7974027747116121];
    expectAll(alphas(ofRaters(krippendorff2011)), published, 13);
  });

  it('of three coders who mostly said nothing is as published on all four scales', () => {
    const published = [0.691358024691358, 0.8067214199413153, 0.8108448928121059, 0.8089436707842471];
    expectAll(alphas(ofRaters(wikipediaAlpha)), published, 13);
  });

  // 0.221848 and 0.163066 go round as the figures of this table. They are those of the table taken twice: n − 1 is then 119 of
  // 120 instead of 59 of 60. By the definition, worked out from the coincidences by hand, it is these.
  it('of the anxiety ratings, once and twice over', () => {
    const [, ordinal, interval] = alphas(ofDigits(anxiety));
    expectAll([ordinal!, interval!], [0.228387, 0.170099], 6);
    const [, twiceOrdinal, twiceInterval] = alphas(ofDigits(`${anxiety}${anxiety}`));
    expectAll([twiceOrdinal!, twiceInterval!], [0.221848, 0.163066], 6);
  });

  it('is the same on the nominal and interval scale by way of any difference', () => {
    const { table, ratings } = ofRaters(krippendorff2011);
    const unequal = krippendorffByDifference((a, b) => (a === b ? 0 : 1));
    const squared = krippendorffByDifference((a, b) => (ratings[a]! - ratings[b]!) ** 2);
    expect(agreementValue(table, unequal)).toBeCloseTo(0.743421052631579, 13);
    expect(agreementValue(table, squared)).toBeCloseTo(0.8491071428571428, 13);
  });

  it('keeps its digits where the numbers are far from 0', () => {
    const { table, ratings } = ofRaters(krippendorff2011);
    const far = ratings.map((rating) => rating + 1e8);
    expect(agreementValue(table, krippendorffInterval(far))).toBeCloseTo(0.8491071428571428, 12);
  });

  it('is not defined where no two labels differ, nor where none can be compared', () => {
    const same = ofRaters(['1 1 1', '1 1 1']);
    const alone = ofRaters(['1 2 -', '- - 3']);
    for (const rated of [same, alone]) expect(alphas(rated)).toEqual([NaN, NaN, NaN, NaN]);
  });

  it('refuses what is no scale', () => {
    const { table } = ofRaters(['1 2', '1 2']);
    expect(() => agreementValue(table, krippendorffRatio([-1, 2]))).toThrow('a ratio scale has no negative numbers');
    expect(() => agreementValue(table, krippendorffInterval([1]))).toThrow(
      'every value of the table must have a rating',
    );
    expect(() => agreementValue(table, krippendorffOrdinal([1, NaN]))).toThrow('every rating must be a finite number');
    expect(() =>
      agreementValue(
        table,
        krippendorffByDifference(() => -1),
      ),
    ).toThrow('a difference must be a number');
  });
});

describe('the same four observers', () => {
  const { table, ratings } = ofRaters(krippendorff2011);
  const weighted = (kind: WeightKind) => ratingWeights(kind, ratings);
  const alphaWith = (kind: WeightKind) => {
    return krippendorffByDifference((a, b) => 1 - weighted(kind).weight(a, b));
  };

  it.each<[string, MetricOf, number]>([
    ['percent agreement', percentAgreement(), 0.8181818],
    ['AC1', gwetAc1(), 0.77544],
    ['Fleiss', fleissKappa(), 0.76117],
    ['Brennan-Prediger', brennanPrediger(), 0.77273],
    ['AC2 ordinal', gwetAc2(weighted('ordinal')), 0.89894],
    ['AC2 linear', gwetAc2(weighted('linear')), 0.85874],
    ['AC2 quadratic', gwetAc2(weighted('quadratic')), 0.914],
    ['AC2 ratio', gwetAc2(weighted('ratio')), 0.85737],
    ['Fleiss ordinal', fleissKappa(weighted('ordinal')), 0.85021],
    ['Fleiss linear', fleissKappa(weighted('linear')), 0.81794],
    ['Fleiss quadratic', fleissKappa(weighted('quadratic')), 0.86494],
    ['Fleiss ratio', fleissKappa(weighted('ratio')), 0.82134],
    ['alpha ordinal', alphaWith('ordinal'), 0.83364],
    ['alpha linear', alphaWith('linear'), 0.80038],
    ['alpha quadratic', alphaWith('quadratic'), 0.84911],
    ['alpha ratio', alphaWith('ratio'), 0.7974],
  ])('%s', (_, metric, published) => {
    expect(agreementValue(table, metric)).toBeCloseTo(published, 5);
  });

  // The copy of this table from which the figures come gives the last unit's single 3 to the third observer. Only a
  // coefficient that keeps raters apart notices.
  const other = [krippendorff2011[0]!, '1 2 3 3 2 2 4 1 2 5 - -', '- 3 3 3 2 3 4 2 2 5 1 3', krippendorff2011[3]!];
  it.each<[WeightKind, number]>([
    ['identity', 0.76282],
    ['ordinal', 0.84366],
    ['linear', 0.81378],
    ['quadratic', 0.85771],
    ['ratio', 0.81197],
  ])("Conger's kappa with %s weights", (kind, published) => {
    const rated = ofRaters(other);
    const metric = congerKappa(ratingWeights(kind, rated.ratings));
    expect(agreementValue(rated.table, metric)).toBeCloseTo(published, 5);
  });
});

describe('six psychiatrists of Fleiss 1971', () => {
  const { table, ratings } = ofDigits(fleiss1971);

  it('agree as published', () => {
    expect(agreementValue(table, fleissKappa())).toBeCloseTo(0.43024452006, 11);
    expect(fleissZ(table)).toBeCloseTo(17.651830583, 9);
    expect(agreementValue(table, congerKappa())).toBeCloseTo(0.441808540329, 12);
    expect(agreementValue(table, cohenKappa())).toBeCloseTo(0.459412144435, 12);
    expect(agreementValue(table, krippendorffNominal())).toBeCloseTo(0.4334098, 7);
  });

  it('agree category by category as published', () => {
    const byValue = fleissKappaByValue(table);
    const inOrder = [1, 2, 3, 4, 5].map((category) => byValue[ratings.indexOf(category)]!);
    expectAll(inOrder, [0.245, 0.245, 0.52, 0.471, 0.566], 3);
  });

  it('of whom the first two have the kappa and z published', () => {
    const pair = ofDigits(fleiss1971, [0, 1]);
    expect(agreementValue(pair.table, cohenKappa())).toBeCloseTo(0.651162790698, 12);
    const counts = ratings.map((a) => ratings.map((b) => crossCount(a, b)));
    expect(cohenZ(counts)).toBeCloseTo(6.99647, 5);
  });

  function crossCount(a: number, b: number): number {
    return fleiss1971
      .trim()
      .split(/\s+/)
      .filter((row) => row.startsWith(`${a}${b}`)).length;
  }
});

describe("Cohen's kappa", () => {
  it.each([
    [
      [
        [20, 5],
        [10, 15],
      ],
      0.4,
    ],
    [
      [
        [45, 15],
        [25, 15],
      ],
      0.13043478260869554,
    ],
    [
      [
        [25, 35],
        [5, 35],
      ],
      0.2592592592592592,
    ],
  ])('of %j', (counts, published) => {
    expect(agreementValue(ofCrossTable(counts).table, cohenKappa())).toBeCloseTo(published, 14);
  });

  it('of the first two anxiety raters, plain and weighted', () => {
    const { table, ratings } = ofDigits(anxiety, [0, 1]);
    expect(agreementValue(table, cohenKappa())).toBeCloseTo(0.119496855346, 12);
    expect(agreementValue(table, cohenKappa('linear', ratings))).toBeCloseTo(0.189189, 6);
    expect(agreementValue(table, cohenKappa('squared', ratings))).toBeCloseTo(0.296765, 6);
  });

  it('leaves out pairs of raters without a common unit and pairs who always said one and the same', () => {
    // Raters 0 and 1: κ = 0.4. Rater 2 meets 0 once, with the same label; 1 and 3 never meet, nor 3 and anybody.
    const rows: (number | null)[][] = [
      ...new Array<number[]>(20).fill([0, 0]),
      ...new Array<number[]>(5).fill([0, 1]),
      ...new Array<number[]>(10).fill([1, 0]),
      ...new Array<number[]>(15).fill([1, 1]),
    ];
    rows.push([null, null, null, 1]);
    const before = agreementValue(tableOfRows(rows).table, cohenKappa());
    expect(before).toBeCloseTo(0.4, 14);
    const met = [...rows.slice(1), [0, null, 0]];
    const without = [...rows.slice(1), [0, null, null]];
    const kappaOf = (some: (number | null)[][]) => agreementValue(tableOfRows(some).table, cohenKappa());
    expect(kappaOf(met)).toBeCloseTo(kappaOf(without), 14);
  });

  it('counts both labels of a rater who labelled a unit twice, each against the other rater', () => {
    // 0 said 0 and 1 of the last unit, 1 said 1: two pairs, one of them equal.
    const twice = ofCrossTable([
      [2, 1],
      [0, 3],
    ]).table;
    const once = tableOfRows([
      [0, 0],
      [0, 0],
      [1, 1],
      [1, 1],
    ]).table;
    const labels = [...once.valueOf, 0, 1, 1];
    const table = {
      ...once,
      units: 5,
      offsets: Int32Array.from([...once.offsets, 11]),
      raterOf: Int32Array.from([...once.raterOf, 0, 0, 1]),
      valueOf: Int32Array.from(labels),
    };
    expect(agreementValue(table, cohenKappa())).toBeCloseTo(agreementValue(twice, cohenKappa()), 14);
  });

  it('refuses weights without ratings', () => {
    expect(() => agreementValue(ofCounts([[2]]), cohenKappa('linear'))).toThrow('must have a finite rating');
  });
});

describe('tables of counts', () => {
  it("has Wikipedia's Fleiss kappa and its parts", () => {
    const table = ofCounts(wikipediaFleiss);
    expect(agreementValue(table, percentAgreement())).toBeCloseTo(0.378021978021978, 14);
    expect(agreementValue(table, fleissKappa())).toBeCloseTo(0.20993070442195522, 14);
  });

  it.each<[string, MetricOf, number, number]>([
    ['Cohen', cohenKappa(), 0.7964094, 0.4315008],
    ['Scott', fleissKappa(), 0.7962397, 0.4303406],
    ['AC1', gwetAc1(), 0.8493305, 0.4561576],
    ['Brennan-Prediger', brennanPrediger(), 0.835, 0.4499253],
    ['alpha', krippendorffNominal(), 0.7972585, 0.4316178],
    ['percent', percentAgreement(), 0.89, 0.5874439],
  ])('has the coefficients of Gwet for two raters: %s', (_, metric, ofAbstractors, ofDiagnosis) => {
    expect(agreementValue(ofCrossTable(abstractors).table, metric)).toBeCloseTo(ofAbstractors, 7);
    expect(agreementValue(ofCrossTable(diagnosis).table, metric)).toBeCloseTo(ofDiagnosis, 7);
  });

  it('finds AC1 high and kappa low where nearly everything is of one class', () => {
    const { table } = ofCrossTable([
      [118, 5],
      [2, 0],
    ]);
    expect(agreementValue(table, gwetAc1())).toBeGreaterThan(0.93);
    expect(agreementValue(table, cohenKappa())).toBeLessThan(0);
  });

  it('has no z where the number of labels differs', () => {
    expect(() =>
      fleissZ(
        ofCounts([
          [2, 0],
          [2, 1],
        ]),
      ),
    ).toThrow('each unit must have the same number of labels');
  });
});
