import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { asPolicy } from './policy.rules.js';
import { policyChanges } from './policy-changes.rules.js';

describe('what a new policy changes', () => {
  it('is nothing where it is the same, in whatever order it is written', () => {
    expect(policyChanges(asPolicy({ overlap: 2, share: 3 }), asPolicy({ share: 3, overlap: 2 }))).toEqual({});
  });

  it('is told field by field, also within a field, and what is new or gone as well', () => {
    const before = asPolicy({ overlap: 1, caps: { perDay: 100 }, leaseMinutes: { ANNOTATE: 30, REVIEW: 10 } });
    const after = asPolicy({ overlap: 2, requirements: [{ skill: 'chest', level: 3 }], leaseMinutes: { ANNOTATE: 30, REVIEW: 20 } }); // prettier-ignore
    expect(policyChanges(before, after)).toMatchObject({
      overlap: { from: 1, to: 2 },
      'caps.perDay': { from: 100, to: null },
      'leaseMinutes.REVIEW': { from: 10, to: 20 },
      requirements: { from: [], to: [{ skill: 'chest', level: 3 }] },
    });
  });

  it('tells the one from the other: what did not differ is not named', () => {
    const number = fc.integer({ min: 1, max: 9 });
    fc.assert(
      fc.property(number, number, number, number, (a, b, c, d) => {
        const changes = policyChanges(asPolicy({ overlap: a, share: b }), asPolicy({ overlap: c, share: d }));
        expect('overlap' in changes).toBe(a !== c);
        expect('share' in changes).toBe(b !== d);
      }),
    );
  });
});
