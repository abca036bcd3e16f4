import { describe, expect, it } from '@jest/globals';
import { sequentialCharacteristic, sequentialDecision, sequentialPlan } from './sequential-plan.rules.js';

const demand = { goodShare: 0.01, refusedGood: 0.05, badShare: 0.05, acceptedBad: 0.1 };
const plan = sequentialPlan(demand);

describe('a sequential plan', () => {
  it('ends at three times the single plan', () => {
    expect(plan).toMatchObject({ fixedSampleSize: 132, longest: 396 });
    expect(sequentialDecision(plan, 395, 10)).toBe('CONTINUE');
    // 396 · 0.024985 is 9.89.
    expect(sequentialDecision(plan, 396, 9)).toBe('ACCEPT');
    expect(sequentialDecision(plan, 396, 10)).toBe('REJECT');
  });

  it('accepts without a defect from the published number of items on', () => {
    expect(sequentialDecision(plan, 54, 0)).toBe('CONTINUE');
    expect(sequentialDecision(plan, 55, 0)).toBe('ACCEPT');
    expect(sequentialDecision(plan, 2, 2)).toBe('REJECT');
    expect(sequentialDecision(plan, 0, 0)).toBe('CONTINUE');
    expect(() => sequentialDecision(plan, 3, 4)).toThrow('no more defects than items');
  });

  it.each([
    [0.01, 0.05, 0.05, 0.1],
    [0.02, 0.05, 0.08, 0.1],
    [0.05, 0.05, 0.15, 0.05],
  ])(
    'keeps both risks and saves a good third of the work: %d (%d), %d (%d)',
    (goodShare, refusedGood, badShare, acceptedBad) => {
      const sequential = sequentialPlan({ goodShare, refusedGood, badShare, acceptedBad });
      const good = sequentialCharacteristic(sequential, goodShare);
      const bad = sequentialCharacteristic(sequential, badShare);
      expect(good.accepted).toBeGreaterThan(1 - refusedGood - 0.005);
      expect(bad.accepted).toBeLessThan(acceptedBad + 0.005);
      // Wald's means ignore the overshoot, so the true ones are a little greater.
      expect(good.meanItems / sequential.test.meanItemsGood).toBeGreaterThan(0.97);
      expect(good.meanItems / sequential.test.meanItemsGood).toBeLessThan(1.2);
      expect(good.meanItems).toBeLessThan(0.7 * sequential.fixedSampleSize);
      expect(bad.meanItems).toBeLessThan(0.7 * sequential.fixedSampleSize);
    },
  );

  it('is characterised as every order of defects tried one by one says', () => {
    const short = { test: { ...plan.test, slope: 0.3, acceptDistance: 1.2, refuseDistance: 1.1 }, longest: 10 };
    const share = 0.35;
    let accepted = 0;
    let meanItems = 0;
    for (let order = 0; order < 1024; order += 1) {
      const chance = [...Array(10).keys()].reduce((so, i) => so * ((order >> i) & 1 ? share : 1 - share), 1);
      let defects = 0;
      for (let inspected = 1; ; inspected += 1) {
        defects += (order >> (inspected - 1)) & 1;
        const decision = sequentialDecision(short, inspected, defects);
        if (decision === 'CONTINUE') continue;
        if (decision === 'ACCEPT') accepted += chance;
        meanItems += chance * inspected;
        break;
      }
    }
    const exact = sequentialCharacteristic(short, share);
    expect(exact.accepted).toBeCloseTo(accepted, 12);
    expect(exact.meanItems).toBeCloseTo(meanItems, 12);
  });
});
