import { describe, expect, it } from '@jest/globals';
import { asPolicy } from '../../projects/index.js';
import { batchFacts, peopleFacts } from './facts.rules.js';
import type { BatchRow, CellRow } from './forecast.store.js';

const day = 86_400_000;
/** A Monday. */
const now = Date.UTC(2026, 0, 12, 8);
const batch: BatchRow = {
  id: 'b',
  name: 'Batch',
  state: 'OPEN',
  projectId: 'p',
  priority: 3,
  share: 1,
  deadlineAt: new Date(now + 5 * day),
  createdAt: new Date(now - day),
};
const cell = (wanted: number, have: number, tasks: number, isJudged = false): CellRow => ({ batchId: 'b', wanted, have, tasks, isJudged }); // prettier-ignore
const policy = asPolicy({ overlap: 2, maximumOverlap: 4, consensus: { confidence: 0.9 } });
const facts = (more: object = {}) =>
  batchFacts({
    batch,
    policy,
    states: [
      { batchId: 'b', state: 'OPEN', tasks: 100 },
      { batchId: 'b', state: 'SETTLED', tasks: 40 },
      { batchId: 'b', state: 'REVIEWING', tasks: 3 },
      { batchId: 'b', state: 'REWORKING', tasks: 2 },
      { batchId: 'b', state: 'TRIAGED', tasks: 1 },
      { batchId: 'b', state: 'CANCELLED', tasks: 9 },
    ],
    open: [cell(2, 0, 60), cell(2, 1, 5), cell(3, 2, 10)],
    decided: [cell(2, 2, 30), cell(3, 3, 12, true), cell(4, 4, 3, true)],
    former: [],
    reviews: { count: 1, of: 12 },
    arriving: 0,
    isAllOrNothing: false,
    ...more,
  });

describe('what is known of a batch', () => {
  it('are its tasks by what they want and have; those that nobody looked at are not begun', () => {
    expect(facts()).toMatchObject({ tasks: 146, settled: 40, triaged: 1, judging: 3, reworking: 2, priority: 3 });
    expect(facts().undecided).toEqual([
      { wanted: 2, have: 0, tasks: 60 },
      { wanted: 2, have: 1, tasks: 5 },
      { wanted: 3, have: 2, tasks: 10 },
      { wanted: 2, have: 0, tasks: 25 },
    ]);
  });

  it('is of how many one more was asked, those included that wait for it', () => {
    // With two answers: 10 wait for a third, 12 and 3 had it, 30 did not need it.
    expect(facts().askedAgain[2]).toEqual({ count: 25, of: 55 });
    expect(facts().askedAgain[3]).toEqual({ count: 3, of: 15 });
  });

  it('is of how many somebody judged them, by the answers that they have', () => {
    expect(facts().judged).toEqual([30, 30, 30, 12, 3].map((of) => ({ count: of === 30 ? 0 : of, of: of + (of === 3 ? 0 : 8) }))); // prettier-ignore
  });

  it('is what the policy leaves open: without a rule of consensus what differs once does so with more answers', () => {
    const decided = [cell(2, 2, 30)];
    const plain = asPolicy({ overlap: 2, maximumOverlap: 4 });
    // Nobody has had a third answer yet, and nevertheless it is sure that each of them gets a fourth, and a judge.
    for (const told of [(more: object) => facts(more).askedAgain[3]!, (more: object) => facts(more).judged[4]!]) {
      expect(told({ decided })).toEqual({ count: 0, of: 0 });
      const sure = told({ decided, policy: plain, isAllOrNothing: true });
      expect(sure.of).toBeGreaterThan(10_000);
      expect(sure.count).toBe(sure.of);
      // Shapes may lie nearer together with one more.
      expect(told({ decided, policy: plain })).toEqual({ count: 6, of: 8 });
    }
    // Two of three agree in a third of their pairs, which is enough here.
    const lenient = asPolicy({ overlap: 2, maximumOverlap: 4, agreement: { threshold: 0.3 } });
    expect(facts({ decided, policy: lenient, isAllOrNothing: true }).askedAgain[3]).toEqual({ count: 6, of: 8 });
  });

  it('leans on what is usual in the project, for not more than it is worth', () => {
    const former = [cell(2, 2, 500), cell(3, 3, 500)];
    expect(facts({ former }).askedAgain[2]).toEqual({ count: 25 + 20, of: 55 + 40 });
    expect(facts({ former: former.map((one) => ({ ...one, tasks: one.tasks / 50 })) }).askedAgain[2]).toEqual({ count: 35, of: 75 }); // prettier-ignore
  });
});

describe('what is known of people', () => {
  const weekdays = [0, 1, 2, 3, 4, 7, 8, 9, 10, 11];
  const shifts = weekdays.map((on) => ({ from: now + on * day, to: now + on * day + day / 3 }));
  const rows = { batches: [batch], leave: [], now, until: now + 14 * day };
  const may = (memberId: string) => ({ memberId, projectId: 'p', kind: 'ANSWER' as const });

  it('are the shifts that leave takes away: those of the same weekday of another week', () => {
    const without = shifts.filter((_, place) => place !== 2);
    const wednesday = new Date(Math.floor(now / day) * day + 2 * day);
    const leave = [{ memberId: 'a', from: wednesday, to: new Date(wednesday.getTime() + day) }];
    const { people, expected } = peopleFacts({ ...rows, leave, people: [may('a')], presences: [{ memberId: 'a', shifts: without, hours: [] }] }); // prettier-ignore
    expect(people[0]!.windows).toHaveLength(9);
    expect(people[0]!.leave).toEqual([{ from: now + 2 * day, to: now + 2 * day + day / 3, chance: 1, weight: 1 }]);
    expect(people[0]!.mayDo).toEqual({ b: ['ANSWER'] });
    expect(expected.get('a')).toBe('SHIFTS');
  });

  it('is nowhere for who has neither shifts nor work beside others who have, and office hours where nobody has', () => {
    const nobody = { memberId: 'b', shifts: [], hours: [] };
    const beside = peopleFacts({ ...rows, people: [may('a'), may('b')], presences: [{ memberId: 'a', shifts, hours: [] }, nobody] }); // prettier-ignore
    expect(beside.expected.get('b')).toBe('NOWHERE');
    expect(beside.people[1]!.windows).toEqual([]);
    const alone = peopleFacts({ ...rows, people: [may('b')], presences: [nobody] });
    expect(alone.expected.get('b')).toBe('OFFICE');
    expect(alone.people[0]!.windows).toHaveLength(10);
  });
});
