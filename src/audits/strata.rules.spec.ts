import { expect, it } from '@jest/globals';
import { estimateOf, strataOf } from './strata.rules.js';

const item = (
  stratum: 'RANDOM' | 'RISK',
  place: number | null,
  worst: 'MAJOR' | null,
  { risk_place = null, verdict_id = 'v' }: { risk_place?: number | null; verdict_id?: string | null } = {},
) => ({ stratum, place, worst, risk_place, verdict_id });

it('gives an interval to the random sample only, and never adds strata up', () => {
  const counted = strataOf({ sample_size: 3, sequential: null }, [
    item('RANDOM', 1, null),
    item('RANDOM', 2, 'MAJOR'),
    item('RANDOM', 3, null, { verdict_id: null }),
    item('RISK', null, 'MAJOR'),
  ]);
  expect(counted).toMatchObject([
    { stratum: 'RANDOM', items: 3, judged: 2, defective: 1, rate: 0.5, wilson: expect.any(Array) },
    { stratum: 'RISK', items: 1, judged: 1, defective: 1, rate: 1, wilson: null, clopperPearson: null },
  ]);
});

it('one by one counts up to the deciding item, and gives no interval', () => {
  const terms = { ltpd: { MAJOR: 10 }, alpha: 0.05, beta: 0.1, atOnce: 3 };
  const items = [item('RANDOM', 1, 'MAJOR'), item('RANDOM', 2, 'MAJOR'), item('RANDOM', 3, null)];
  const [random] = strataOf({ sample_size: 2, sequential: terms }, items);
  expect(random).toMatchObject({ items: 2, defective: 2, rate: 1, wilson: null, clopperPearson: null });
  expect(estimateOf({ verdict: 'REJECT', sequential: terms, lot_size: 9, sample_size: 2 }, items)).toBeNull();
});

/** Of 20 items 6 were drawn; the second least sure was among them, so that a list of 2 reaches to the third. */
const lot = { verdict: 'ACCEPT' as const, sequential: null, lot_size: 20, sample_size: 6 };
const drawn = [2, 4, 9, 11, 15, 20].map((risk_place, at) =>
  item('RANDOM', at + 1, risk_place === 2 || risk_place === 9 ? 'MAJOR' : null, { risk_place }),
);
const listed = (verdict_id: string | null = 'v') => [
  item('RISK', null, verdict_id === null ? null : 'MAJOR', { risk_place: 1, verdict_id }),
  item('RISK', null, null, { risk_place: 3 }),
];

it('the estimate is the sample’s as long as it is alone', () => {
  const alone = estimateOf(lot, drawn.map((one) => ({ ...one, risk_place: null })))!; // prettier-ignore
  expect(alone).toMatchObject({ method: 'WILSON', n: 6, rate: expect.closeTo(1 / 3, 12) });
  expect(alone.low).toBeLessThan(1 / 3);
  // One of the list is not judged yet.
  expect(estimateOf(lot, [...drawn, ...listed(null)])).toEqual(alone);
  expect(estimateOf({ ...lot, verdict: null as never }, drawn)).toBeNull();
});

it('with the list it weighs each item by its chance: three for themselves, and five of the seventeen behind them', () => {
  const { method, n, rate, low, high } = estimateOf(lot, [...drawn, ...listed()])!;
  // Two of the first three have a defect, and one of the five drawn behind them, each of which stands for 3.4.
  expect({ method, n }).toEqual({ method: 'HAJEK', n: 8 });
  expect(rate).toBeCloseTo((2 + 17 / 5) / 20, 12);
  expect(low).toBeGreaterThanOrEqual(2 / 20);
  expect(high).toBeLessThan(1);
});
