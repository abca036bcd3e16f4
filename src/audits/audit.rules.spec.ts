import { describe, expect, it } from '@jest/globals';
import type { AuditRule } from '../projects/index.js';
import { drawSample, switchingStart, type Severity } from '../quality/index.js';
import {
  afterLot,
  begunFrom,
  countsOf,
  defectsOf,
  digestOfKeys,
  inspectionOf,
  judgedAnswers,
  judgedOneByOne,
  judgedTogether,
  plansOf,
  positionOf,
  sampleSizeOf,
  strictestOf,
  withoutGap,
  worstOf,
} from './audit.rules.js';

const rule: AuditRule = {
  level: 'II',
  aql: { CRITICAL: 0.65, MAJOR: 2.5 },
  standard: 'Z1_4',
  isReducedAgreed: false,
  isAutoAccepted: false,
};
const standing = (severity: Severity, position: 'tightened' | 'discontinued') => ({
  severity,
  state: { ...switchingStart, position },
  reason: 'because',
});

describe('the plans of a lot', () => {
  it('are one a severity, each under its own inspection, and the sample is the largest', () => {
    // Z1.4 table II-A, letter G: 0.65 leads up to 20 with 0; 2.5 has 32 with 2. Tightened, 2.5 has 32 with 1.
    const plans = plansOf(rule, 200, [standing('MAJOR', 'tightened')]);
    expect(plans.CRITICAL).toMatchObject({ plan: { sampleSize: 20, acceptance: 0, inspection: 'normal' } });
    expect(plans.MAJOR).toMatchObject({
      plan: { sampleSize: 32, acceptance: 1, inspection: 'tightened' },
      reason: 'because',
    });
    expect(plans.MINOR).toBeUndefined();
    expect(sampleSizeOf(plans)).toBe(32);
    expect(inspectionOf(plans)).toBe('tightened');
  });

  it('are none while a severity is discontinued, and only while the rule counts it', () => {
    const stopped = [standing('CRITICAL', 'discontinued')];
    expect(() => plansOf(rule, 200, stopped)).toThrow(RangeError);
    expect(positionOf(rule, stopped)).toBe('discontinued');
    expect(positionOf({ ...rule, aql: { MAJOR: 2.5 } }, stopped)).toBe('normal');
    expect(strictestOf(['reduced', 'normal'])).toBe('normal');
  });
});

describe('a line of lots', () => {
  it('of a team begins as strictly as its project’s stands, and with nothing counted', () => {
    const lots = [{ isAccepted: false, isIrregular: false, inspected: 5, defects: 2 }];
    const project = { state: { ...switchingStart, position: 'discontinued' as const, lots, refusedOnTightened: 5 }, reason: 'five' }; // prettier-ignore
    expect(begunFrom(project)).toEqual({ state: { ...switchingStart, position: 'discontinued' }, reason: 'five' });
  });
});

describe('what auditors found', () => {
  it('counts what is said, and what is not let through without a word as a major', () => {
    expect(defectsOf({ decision: 'ACCEPT', errors: [{ severity: 'MINOR' }] })).toEqual({});
    expect(defectsOf({ decision: 'REJECT', errors: [] })).toEqual({ MAJOR: 1 });
    const found = defectsOf({
      decision: 'FIX',
      errors: [{ severity: 'MINOR' }, { severity: 'CRITICAL' }, { severity: 'MINOR' }],
    });
    expect(found).toEqual({ MINOR: 2, CRITICAL: 1 });
    expect([worstOf(found), worstOf({})]).toEqual(['CRITICAL', null]);
  });

  it('is counted by items, for each severity among the first of its own sample only', () => {
    const plans = plansOf(rule, 200, []);
    const items = Array.from({ length: 32 }, (_, index) => ({ place: index + 1, defects: {} as object }));
    items[3]!.defects = { MAJOR: 3 };
    items[19]!.defects = { CRITICAL: 1, MAJOR: 1 };
    // Beyond the 20 that are looked at for criticals.
    items[20]!.defects = { CRITICAL: 1 };
    expect(countsOf(plans, items).map(({ severity, defects }) => [severity, defects])).toEqual([
      ['CRITICAL', 1],
      ['MAJOR', 2],
    ]);
  });

  it('moves inspection to tightened with the second refused lot, but not when the lot comes again', () => {
    const plans = plansOf(rule, 200, []);
    const [, major] = judgedTogether(plans, [1, 2, 3].map((place) => ({ place, defects: { MAJOR: 1 } }))).bySeverity; // prettier-ignore
    const first = afterLot(rule, major!, [], false);
    expect(first).toMatchObject({ isMoved: false, finding: { defects: 3, next: 'normal' } });
    const switching = [{ severity: 'MAJOR' as const, state: first.state, reason: '' }];
    expect(afterLot(rule, major!, switching, true)).toMatchObject({ isMoved: false, state: first.state });
    expect(afterLot(rule, major!, switching, false)).toMatchObject({
      isMoved: true,
      finding: { next: 'tightened', nextReason: 'Two of the last five lots or fewer were refused.' },
    });
  });
});

describe('a lot looked at one by one', () => {
  const terms = { ltpd: { CRITICAL: 4, MAJOR: 10 }, alpha: 0.05, beta: 0.1, atOnce: 2 };
  const seen = (...worst: (Severity | null)[]) =>
    worst.map((severity, index) => ({ place: index + 1, verdict_id: 'v', defects: severity ? { [severity]: 1 } : {} }));

  it('has lines for each severity, and counts for switching what was decided only', () => {
    const plans = plansOf(rule, 400, [standing('MAJOR', 'tightened')], terms);
    expect(plans.MAJOR!.plan).toMatchObject({ aql: 2.5, goodPercent: 1.5, ltpd: 10 });
    expect(judgedOneByOne(plans, seen(null, 'MAJOR'))).toBeNull();
    const { verdict, inspected, bySeverity } = judgedOneByOne(plans, seen('MAJOR', 'MAJOR', null))!;
    expect({ verdict, inspected }).toEqual({ verdict: 'REJECT', inspected: 2 });
    const [critical, major] = bySeverity.map((one) => afterLot(rule, one, [], false));
    expect(critical).toMatchObject({
      isMoved: false,
      state: switchingStart,
      finding: { isAccepted: null, inspected: 2 },
    });
    expect(major!.state.lots).toEqual([{ isAccepted: false, isIrregular: false, inspected: 2, defects: 2 }]);
    expect(major!.finding).toMatchObject({ isAccepted: false, counts: [1, 2] });
    const passed = judgedOneByOne(plans, seen(...Array<null>(200).fill(null)))!;
    expect(passed.verdict).toBe('ACCEPT');
    for (const one of passed.bySeverity) expect(afterLot(rule, one, [], false).state.lots).toMatchObject([{ isAccepted: true }]); // prettier-ignore
  });

  it('waits for the next of the drawn order, whoever of the others was faster', () => {
    const items = seen(null, null, 'MAJOR').map((one, at) => (at === 1 ? { ...one, verdict_id: null } : one));
    expect(withoutGap(items)).toEqual(items.slice(0, 1));
    expect(withoutGap(items.slice(0, 1))).toHaveLength(1);
  });
});

describe('whose work an auditor saw', () => {
  const answer = (id: string, stage: 'ANNOTATE' | 'REWORK' | 'ADJUDICATE', ordinal = 1, skip: string | null = null) => {
    return { id, stage, ordinal, skip_reason: skip };
  };
  const all = [
    answer('b', 'ANNOTATE', 2),
    answer('a', 'ANNOTATE', 1),
    answer('s', 'ANNOTATE', 3, 'black'),
    answer('j', 'ADJUDICATE'),
    answer('m', 'REWORK', 1),
    answer('n', 'REWORK', 2),
  ];
  const idsOf = (method: string) => judgedAnswers(method, all).map(({ id }) => id);

  it('is all of a consensus but skips, the last rework, the adjudication, and nobody’s after a fix', () => {
    expect(idsOf('CONSENSUS')).toEqual(['a', 'b']);
    expect(idsOf('REWORKED')).toEqual(['n']);
    expect(idsOf('ADJUDICATED')).toEqual(['j']);
    expect(idsOf('FIXED')).toEqual([]);
  });
});

it('the digest of the keys is that of `LC_ALL=C sort | sha256sum`, in whatever order they come', () => {
  // printf 'B\na\nä\n' | LC_ALL=C sort | sha256sum
  expect(digestOfKeys(['ä', 'a', 'B'])).toBe(digestOfKeys(['B', 'ä', 'a']));
  expect(digestOfKeys(['ä', 'a', 'B'])).toBe('c0409cdb98c47a15eb7c5795cc9bd8de48a0673e5106eb5586c6b7cfbbcb8b61');
});

it('a smaller sample is the beginning of a larger one, so that each severity has its own', () => {
  const keys = Array.from({ length: 200 }, (_, index) => `item-${index}`);
  const seed = 'a seed of more than thirty-two characters';
  expect(drawSample(seed, keys, 32).slice(0, 20)).toEqual(drawSample(seed, keys, 20));
});
