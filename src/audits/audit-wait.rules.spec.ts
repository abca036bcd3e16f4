import { expect, it } from '@jest/globals';
import { auditWaitOf, drawWaitOf } from './audit-wait.rules.js';

const draw = { isBatchComplete: true, isBeingMended: false, isDiscontinued: false, teamName: null };

it.each([
  [{ isBatchComplete: false }, 'BATCH'],
  [{ isBeingMended: true, isBatchComplete: false }, 'MENDING'],
  [{ isDiscontinued: true }, 'CAUSE'],
  [{}, 'BATCH'],
])('a lot that is not drawn, %j, waits for %s', (more, what) => {
  expect(drawWaitOf({ ...draw, ...more }).for).toBe(what);
});

it.each([
  ['FIXED', 0, 0, 'SEED', 0],
  ['OPEN', 5, 0, 'AUDITORS', 5],
  ['OPEN', 5, 2, 'JUDGE', 2],
  ['RETURNED', 5, 5, 'JUDGE', 5],
  ['RETURNED', 0, 0, undefined, undefined],
  // Looked at for their risk: they hold up nothing.
  ['JUDGED', 3, 3, 'WORD', 0],
  ['ACCEPTED', 0, 0, undefined, undefined],
  ['VOID', 1, 0, undefined, undefined],
] as const)(
  'a lot that is %s with %d items open, %d of them nobody’s, waits for %s',
  (state, open, judgeless, what, items) => {
    const wait = auditWaitOf(state, { open, judgeless });
    expect([wait?.for, wait?.items]).toEqual([what, items]);
  },
);

it('says how many items nobody may judge, whose line is stopped, and what can be done about it', () => {
  const { sentence } = auditWaitOf('OPEN', { open: 5, judgeless: 1 })!;
  expect(sentence).toContain('Nobody may judge 1 of the 5 items without a verdict');
  for (const way of ['inviteMember', 'setRoles', 'addTeamToProject']) expect(sentence).toContain(way);
  const stopped = drawWaitOf({ ...draw, isDiscontinued: true, teamName: 'Asha’s team' });
  expect(stopped.sentence).toContain('of the lots of Asha’s team is discontinued');
});
