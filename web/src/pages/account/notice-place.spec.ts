import { expect, it } from '@jest/globals';
import { type Action, reachOf, type Role, roles } from '../../../../src/identity/access/permissions';
import { placeOf } from './notice-place';

const told = (kind: string) => ({ kind, projectId: 'prj_1', subjectId: 'the_subject' });
/** As the server tells the console what whoever has these roles may do. */
const reader = (...held: Role[]) => ({
  can: (action: string) => reachOf({ roles: held, scopes: null }, action as Action) !== null,
  me: { roles: held },
});
const pathOf = (kind: string, ...held: Role[]): string | null => {
  const place = placeOf(told(kind), reader(...held)) as { to: string; params?: object; search?: object } | null;
  if (!place) return null;
  const path = Object.entries(place.params ?? {}).reduce(
    (at, [name, value]) => at.replace(`$${name}`, value),
    place.to,
  );
  const search = Object.entries(place.search ?? {}).filter(([, value]) => value !== undefined);
  return search.length > 0 ? `${path}?${search.map(([name, value]) => `${name}=${value}`).join('&')}` : path;
};

const administrators: Role[] = ['OWNER', 'ADMIN'];
const managers: Role[] = [...administrators, 'PROJECT_MANAGER'];
const leads: Role[] = [...managers, 'TEAM_LEAD'];
const workers: Role[] = ['REVIEWER', 'ANNOTATOR'];

/** Kind by kind: where it leads, and whom. Nobody else is led anywhere. */
const table: [kind: string, ...[path: string, roles: Role[]][]][] = [
  ['BATCH_AT_RISK', ['/batches/the_subject?tab=forecast', [...leads, 'CLIENT']]],
  ['QUEUE_RUNS_DRY', ['/projects/prj_1', [...leads, 'CLIENT']]],
  ['PERSON_BELOW_BAR', ['/projects/prj_1/trust-actions/the_subject', leads]],
  ['DISPUTE_WAITING', ['/disputes?project=prj_1', leads]],
  ['LOT_WITHOUT_JUDGE', ['/lots/the_subject', [...leads, 'CLIENT']]],
  ['ENDPOINT_DISABLED', ['/endpoints/the_subject', administrators]],
  ['QUESTION', ['/questions?project=prj_1', [...leads, 'CLIENT']], ['/my-questions', workers]],
  ['COURSE', ['/courses', workers]],
  ['RETRAIN', ['/courses', workers]],
  ['PAUSE', ['/work', workers]],
  ...['WARN', 'REQUIRE_REVIEW', 'REOPEN_WORK', 'FEEDBACK', 'DISPUTE'].map((kind): [string, [string, Role[]]] => [
    kind,
    ['/record', ['ANNOTATOR']],
  ]),
  ['A_KIND_THAT_COMES_LATER'],
];

it.each(table)('a notice %s leads whoever may open its page to it, and nobody else', (kind, ...places) => {
  const expected = roles.map((role) => [role, places.find(([, whom]) => whom.includes(role))?.[0] ?? null]);
  expect(roles.map((role) => [role, pathOf(kind, role)])).toEqual(expected);
});

it('who leads and works as well is not led to disputes, and finds answered questions, too', () => {
  expect(pathOf('DISPUTE_WAITING', 'TEAM_LEAD', 'REVIEWER')).toBeNull();
  expect(pathOf('QUESTION', 'TEAM_LEAD', 'ANNOTATOR')).toBe('/questions?project=prj_1&all=true');
});

it('without what it is about a notice is text', () => {
  const lost = (kind: string) => placeOf({ kind, projectId: null, subjectId: null }, reader(...roles));
  const aboutSomething = table.map(([kind]) => kind).slice(0, 7);
  expect(aboutSomething.map(lost)).toEqual(aboutSomething.map(() => null));
});
