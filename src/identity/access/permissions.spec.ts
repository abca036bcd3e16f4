import { describe, expect, test } from '@jest/globals';
import {
  actions,
  apartFromWork,
  keyScopes,
  type Ownership,
  permissions,
  reachOf,
  type Role,
  roles,
} from './permissions.js';

const letters: Record<string, Ownership | null> = { A: 'ANY', T: 'TEAM', P: 'PROJECT', o: 'OWN', '.': null };

/** Written out a second time, for people to read: owner, admin, project manager, team lead, reviewer, annotator, client. */
const table = `
  project:create       A A A . . . .
  project:read         A A A T P P P
  project:policy       A A A . . . .
  project:guidelines   A A A . . . .
  batch:create         A A A . . . .
  batch:read           A A A T . . P
  batch:open           A A A . . . .
  batch:close          A A A . . . .
  batch:cancel         A A A . . . .
  batch:prioritize     A A A . . . .
  task:import          A A A . . . .
  task:read            A A A T . . .
  task:overlap         A A A . . . .
  task:reopen          A A A T . . .
  task:requeue         A A A T . . .
  task:cancel          A A A . . . .
  task:move            A A A . . . .
  answer:count         A A A T . . .
  assignment:lead      A A A T . . .
  queue:explain        A A A T . . .
  task:claim           . . . . o o .
  assignment:work      . . . . o o .
  assignment:read      A A A T o o .
  verdict:submit       . . . . o o .
  dispute:open         . . . . o o .
  dispute:read         A A A T . . .
  dispute:resolve      A A A T . . .
  gold:manage          A A A . . . .
  answer:contest       . . . . o o .
  trust:read           A A A T . . .
  trust:lift           A A A T . . .
  course:manage        A A A . . . .
  course:read          A A A T . . .
  course:allow         A A A T . . .
  course:take          . . . . o o .
  question:ask         . . . . o o .
  question:read        A A A T . . P
  question:reply       A A A T o o P
  guideline:note       A A A T . . .
  audit:open           A A A . . . .
  audit:read           A A A T . . P
  audit:decide         A A A . . . P
  release:create       A A A . . . .
  release:read         A A A . . . P
  agreement:read       A A A T . . P
  accuracy:read        A A A T o o P
  people:compare       A A A T . . .
  throughput:read      A A A T o o P
  funnel:read          A A A T o o .
  queue:read           A A A T . . .
  time:enter           . . . . o o .
  time:read            A A A T o o .
  time:approve         A A A T . . .
  forecast:read        A A A T . . P
  analysis:start       A A A . . . .
  analysis:read        A A A . . . .
  connection:manage    A A . . . . .
  connection:read      A A A . . . .
  connection:repair    A A A . . . .
  model:manage         A A . . . . .
  model:read           A A A . . . .
  model:use            A A A . . . .
  model:measure        A A A T . . .
  media:upload         A A A . . . .
  organization:read    o o o o o o o
  member:invite        A A . . . . .
  member:read          A A A . . . .
  member:roles         A A . . . . .
  team:manage          A A . . . . .
  team:read            A A A T . . .
  skill:create         A A A . . . .
  skill:grant          A A A T . . .
  qualification:grant  A A A T . . .
  member:pause         A A A T . . .
  shift:manage         A A A T . . .
  shift:read           A A A T o o .
  leave:request        . . . o o o .
  leave:rule           A A . . . . .
  key:manage           A A . . . . .
  webhook:manage       A A . . . . .
  log:read             A A A . . . .
  self:read            o o o o o o o
  self:password        o o o o o o o
  self:sessions        o o o o o o o
  self:profile         o o o o o o o`;

const lines = table.trim().split('\n').map((line) => line.trim().split(/\s+/)); // prettier-ignore
const person = (...own: Role[]) => ({ roles: own, scopes: null });

describe('permissions', () => {
  test('the table names every action once', () => {
    expect(lines.map(([action]) => action)).toEqual(Object.keys(permissions));
  });

  for (const [name, ...cells] of lines) {
    const action = actions.find((candidate) => candidate === name)!;
    test(`${name}`, () => {
      expect(roles.map((role) => reachOf(person(role), action))).toEqual(cells.map((letter) => letters[letter]));
    });
  }

  test('without a role nothing is allowed', () => {
    expect(actions.filter((action) => reachOf(person(), action) !== null)).toEqual([]);
  });

  test('with several roles the widest reach counts, in whatever order they come', () => {
    expect(reachOf(person('ANNOTATOR', 'TEAM_LEAD'), 'assignment:read')).toBe('TEAM');
    expect(reachOf(person('TEAM_LEAD', 'ANNOTATOR'), 'project:read')).toBe('TEAM');
    expect(reachOf(person('CLIENT', 'PROJECT_MANAGER'), 'release:read')).toBe('ANY');
  });

  test.each(['ANNOTATOR', 'REVIEWER'] as const)(
    'disputes are judged blind: %s hides them, whatever else one is',
    (role) => {
      expect(reachOf(person('ADMIN', role), 'dispute:read')).toBeNull();
      expect(reachOf(person(role, 'TEAM_LEAD'), 'dispute:read')).toBeNull();
      expect(reachOf(person('ADMIN', role), 'dispute:resolve')).toBe('ANY');
    },
  );

  test.each(['ANNOTATOR', 'REVIEWER'] as const)('known answers are kept from %s, whatever else one is', (role) => {
    expect(reachOf(person('ADMIN', role), 'gold:manage')).toBeNull();
    expect(reachOf({ roles: ['OWNER', role], scopes: ['gold:manage'] }, 'gold:manage')).toBeNull();
    expect(reachOf(apartFromWork(person('ADMIN', role)), 'gold:manage')).toBe('ANY');
    expect(reachOf(apartFromWork({ roles: ['ADMIN', role], scopes: [] }), 'gold:manage')).toBeNull();
    expect(reachOf(apartFromWork(person(role)), 'gold:manage')).toBeNull();
  });

  test('a key does what its scopes name, and no more than its member may', () => {
    const key = (...scopes: string[]) => ({ roles: ['PROJECT_MANAGER' as const], scopes });
    expect(reachOf(key('batch:read'), 'batch:read')).toBe('ANY');
    expect(reachOf(key('batch:read'), 'batch:open')).toBeNull();
    expect(reachOf(key('member:invite'), 'member:invite')).toBeNull();
    expect(actions.filter((action) => reachOf(key(), action) !== null)).toEqual([]);
  });

  test.each(['self:password', 'self:sessions'] as const)('no key reaches %s', (action) => {
    expect(keyScopes).not.toContain(action);
    expect(reachOf({ roles: ['OWNER'], scopes: [action] }, action)).toBeNull();
  });
});
