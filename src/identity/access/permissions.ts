/** What a person may be, per organization. */
export const Role = {
  OWNER: 'OWNER',
  ADMIN: 'ADMIN',
  PROJECT_MANAGER: 'PROJECT_MANAGER',
  TEAM_LEAD: 'TEAM_LEAD',
  REVIEWER: 'REVIEWER',
  ANNOTATOR: 'ANNOTATOR',
  CLIENT: 'CLIENT',
} as const;
export type Role = (typeof Role)[keyof typeof Role];
export const roles = Object.values(Role);

/**
 * Whose things an action reaches: everything in the organization, those of one's teams, those of the projects open to
 * one's teams, or one's own. Widest first: with several roles the widest counts.
 */
export const ownerships = ['ANY', 'TEAM', 'PROJECT', 'OWN'] as const;
export type Ownership = (typeof ownerships)[number];

type Grants = Partial<Record<Role, Ownership>>;

const everybody: Grants = {
  OWNER: 'OWN', ADMIN: 'OWN', PROJECT_MANAGER: 'OWN', TEAM_LEAD: 'OWN', REVIEWER: 'OWN', ANNOTATOR: 'OWN', CLIENT: 'OWN',
}; // prettier-ignore
const administrators: Grants = { OWNER: 'ANY', ADMIN: 'ANY' };
const managers: Grants = { ...administrators, PROJECT_MANAGER: 'ANY' };
/** Who pulls work. An owner who wants to label takes the role as well, so that no lead works unseen in the figures. */
const workers: Grants = { REVIEWER: 'OWN', ANNOTATOR: 'OWN' };

/** The whole of who may do what. Nothing else grants anything. */
export const permissions = {
  'project:create': managers,
  'project:read': { ...managers, TEAM_LEAD: 'TEAM', REVIEWER: 'PROJECT', ANNOTATOR: 'PROJECT', CLIENT: 'PROJECT' },
  'project:policy': managers,
  'project:guidelines': managers,
  'batch:create': managers,
  // Counts and states of a batch would tell an annotator gold from work.
  'batch:read': { ...managers, TEAM_LEAD: 'TEAM', CLIENT: 'PROJECT' },
  'batch:open': managers,
  'batch:close': managers,
  'batch:cancel': managers,
  'batch:prioritize': managers,
  'task:import': managers,
  'task:read': { ...managers, TEAM_LEAD: 'TEAM' },
  'task:overlap': managers,
  'task:reopen': { ...managers, TEAM_LEAD: 'TEAM' },
  'task:requeue': { ...managers, TEAM_LEAD: 'TEAM' },
  'task:cancel': managers,
  'task:move': managers,
  'answer:count': { ...managers, TEAM_LEAD: 'TEAM' },
  'assignment:lead': { ...managers, TEAM_LEAD: 'TEAM' },
  'queue:explain': { ...managers, TEAM_LEAD: 'TEAM' },
  'task:claim': workers,
  'assignment:work': workers,
  'assignment:read': { ...managers, TEAM_LEAD: 'TEAM', ...workers },
  'verdict:submit': workers,
  'dispute:open': workers,
  // Whoever may be asked to judge a dispute must not know whose it is: see keptFromWorkers.
  'dispute:read': { ...managers, TEAM_LEAD: 'TEAM' },
  'dispute:resolve': { ...managers, TEAM_LEAD: 'TEAM' },
  // Known answers: leads and clients work with those who must not know them, and whoever may be asked one must not: see keptFromWorkers.
  'gold:manage': managers,
  // A worker may say of any answer of theirs that it was right; whether it was gold they do not learn.
  'answer:contest': workers,
  'trust:read': { ...managers, TEAM_LEAD: 'TEAM' },
  'trust:lift': { ...managers, TEAM_LEAD: 'TEAM' },
  'course:manage': managers,
  // Without the answers, which whoever takes it must not know.
  'course:read': { ...managers, TEAM_LEAD: 'TEAM' },
  'course:allow': { ...managers, TEAM_LEAD: 'TEAM' },
  'course:take': workers,
  'question:ask': workers,
  'question:read': { ...managers, TEAM_LEAD: 'TEAM', CLIENT: 'PROJECT' },
  'question:reply': { ...managers, TEAM_LEAD: 'TEAM', ...workers, CLIENT: 'PROJECT' },
  'guideline:note': { ...managers, TEAM_LEAD: 'TEAM' },
  'audit:open': managers,
  'audit:read': { ...managers, TEAM_LEAD: 'TEAM', CLIENT: 'PROJECT' },
  // Whoever receives the lot has the word on it.
  'audit:decide': { ...managers, CLIENT: 'PROJECT' },
  'release:create': managers,
  'release:read': { ...managers, CLIENT: 'PROJECT' },
  'agreement:read': { ...managers, TEAM_LEAD: 'TEAM', CLIENT: 'PROJECT' },
  // Of their own work people see one figure, which tells them nothing of gold; clients see no persons.
  'accuracy:read': { ...managers, TEAM_LEAD: 'TEAM', ...workers, CLIENT: 'PROJECT' },
  // Who answers like whom, what is taken for what, and the judged answers behind a figure.
  'people:compare': { ...managers, TEAM_LEAD: 'TEAM' },
  // How much and how fast: of themselves to people, of their teams to leads; to clients the work, not people nor their hours.
  'throughput:read': { ...managers, TEAM_LEAD: 'TEAM', ...workers, CLIENT: 'PROJECT' },
  'funnel:read': { ...managers, TEAM_LEAD: 'TEAM', ...workers },
  // What waits, who is at it, and how long it lasts.
  'queue:read': { ...managers, TEAM_LEAD: 'TEAM' },
  'time:enter': workers,
  'time:read': { ...managers, TEAM_LEAD: 'TEAM', ...workers },
  // Nobody approves their own hours: people of a lead's teams, and a manager anybody's but their own.
  'time:approve': { ...managers, TEAM_LEAD: 'TEAM' },
  // When batches end; clients see dates, and no persons.
  'forecast:read': { ...managers, TEAM_LEAD: 'TEAM', CLIENT: 'PROJECT' },
  // Long work over a project; what it tells rests on gold.
  'analysis:start': managers,
  'analysis:read': managers,
  // A connection holds secrets, and sends what people see to another program.
  'connection:manage': administrators,
  'connection:read': managers,
  'connection:repair': managers,
  // A model service holds a secret, too, and is shown every picture.
  'model:manage': administrators,
  'model:read': managers,
  'model:use': managers,
  'model:measure': { ...managers, TEAM_LEAD: 'TEAM' },
  'media:upload': managers,
  'organization:read': everybody,
  'member:invite': administrators,
  'member:read': managers,
  'member:roles': administrators,
  'team:manage': administrators,
  'team:read': { ...managers, TEAM_LEAD: 'TEAM' },
  // The names are the whole organization's; whom a lead grants them is their people's.
  'skill:create': managers,
  'skill:grant': { ...managers, TEAM_LEAD: 'TEAM' },
  'qualification:grant': { ...managers, TEAM_LEAD: 'TEAM' },
  'member:pause': { ...managers, TEAM_LEAD: 'TEAM' },
  'shift:manage': { ...managers, TEAM_LEAD: 'TEAM' },
  'shift:read': { ...managers, TEAM_LEAD: 'TEAM', ...workers },
  // Whoever has shifts and may not record their own leave asks for it.
  'leave:request': { TEAM_LEAD: 'OWN', ...workers },
  // Whether they need to ask at all.
  'leave:rule': administrators,
  'key:manage': administrators,
  // The URL of a receiver is often a secret itself, and what is sent there is the whole organization's.
  'webhook:manage': administrators,
  'log:read': managers,
  'self:read': everybody,
  'self:password': everybody,
  'self:sessions': everybody,
  'self:profile': everybody,
} as const satisfies Record<string, Grants>;

export type Action = keyof typeof permissions;
export const actions = Object.keys(permissions) as Action[];

/** What would tell who is behind work, or its answer, and is kept from everybody who may be handed some, whatever else they are. */
const keptFromWorkers: ReadonlySet<Action> = new Set(['dispute:read', 'gold:manage']);

/** A password and sessions belong to a person at a screen: no key reaches them. */
const inPerson: ReadonlySet<Action> = new Set(['self:password', 'self:sessions']);
/** What an API key may be scoped to. */
export const keyScopes = actions.filter((action) => !inPerson.has(action));

/**
 * How far an action reaches for this caller, or null when they may not do it at all. A key reaches no further than its
 * scopes, and never further than its member's roles.
 */
export function reachOf(
  caller: { roles: readonly Role[]; scopes: readonly string[] | null },
  action: Action,
): Ownership | null {
  if (caller.scopes && (inPerson.has(action) || !caller.scopes.includes(action))) return null;
  if (keptFromWorkers.has(action) && caller.roles.some((role) => role in workers)) return null;
  const grants: Grants = permissions[action];
  const reaches = new Set(caller.roles.map((role) => grants[role]));
  return ownerships.find((ownership) => reaches.has(ownership)) ?? null;
}

/** The same caller, had they no role that pulls work: for what keeps nothing from workers, such as bringing what they know. */
export const apartFromWork = <Caller extends { roles: readonly Role[] }>(caller: Caller) => ({
  ...caller,
  roles: caller.roles.filter((role) => !(role in workers)),
});
