import { describe, expect, it } from '@jest/globals';
import { verdictOf, type SeverityCount } from './lot-verdict.rules.js';
import { samplingPlan, type Aql, type Inspection } from './single-plans.rules.js';

const count = (
  severity: SeverityCount['severity'],
  aql: Aql,
  defects: number,
  inspection: Inspection = 'normal',
): SeverityCount => {
  return { severity, plan: samplingPlan({ lotSize: 1000, aql, inspection }), defects };
};

describe('the verdict on a lot', () => {
  it('accepts when each severity stays within its own plan', () => {
    const { verdict, reasons, bySeverity } = verdictOf([
      count('MINOR', 4, 7),
      count('CRITICAL', 0.15, 0),
      count('MAJOR', 2.5, 5),
    ]);
    expect(verdict).toBe('ACCEPT');
    expect(reasons).toEqual([
      'Critical defects in 0 of 80 items; none is allowed at AQL 0.15 %: accepted.',
      'Major defects in 5 of 80 items; 5 are allowed at AQL 2.5 %: accepted.',
      'Minor defects in 7 of 80 items; 7 are allowed at AQL 4 %: accepted.',
    ]);
    expect(bySeverity.map(({ severity }) => severity)).toEqual(['CRITICAL', 'MAJOR', 'MINOR']);
  });

  it('refuses for one severity alone, and says it first', () => {
    const { verdict, reasons } = verdictOf([count('CRITICAL', 0.15, 0), count('MAJOR', 2.5, 6), count('MINOR', 4, 0)]);
    expect(verdict).toBe('REJECT');
    expect(reasons[0]).toBe('Major defects in 6 of 80 items; 5 are allowed at AQL 2.5 %, 6 refuse the lot: refused.');
    expect(reasons).toHaveLength(3);
    expect(verdictOf([count('CRITICAL', 0.15, 1), count('MAJOR', 2.5, 0)]).verdict).toBe('REJECT');
  });

  it('accepts between acceptance and rejection on reduced inspection, and goes back to normal', () => {
    const between = verdictOf([count('MAJOR', 2.5, 3, 'reduced')]);
    expect(between.bySeverity[0]).toMatchObject({ isAccepted: true, isBetween: true, inspected: 32 });
    expect(between.reasons).toEqual([
      'Major defects in 3 of 32 items; 2 are allowed at AQL 2.5 %, 5 would refuse the lot: accepted, and inspection goes back to normal.',
    ]);
    expect(verdictOf([count('MAJOR', 2.5, 2, 'reduced')]).bySeverity[0]!.isBetween).toBe(false);
    expect(verdictOf([count('MAJOR', 2.5, 5, 'reduced')]).verdict).toBe('REJECT');
  });

  it('says how good the sample looks and how often a lot at the AQL is accepted', () => {
    const plan = { sampleSize: 20, acceptance: 3, rejection: 4, aql: 2.5, lotSize: null };
    const [major] = verdictOf([{ severity: 'MAJOR', plan, defects: 2 }]).bySeverity;
    // 18 of 20 right: published intervals, seen from the other side.
    expect(major!.rate).toBe(0.1);
    expect(major!.wilson).toEqual([expect.closeTo(1 - 0.9721, 4), expect.closeTo(1 - 0.699, 4)]);
    expect(major!.clopperPearson[0]).toBeLessThan(major!.wilson[0]);
    expect(major!.clopperPearson[1]).toBeGreaterThan(major!.wilson[1]);
    const none = verdictOf([{ severity: 'MAJOR', plan, defects: 0 }]).bySeverity[0]!;
    expect(none.wilson).toEqual([0, expect.closeTo(0.1611, 4)]);
    expect(none.clopperPearson).toEqual([0, expect.closeTo(0.1684, 4)]);
    const ofLot = verdictOf([
      { severity: 'MAJOR', plan: { ...plan, sampleSize: 80, acceptance: 5, rejection: 6 }, defects: 0 },
    ]);
    expect(ofLot.bySeverity[0]!.acceptedAtAql).toBeCloseTo(0.984785, 6);
  });

  it('refuses counts that cannot be', () => {
    expect(() => verdictOf([])).toThrow('at least one severity');
    expect(() => verdictOf([count('MAJOR', 2.5, 0), count('MAJOR', 4, 0)])).toThrow('once');
    expect(() => verdictOf([count('MAJOR', 2.5, 81)])).toThrow('MAJOR: defects must be a whole number of the 80 items');
    expect(() => verdictOf([count('MAJOR', 2.5, 1.5)])).toThrow('whole number');
  });
});
