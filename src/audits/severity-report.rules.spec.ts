import { expect, it } from '@jest/globals';
import { samplingPlan, sequentialLotPlan } from '../quality/index.js';
import { severityReports } from './severity-report.rules.js';

const plans = {
  MAJOR: { plan: samplingPlan({ lotSize: 1000, aql: 2.5 }), reason: 'Lots begin on normal inspection.' },
};

it('tells what a plan promises before anything is found: 80 of 1,000 at AQL 2.5, at most 5', () => {
  const [major] = severityReports(plans, null);
  expect(major).toMatchObject({ severity: 'MAJOR', found: null, next: null, unverified: [] });
  // docs/acceptance-sampling.md, the worked example; Pa(.025) of (80, 5) is 0.984785.
  expect(major!.acceptedAtAql).toBeCloseTo(0.984785, 6);
  expect(major!.limitingQuality).toBeCloseTo(0.113, 3);
  expect(major!.averageOutgoingLimit).toBeCloseTo(0.0366, 4);
  expect(major!.curve.map(({ share }) => share)).toEqual([0.0125, 0.025, 0.0375, 0.05, 0.075, 0.1, 0.15, 0.2]);
  expect(major!.curve[3]!.accepted).toBeCloseTo(0.789, 3);
});

it('tells what was found with its interval, and how the next lot is inspected', () => {
  const [major] = severityReports(plans, { MAJOR: { defects: 4, next: 'normal', nextReason: 'x' } });
  expect(major).toMatchObject({ found: { defects: 4, isAccepted: true, rate: 0.05 }, next: 'normal' });
  // Wilson of 4 in 80.
  expect(major!.found!.wilson!.map((end) => Number(end.toFixed(3)))).toEqual([0.02, 0.122]);
});

it('of a lot looked at one by one tells the exact chances of its lines, and no rate of what was found', () => {
  const plan = sequentialLotPlan({ lotSize: 5000, aql: 1, ltpd: 5, alpha: 0.05, beta: 0.1, inspection: 'normal' });
  const finding = { defects: 1, inspected: 96, isAccepted: true, counts: [0, 1], next: 'normal' as const, nextReason: 'x' }; // prettier-ignore
  const [major] = severityReports({ MAJOR: { plan, reason: 'Lots begin on normal inspection.' } }, { MAJOR: finding });
  expect(major!.acceptedAtAql).toBeCloseTo(0.971, 3);
  // Ten of a hundred lots with 5 % are accepted: that is what was agreed.
  expect(major!.limitingQuality).toBeCloseTo(0.05, 3);
  expect(major!.averageOutgoingLimit).toBeGreaterThan(0.012);
  expect(major!.averageOutgoingLimit).toBeLessThan(0.03);
  expect(major).toMatchObject({ found: { inspected: 96, isAccepted: true, rate: null, wilson: null, counts: [0, 1] } });
});
