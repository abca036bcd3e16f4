import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { refusalOfOwn, refusalOfPersons } from './accuracy-reach.rules.js';
import { accuracyGroupings, type AccuracyFilter } from './accuracy.types.js';
import { type DayCount, leastForOneself, releasedToOneself } from './own-accuracy.rules.js';

const day = (key: string, right: number, n: number): DayCount => ({ key, right, n });

describe('what people are told of their own accuracy', () => {
  it('is nothing under five judged answers, then whole days in blocks of five or more', () => {
    expect(releasedToOneself([day('01', 2, 4)])).toEqual({ right: 0, n: 0, until: null });
    expect(releasedToOneself([day('01', 2, 4), day('02', 1, 1)])).toEqual({ right: 3, n: 5, until: '02' });
    const more = [day('01', 5, 6), day('02', 0, 1), day('03', 2, 3), day('04', 3, 3), day('05', 1, 1)];
    expect(releasedToOneself(more)).toEqual({ right: 10, n: 13, until: '04' });
  });

  it('never moves by fewer than five answers from one day to the next', () => {
    const days = fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 30 });
    fc.assert(
      fc.property(days, (counts) => {
        const all = counts.map((n, at) => day(String(at).padStart(2, '0'), n, n));
        const told = all.map((_, at) => releasedToOneself(all.slice(0, at + 1)).n);
        for (const [at, n] of told.entries()) {
          const step = n - (told[at - 1] ?? 0);
          expect(step === 0 || step >= leastForOneself).toBe(true);
        }
      }),
    );
  });

  it('is one figure: nothing narrows it or takes it apart', () => {
    const mine: AccuracyFilter = { projectId: 'p', part: 'AUTHOR' };
    const me = { memberId: 'me' };
    expect(accuracyGroupings.filter((by) => refusalOfOwn(mine, by, me) === null)).toEqual(['NONE', 'PERSON']);
    expect(refusalOfOwn({ ...mine, memberIds: ['me'] }, 'NONE', me)).toBeNull();
    expect(refusalOfOwn({ ...mine, memberIds: ['me', 'other'] }, 'NONE', me)).toMatch(/your own/);
    const narrow: Partial<AccuracyFilter>[] = [
      { batchIds: ['b'] }, { teamIds: ['t'] }, { taskSources: ['s'] }, { sources: ['GOLD'] }, { classes: ['c'] },
      { from: new Date(0) }, { to: new Date(0) },
    ]; // prettier-ignore
    for (const part of narrow) expect(refusalOfOwn({ ...mine, ...part }, 'NONE', me)).toMatch(/one figure/);
  });
});

describe('what clients are told', () => {
  it('is about the work, never about persons or teams', () => {
    const filter = { projectId: 'p' };
    const client = { reach: 'PROJECT' } as const;
    const open = accuracyGroupings.filter((by) => refusalOfPersons(filter, by, client) === null);
    expect(open).toEqual(['NONE', 'SOURCE', 'BATCH', 'DAY', 'WEEK', 'CLASS', 'EVIDENCE']);
    expect(refusalOfPersons({ ...filter, memberIds: ['m'] }, 'NONE', client)).not.toBeNull();
    expect(refusalOfPersons({ ...filter, teamIds: ['t'] }, 'NONE', client)).not.toBeNull();
    expect(refusalOfPersons({ ...filter, memberIds: ['m'] }, 'PERSON', { reach: 'ANY' })).toBeNull();
  });
});
