import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { randomOf } from '../../consensus/index.js';
import {
  sequentialCurve,
  sequentialLotPlan,
  sequentialPathOf,
  sequentialVerdictOf,
  type SequentialDemand,
} from './sequential-lot.rules.js';
import { sequentialCharacteristic, sequentialPlan } from './sequential-plan.rules.js';

const demand: SequentialDemand = { lotSize: 5000, aql: 1, ltpd: 5, alpha: 0.05, beta: 0.1, inspection: 'normal' };
const plan = sequentialLotPlan(demand);
const defectsAt = (items: number, ...places: number[]) =>
  Array.from({ length: items }, (_, index) => places.includes(index + 1));

describe('the lines of a lot', () => {
  it('are Wald’s of AQL and LTPD, and end at three times the single plan or with the lot', () => {
    // (.01, .05, .05, .10): h1 1.363856, h2 1.751018, s .024985; the single plan has 132 items.
    expect(plan.test.acceptDistance).toBeCloseTo(1.363856, 6);
    expect(plan.test.refuseDistance).toBeCloseTo(1.751018, 6);
    expect(plan.test.slope).toBeCloseTo(0.024985, 6);
    expect(plan).toMatchObject({ sampleSize: 396, acceptance: 9, rejection: 10, isWholeLot: false });
    expect(sequentialLotPlan({ ...demand, lotSize: 30 })).toMatchObject({ sampleSize: 30, acceptance: 0, rejection: 1, isWholeLot: true }); // prettier-ignore
  });

  it('take the AQL one step lower for good on tightened inspection', () => {
    expect(sequentialLotPlan({ ...demand, inspection: 'tightened' })).toMatchObject({ aql: 1, goodPercent: 0.65 });
    expect(sequentialLotPlan({ ...demand, inspection: 'reduced' }).goodPercent).toBe(1);
  });

  it('would let too many bad lots through if they ended at the size of the single plan', () => {
    const points = { goodShare: 0.01, refusedGood: 0.05, badShare: 0.05, acceptedBad: 0.1 };
    const { test, fixedSampleSize } = sequentialPlan(points);
    expect(sequentialCharacteristic({ test, longest: fixedSampleSize }, 0.05).accepted).toBeGreaterThan(0.125);
    expect(sequentialCharacteristic({ test, longest: 3 * fixedSampleSize }, 0.05).accepted).toBeLessThan(0.101);
  });

  it('promise what the exact count says, with what is left after refused lots were looked at whole', () => {
    const [good, bad] = sequentialCurve(plan, [0.01, 0.05]);
    expect(good!.accepted).toBeCloseTo(0.971, 3);
    expect(bad!.accepted).toBeCloseTo(0.101, 3);
    expect(bad!.outgoing).toBeLessThan(0.05 * bad!.accepted);
    expect(bad!.inspected).toBeGreaterThan(5000 * (1 - bad!.accepted));
  });
});

describe('a lot looked at one by one', () => {
  it('is accepted without a defect after 55 items, and refused by the second defect at once', () => {
    expect(sequentialPathOf(plan, defectsAt(54))).toMatchObject({ decision: 'CONTINUE', inspected: 54, defects: 0 });
    expect(sequentialPathOf(plan, defectsAt(90))).toMatchObject({ decision: 'ACCEPT', inspected: 55 });
    const path = sequentialPathOf(plan, defectsAt(10, 2, 4, 5));
    expect(path).toEqual({ decision: 'REJECT', inspected: 4, defects: 2, counts: [0, 1, 1, 2] });
  });

  it.each([
    [1, 5],
    [2.5, 8],
    [4, 12],
  ] as const)('keeps both risks over many lots: AQL %d, LTPD %d', (aql, ltpd) => {
    const lines = sequentialLotPlan({ ...demand, aql, ltpd, lotSize: 2000 });
    const lots = 1500;
    /** Of lots with exactly this share, how many the plan decides like this. */
    const shareOf = (decision: 'ACCEPT' | 'REJECT', percent: number) => {
      const random = randomOf(aql * 100 + percent);
      let count = 0;
      for (let lot = 0; lot < lots; lot += 1) {
        let [left, defective] = [2000, Math.round((2000 * percent) / 100)];
        const isDefect = Array.from({ length: lines.sampleSize }, () => {
          const isOne = random.next() < defective / left;
          left -= 1;
          if (isOne) defective -= 1;
          return isOne;
        });
        if (sequentialPathOf(lines, isDefect).decision === decision) count += 1;
      }
      return count / lots;
    };
    // Three standard errors of 1,500 lots.
    const within = (risk: number) => risk + 3 * Math.sqrt((risk * (1 - risk)) / lots);
    expect(shareOf('REJECT', aql)).toBeLessThan(within(0.05));
    expect(shareOf('ACCEPT', ltpd)).toBeLessThan(within(0.1));
    // Nor is it just refused: half way nobody is promised anything.
    expect(shareOf('ACCEPT', aql)).toBeGreaterThan(0.9);
  });

  it('is decided by the first severity that refuses it; the others are left where they were then', () => {
    const strict = sequentialLotPlan({ ...demand, aql: 0.65, ltpd: 4 });
    const verdict = sequentialVerdictOf([
      { severity: 'CRITICAL', plan: strict, isDefect: defectsAt(9, 8) },
      { severity: 'MAJOR', plan, isDefect: defectsAt(9, 3, 5) },
    ])!;
    expect(verdict).toMatchObject({ verdict: 'REJECT', inspected: 5 });
    expect(verdict.counts.map(({ path }) => [path.decision, path.inspected, path.defects])).toEqual([
      ['CONTINUE', 5, 0],
      ['REJECT', 5, 2],
    ]);
    expect(verdict.reasons).toEqual([
      'Major defects in 2 of 5 items, looked at one by one; 1 % is good and 5 % is not: refused.',
      'Critical defects in 0 of 5 items, looked at one by one; 0.65 % is good and 4 % is not: open when the lot was refused.',
    ]);
    expect(sequentialVerdictOf([{ severity: 'MAJOR', plan, isDefect: defectsAt(9, 3) }])).toBeNull();
  });

  it('has the same verdict whatever is found after the deciding item, and however much was looked at ahead', () => {
    const small = sequentialLotPlan({ ...demand, aql: 6.5, ltpd: 20, lotSize: 400 });
    fc.assert(
      fc.property(
        fc.array(fc.boolean(), { minLength: small.sampleSize, maxLength: small.sampleSize }),
        fc.nat(40),
        (isDefect, ahead) => {
          const whole = sequentialVerdictOf([{ severity: 'MAJOR', plan: small, isDefect }])!;
          const seen = isDefect.slice(0, whole.inspected + ahead);
          expect(sequentialVerdictOf([{ severity: 'MAJOR', plan: small, isDefect: seen }])).toEqual(whole);
          if (whole.inspected > 1)
          expect(sequentialVerdictOf([{ severity: 'MAJOR', plan: small, isDefect: isDefect.slice(0, whole.inspected - 1) }])).toBeNull(); // prettier-ignore
        },
      ),
    );
  });
});
