import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ofRatings, type Rating } from '../../../test/fixtures/agreement/tables.js';
import { shuffledPlaces, randomOf } from '../statistics/random.js';
import {
  agreementValue,
  brennanPrediger,
  cohenKappa,
  congerKappa,
  fleissKappa,
  gwetAc1,
  gwetAc2,
  krippendorffByDifference,
  krippendorffInterval,
  krippendorffNominal,
  krippendorffOrdinal,
  krippendorffRatio,
  percentAgreement,
  ratingWeights,
  type MetricOf,
} from './index.js';

const VALUES = 4;
const ratings = [1, 2, 4, 8];

const nominal: [string, MetricOf, least: number][] = [
  ['percent', percentAgreement(), 0],
  ['Cohen', cohenKappa(), -1],
  ['Fleiss', fleissKappa(), -Infinity],
  ['Conger', congerKappa(), -Infinity],
  ['Brennan-Prediger', brennanPrediger(), -1],
  ['AC1', gwetAc1(), -1],
  ['alpha', krippendorffNominal(), -Infinity],
  ['alpha by difference', krippendorffByDifference((a, b) => (a === b ? 0 : 1)), -Infinity],
];
const ordered: [string, MetricOf, least: number][] = [
  ['Cohen linear', cohenKappa('linear', ratings), -Infinity],
  ['Cohen squared', cohenKappa('squared', ratings), -Infinity],
  ['AC2', gwetAc2(ratingWeights('quadratic', ratings)), -Infinity],
  ['alpha ordinal', krippendorffOrdinal(ratings), -Infinity],
  ['alpha interval', krippendorffInterval(ratings), -Infinity],
  ['alpha ratio', krippendorffRatio(ratings), -Infinity],
];

/** Up to 12 units and 5 raters with holes; every value occurs, so that the number of values does not change. */
const tables = fc
  .array(fc.array(fc.option(fc.nat(VALUES - 1), { freq: 3 }), { minLength: 5, maxLength: 5 }), {
    minLength: 1,
    maxLength: 12,
  })
  .map((rows): Rating[] => [
    ...rows.flatMap((row, unit) => row.flatMap((value, rater) => (value === null ? [] : [{ unit, rater, value }]))),
    ...Array.from({ length: VALUES }, (_, value) => ({ unit: rows.length, rater: value, value })),
  ]);

const permutation = (length: number) => fc.nat(1e6).map((seed) => [...shuffledPlaces(length, randomOf(seed))]);

function expectSame(found: number, expected: number): void {
  if (Number.isNaN(expected)) expect(found).toBeNaN();
  else expect(Math.abs(found - expected)).toBeLessThan(1e-9);
}

describe.each([...nominal, ...ordered])('%s', (_, metric, least) => {
  it('is in its range', () => {
    fc.assert(
      fc.property(tables, (said) => {
        const value = agreementValue(ofRatings(said), metric);
        if (Number.isNaN(value)) return;
        expect(value).toBeLessThanOrEqual(1 + 1e-12);
        expect(value).toBeGreaterThanOrEqual(least - 1e-12);
      }),
    );
  });

  it('is 1 where all agree, and below 1 where two do not', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(VALUES - 1), { minLength: 2, maxLength: 10 }), (truth) => {
        fc.pre(new Set(truth).size > 1);
        const all = truth.flatMap((value, unit) => [0, 1, 2].map((rater) => ({ unit, rater, value })));
        expect(agreementValue(ofRatings(all), metric)).toBeCloseTo(1, 12);
        const other = all.with(0, { ...all[0]!, value: (all[0]!.value + 1) % VALUES });
        expect(agreementValue(ofRatings(other), metric)).toBeLessThan(1 - 1e-6);
      }),
    );
  });

  it('does not depend on the order of labels, nor on the names of raters and units', () => {
    fc.assert(
      fc.property(tables, permutation(5), permutation(13), fc.nat(1e6), (said, raterNames, unitNames, seed) => {
        const renamed = said.map((one) => {
          return { ...one, rater: raterNames[one.rater]!, unit: unitNames[one.unit]! };
        });
        const shuffled = [...shuffledPlaces(said.length, randomOf(seed))].map((place) => renamed[place]!);
        expectSame(agreementValue(ofRatings(shuffled), metric), agreementValue(ofRatings(said), metric));
      }),
    );
  });
});

describe.each(nominal)('%s of names', (_, metric) => {
  it('does not depend on what the labels are called', () => {
    fc.assert(
      fc.property(tables, permutation(VALUES), (said, names) => {
        const renamed = said.map((one) => ({ ...one, value: names[one.value]! }));
        expectSame(agreementValue(ofRatings(renamed), metric), agreementValue(ofRatings(said), metric));
      }),
    );
  });
});

describe('alpha on its scales', () => {
  it('is the same when interval ratings are shifted and stretched, and ratio ratings stretched', () => {
    fc.assert(
      fc.property(tables, fc.integer({ min: 1, max: 50 }), fc.integer({ min: -50, max: 50 }), (said, factor, shift) => {
        const table = ofRatings(said);
        const stretched = ratings.map((rating) => rating * factor);
        const moved = stretched.map((rating) => rating + shift);
        expectSame(
          agreementValue(table, krippendorffInterval(moved)),
          agreementValue(table, krippendorffInterval(ratings)),
        );
        expectSame(
          agreementValue(table, krippendorffRatio(stretched)),
          agreementValue(table, krippendorffRatio(ratings)),
        );
        expectSame(
          agreementValue(table, krippendorffOrdinal([10, 11, 500, 501])),
          agreementValue(table, krippendorffOrdinal(ratings)),
        );
      }),
    );
  });
});
