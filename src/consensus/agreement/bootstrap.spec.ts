import { describe, expect, it } from '@jest/globals';
import { fleiss1971, krippendorff2011 } from '../../../test/fixtures/agreement/published-tables.js';
import { ofDigits, ofRaters, ofRatings, type Rating } from '../../../test/fixtures/agreement/tables.js';
import { randomOf } from '../statistics/random.js';
import {
  agreementValue,
  bootstrapInterval,
  bootstrapValues,
  cohenKappa,
  fleissKappa,
  jackknifeError,
  krippendorffByDifference,
  krippendorffNominal,
  measureAgreement,
  percentAgreement,
} from './index.js';

/** Each of `units` units labelled by `each` of `raters` people who are right with 0.8 on five values. */
function crowd(units: number, each: number, raters: number, seed: number) {
  const random = randomOf(seed);
  const ratings: Rating[] = [];
  for (let unit = 0; unit < units; unit += 1) {
    const first = random.integer(raters);
    for (let seat = 0; seat < each; seat += 1) {
      const value = random.next() < 0.8 ? unit % 5 : random.integer(5);
      ratings.push({ unit, rater: (first + seat * 7) % raters, value });
    }
  }
  return ofRatings(ratings);
}

describe('the interval over units', () => {
  const { table } = ofDigits(fleiss1971);

  it('of Fleiss 1971 is the one from 10,000 draws elsewhere', () => {
    const { value, ci95, ...rest } = measureAgreement(table, fleissKappa());
    expect(value).toBeCloseTo(0.430245, 6);
    expect(Math.abs(ci95![0] - 0.313)).toBeLessThan(0.02);
    expect(Math.abs(ci95![1] - 0.527)).toBeLessThan(0.02);
    expect(rest).toEqual({ items: 30, raters: 6, pairable: 180 });
  });

  it('has the standard error that is published, by draws and by jackknife', () => {
    const values = bootstrapValues(table.units, fleissKappa()(table), { draws: 10_000 });
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
    expect(Math.abs(spread - 0.0545)).toBeLessThan(0.0015);
    expect(jackknifeError(table, fleissKappa())).toBeCloseTo(0.05505, 5);
  });

  it('is the same for the same seed, and another for another', () => {
    const metric = fleissKappa()(table);
    const of = (seed: number) => bootstrapInterval(table.units, metric, 0.43, { seed, draws: 300 });
    expect(of(7)).toEqual(of(7));
    expect(of(7)).not.toEqual(of(8));
  });

  it('tells the value, the counts and no interval where the draws say nothing', () => {
    const { table: twoUnits } = ofRaters(['1 -', '1 2']);
    expect(measureAgreement(twoUnits, percentAgreement())).toMatchObject({ value: 1, ci95: [1, 1], pairable: 2 });
    const { table: one } = ofRaters(['1', '2']);
    expect(measureAgreement(one, percentAgreement())).toMatchObject({ value: 0, ci95: null });
    const { table: same } = ofRaters(['1 1 1', '1 1 1']);
    expect(measureAgreement(same, krippendorffNominal())).toMatchObject({ value: null, ci95: null, pairable: 6 });
  });
});

describe('a large table', () => {
  it('has as wide an interval when its units are dealt into groups as when they are not', () => {
    // 8,000 units are grouped; two tables of 4,000 of the same kind are not, and their intervals are √2 as wide.
    const width = (units: number, seed: number) => {
      const table = crowd(units, 3, 40, seed);
      const { ci95 } = measureAgreement(table, krippendorffNominal(), { draws: 500 });
      return (ci95![1] - ci95![0]) * Math.sqrt(units);
    };
    const plain = (width(4000, 1) + width(4000, 2) + width(4000, 3)) / 3;
    const grouped = (width(8000, 4) + width(8000, 5) + width(8000, 6)) / 3;
    expect(grouped / plain).toBeGreaterThan(0.9);
    expect(grouped / plain).toBeLessThan(1.1);
  });

  it('has an interval around the mean of kappas over thousands of pairs who share a unit or two', () => {
    const { value, ci95 } = measureAgreement(crowd(6000, 4, 300, 1), cohenKappa(), { draws: 300 });
    expect(ci95![0]).toBeLessThanOrEqual(value!);
    expect(ci95![1]).toBeGreaterThanOrEqual(value!);
    expect(ci95![1] - ci95![0]).toBeLessThan(0.05);
  });
});

describe('an alpha of more than a thousand values', () => {
  // Each answer its own value: a place on a line, at random around that of its unit.
  const random = randomOf(3);
  const places: number[] = [];
  const ratings: Rating[] = [];
  for (let unit = 0; unit < 400; unit += 1) {
    const middle = random.next();
    for (let rater = 0; rater < 3; rater += 1) {
      ratings.push({ unit, rater, value: places.length });
      places.push(middle + random.next());
    }
  }
  const table = ofRatings(ratings);
  const apart = (a: number, b: number) => Math.abs(places[a]! - places[b]!);

  it('is exact from all pairs, and near from a sample of them', () => {
    let within = 0;
    let all = 0;
    for (let a = 0; a < places.length; a += 1) {
      for (let b = 0; b < places.length; b += 1) {
        all += apart(a, b);
        if (Math.floor(a / 3) === Math.floor(b / 3)) within += apart(a, b) / 2;
      }
    }
    const alpha = 1 - ((places.length - 1) * within) / all;
    expect(agreementValue(table, krippendorffByDifference(apart))).toBeCloseTo(alpha, 10);
    const sampled = agreementValue(table, krippendorffByDifference(apart, { expectedPairs: 20_000 }));
    expect(Math.abs(sampled - alpha)).toBeLessThan(0.01);
    expect(sampled).not.toBe(alpha);
  });

  it('has at every draw nearly the value that the same answers have at a thousand values or less', () => {
    const rounded = places.map((place) => Math.round(place * 400));
    const merged = ofRatings(ratings.map((rating) => ({ ...rating, value: rounded[rating.value]! })));
    const exact = krippendorffByDifference((a, b) => Math.abs(a - b));
    const values = bootstrapValues(merged.units, exact(merged), { draws: 200 });
    const linear = bootstrapValues(table.units, krippendorffByDifference(apart)(table), { draws: 200 });
    for (const [draw, value] of values.entries()) expect(Math.abs(linear[draw]! - value)).toBeLessThan(0.01);
  });
});

it('draws the table of four observers with what is missing', () => {
  const { ci95 } = measureAgreement(ofRaters(krippendorff2011).table, krippendorffNominal());
  expect(ci95![1]).toBe(1);
  expect(ci95![0]).toBeGreaterThan(0.35);
  expect(ci95![0]).toBeLessThan(0.5);
});
