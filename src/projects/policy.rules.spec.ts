import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { asPolicy, faultsOfPolicy, withoutSeeds } from './policy.rules.js';

const schema = { classes: [{ name: 'lung', kind: 'POLYGON' as const }] };
const pathsOf = (value: unknown): string[] => faultsOfPolicy(value, schema).map((fault) => fault.path);

describe('faultsOfPolicy', () => {
  it('takes the empty policy and a full one', () => {
    expect(pathsOf({})).toEqual([]);
    const full = {
      overlap: 2,
      maximumOverlap: 5,
      agreement: { classes: ['lung'], measure: 'MIN_IOU', threshold: 0.9 },
      review: [
        { rate: 1, seed: 'a', agreementBelow: 0.85 },
        { rate: 0.1, seed: 'b', stage: 'ADJUDICATE' },
      ],
      leaseMinutes: { ANNOTATE: 30, REVIEW: 10_080 },
      skipsToTriage: 1,
      reworkRounds: 0,
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
    [{ leaseMinutes: { AUDIT: 5 } }, 'policy.leaseMinutes.AUDIT'],
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
      leaseMinutes: { ANNOTATE: 60 },
      skipsToTriage: 3,
      reworkRounds: 2,
    });
  });

  it('answers a policy without faults, and the same for its own answer', () => {
    const once = asPolicy({ review: [{ rate: 0.1, seed: 's' }] });
    expect(pathsOf(once)).toEqual([]);
    expect(asPolicy(once)).toEqual(once);
  });
});

it('hides the seeds of the draw', () => {
  expect(withoutSeeds(asPolicy({ review: [{ rate: 0.1, seed: 's' }] })).review).toEqual([{ rate: 0.1 }]);
});
