import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { asPolicy, faultsOfPolicy, withoutSeeds } from './policy.rules.js';
import { faultsOfSkillNames, skillsOf } from './queue-policy.rules.js';

const schema = {
  classes: [
    { name: 'lung', kind: 'POLYGON' as const },
    { name: 'left', kind: 'MASK' as const },
  ],
  fields: [{ name: 'finding', kind: 'CHOICE' as const, options: ['clear', 'other'] }],
};
const pathsOf = (value: unknown): string[] => faultsOfPolicy(value, schema).map((fault) => fault.path);

describe('faultsOfPolicy', () => {
  it('takes the empty policy and a full one', () => {
    expect(pathsOf({})).toEqual([]);
    const full = {
      overlap: 2,
      maximumOverlap: 5,
      agreement: { classes: ['lung'], classMap: { left: 'lung' }, measure: 'MIN_IOU', threshold: 0.9 },
      consensus: {
        confidence: 0.9,
        isCappedWithoutGold: true,
        parts: {
          finding: { method: 'glad', metric: 'ordinal', confidence: 0.99 },
          lung: { method: 'fused', metric: 'dice', agreement: 0.85, matchIou: 0.6, quorum: 1 },
        },
      },
      review: [
        { rate: 1, seed: 'a', agreementBelow: 0.85 },
        { rate: 0.1, seed: 'b', stage: 'ADJUDICATE' },
      ],
      reworkRounds: 0,
      leaseMinutes: { ANNOTATE: 30, REWORK: 1, ADJUDICATE: 2, REVIEW: 10_080, REREVIEW: 3, AUDIT: 4, DISPUTE: 5 },
      requirements: [
        { skill: 'chest', level: 1 },
        { skill: 'chest', level: 5, stage: 'REVIEW' },
      ],
      qualifiedStages: ['ANNOTATE', 'AUDIT'],
      caps: { answers: 1, batchShare: 1, perDay: 1 },
      shifts: { enforce: true, graceMinutes: 240 },
      share: 1000,
      isSticky: false,
      skip: 'COUNTS_AS_ANSWER',
      skipsToTriage: 1,
    };
    expect(pathsOf(full)).toEqual([]);
  });

  it.each([
    [{ overlap: 0 }, 'policy.overlap'],
    [{ overlap: 51 }, 'policy.overlap'],
    [{ overlap: 1.5 }, 'policy.overlap'],
    [{ overlap: '2' }, 'policy.overlap'],
    [{ overlap: null }, 'policy.overlap'],
    [{ overlap: 3, maximumOverlap: 2 }, 'policy.maximumOverlap'],
    [{ overlaps: 2 }, 'policy.overlaps'],
    [{ agreement: { classMap: { left: 'liver' } } }, 'policy.agreement.classMap.left'],
    [{ agreement: { classMap: { spleen: 'lung' } } }, 'policy.agreement.classMap.spleen'],
    [{ consensus: { confidence: 1 } }, 'policy.consensus.confidence'],
    [{ consensus: { parts: { liver: {} } } }, 'policy.consensus.parts.liver'],
    [{ consensus: { parts: { finding: { method: 'median' } } } }, 'policy.consensus.parts.finding.method'],
    [{ consensus: { parts: { finding: { matchIou: 0.5 } } } }, 'policy.consensus.parts.finding.matchIou'],
    [{ consensus: { parts: { lung: { quorum: 0 } } } }, 'policy.consensus.parts.lung.quorum'],
    [{ review: [{ rate: 1, seed: 's', confidenceBelow: 2 }] }, 'policy.review[0].confidenceBelow'],
    [{ agreement: [] }, 'policy.agreement'],
    [{ agreement: { threshold: 1.01 } }, 'policy.agreement.threshold'],
    [{ agreement: { threshold: NaN } }, 'policy.agreement.threshold'],
    [{ agreement: { measure: 'IOU' } }, 'policy.agreement.measure'],
    [{ agreement: { classes: ['lung', 'heart'] } }, 'policy.agreement.classes[1]'],
    [{ agreement: { classes: [] } }, 'policy.agreement.classes'],
    [{ review: {} }, 'policy.review'],
    [{ review: [{ rate: 2, seed: 's' }] }, 'policy.review[0].rate'],
    [{ review: [{ seed: 's' }] }, 'policy.review[0].rate'],
    [{ review: [{ rate: 1 }] }, 'policy.review[0].seed'],
    [{ review: [{ rate: 1, seed: 's', stage: 'REVIEW' }] }, 'policy.review[0].stage'],
    [{ leaseMinutes: { ANNOTATE: 0 } }, 'policy.leaseMinutes.ANNOTATE'],
    [{ leaseMinutes: { AUDIT: 10_081 } }, 'policy.leaseMinutes.AUDIT'],
    [{ leaseMinutes: { SETTLE: 5 } }, 'policy.leaseMinutes.SETTLE'],
    [{ leaseMinutes: 60 }, 'policy.leaseMinutes'],
    [{ requirements: {} }, 'policy.requirements'],
    [{ requirements: [null] }, 'policy.requirements[0]'],
    [{ requirements: ['chest'] }, 'policy.requirements[0]'],
    [{ requirements: [{ level: 3 }] }, 'policy.requirements[0].skill'],
    [{ requirements: [{ skill: '', level: 3 }] }, 'policy.requirements[0].skill'],
    [{ requirements: [{ skill: 'chest' }] }, 'policy.requirements[0].level'],
    [
      {
        requirements: [
          { skill: 'chest', level: 1 },
          { skill: 'chest', level: 6 },
        ],
      },
      'policy.requirements[1].level',
    ],
    [{ requirements: [{ skill: 'chest', level: 1.5 }] }, 'policy.requirements[0].level'],
    [{ requirements: [{ skill: 'chest', level: 1, stage: 'SETTLE' }] }, 'policy.requirements[0].stage'],
    [{ requirements: [{ skill: 'chest', level: 1, stages: [] }] }, 'policy.requirements[0].stages'],
    [{ requirements: Array(51).fill({ skill: 'chest', level: 1 }) }, 'policy.requirements'],
    [{ qualifiedStages: 'ANNOTATE' }, 'policy.qualifiedStages'],
    [{ qualifiedStages: ['ANNOTATE', 'annotate'] }, 'policy.qualifiedStages[1]'],
    [{ qualifiedStages: [null] }, 'policy.qualifiedStages[0]'],
    [{ caps: 5 }, 'policy.caps'],
    [{ caps: { answers: 0 } }, 'policy.caps.answers'],
    [{ caps: { answers: 2.5 } }, 'policy.caps.answers'],
    [{ caps: { batchShare: 0 } }, 'policy.caps.batchShare'],
    [{ caps: { batchShare: 1.01 } }, 'policy.caps.batchShare'],
    [{ caps: { batchShare: '50 %' } }, 'policy.caps.batchShare'],
    [{ caps: { perDay: -1 } }, 'policy.caps.perDay'],
    [{ caps: { perWeek: 1 } }, 'policy.caps.perWeek'],
    [{ shifts: true }, 'policy.shifts'],
    [{ shifts: {} }, 'policy.shifts.enforce'],
    [{ shifts: { enforce: 'yes' } }, 'policy.shifts.enforce'],
    [{ shifts: { enforce: true, graceMinutes: 241 } }, 'policy.shifts.graceMinutes'],
    [{ share: 0 }, 'policy.share'],
    [{ share: 1001 }, 'policy.share'],
    [{ share: 0.5 }, 'policy.share'],
    [{ isSticky: 'yes' }, 'policy.isSticky'],
    [{ isSticky: null }, 'policy.isSticky'],
    [{ skip: 'NEVER' }, 'policy.skip'],
    [{ skipsToTriage: 0 }, 'policy.skipsToTriage'],
    [{ reworkRounds: -1 }, 'policy.reworkRounds'],
    ['text', 'policy'],
    [null, 'policy'],
  ])('refuses %j at %s', (value, path) => {
    expect(pathsOf(value)).toEqual([path]);
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.anything(), (value) => Array.isArray(faultsOfPolicy(value, schema))));
  });
});

describe('asPolicy', () => {
  it('fills the defaults', () => {
    expect(asPolicy({ overlap: 2 })).toEqual({
      overlap: 2,
      maximumOverlap: 2,
      agreement: { measure: 'SCORE', threshold: 0.8 },
      review: [],
      reworkRounds: 2,
      leaseMinutes: { ANNOTATE: 60 },
      requirements: [],
      qualifiedStages: [],
      caps: {},
      errors: [],
      share: 1,
      isSticky: true,
      skip: 'ESCALATE_AFTER',
      skipsToTriage: 3,
    });
  });

  it('keeps what is given, also where it is falsy, and a stage that is named twice once', () => {
    const given = {
      reworkRounds: 0,
      isSticky: false,
      qualifiedStages: ['REVIEW', 'ANNOTATE', 'REVIEW'],
      caps: { perDay: 9 },
    };
    expect(asPolicy(given)).toMatchObject({ ...given, qualifiedStages: ['REVIEW', 'ANNOTATE'] });
  });

  it('answers a policy without faults, and the same for its own answer', () => {
    const once = asPolicy({ review: [{ rate: 0.1, seed: 's' }] });
    expect(pathsOf(once)).toEqual([]);
    expect(asPolicy(once)).toEqual(once);
  });
});

it('names each requirement whose skill the organization does not have', () => {
  const policy = asPolicy({
    requirements: [
      { skill: 'chest', level: 1 },
      { skill: 'hand', level: 2 },
      { skill: 'hand', level: 3, stage: 'REVIEW' },
    ],
  });
  expect(skillsOf(policy)).toEqual(['chest', 'hand']);
  expect(faultsOfSkillNames(policy, new Set(['chest', 'Hand'])).map(({ path }) => path)).toEqual([
    'policy.requirements[1].skill',
    'policy.requirements[2].skill',
  ]);
  expect(faultsOfSkillNames(policy, new Set(['chest', 'hand']))).toEqual([]);
});

it('hides the seeds of the draw', () => {
  expect(withoutSeeds(asPolicy({ review: [{ rate: 0.1, seed: 's' }] })).review).toEqual([{ rate: 0.1 }]);
});
