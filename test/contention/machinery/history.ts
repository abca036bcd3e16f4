/** What one request was and what it came to, with the moments between which it took effect. */
export interface Operation {
  name: Name;
  client: number;
  /** before it was sent */
  start: number;
  /** after its answer or its end came; Infinity: neither did, so it may take effect later, or never */
  end: number;
  outcome: string;
  /** who works, or who is paused */
  member?: string;
  assignment?: string;
  /** false: on purpose with the token of another */
  isOwnToken?: boolean;
  option?: string;
  decision?: string;
  submission?: string;
  task?: string;
  toMember?: string | null;
  overlap?: number;
  byOthers?: boolean;
  batch?: string;
  /** the idempotency key: the same work, asked again */
  key?: string;
  /** assignments that the answer handed out */
  shown?: Shown[];
  /** the answer said that there is nothing for this person */
  isEmpty?: boolean;
  /** who looked at the answers of a task saw these people's */
  seen?: string[];
}

export interface Shown {
  id: string;
  token: string;
  stage: string;
  seat: number;
}

export const names = [
  'claim', 'claimSeveral', 'renew', 'submit', 'judge', 'skip', 'return', 'lapse', 'expire', 'revoke', 'handOver', 'assign', 'unassign',
  'pause', 'resume', 'overlap', 'prioritize', 'requeue', 'cancel', 'reopen', 'move', 'count', 'pauseBatch', 'openBatch',
  'addPeople', 'addTasks', 'decide', 'look', 'fold', 'kill',
] as const; // prettier-ignore
export type Name = (typeof names)[number];

/** No answer, or one that says that nobody knows. */
export const cut = 'CUT';
export const isCut = (operation: Operation): boolean => operation.outcome === cut;

/** A defect: no command may end so. */
export const isDefect = (operation: Operation): boolean => operation.outcome.startsWith('ERROR');

/** Something that must not be: which law it breaks, and how. */
export interface Violation {
  law: string;
  what: string;
}

export const law = {
  seats: '1: no more answers than seats',
  people: '2: nobody twice, no judge of their own work',
  tokens: '3: one holder, whose token writes',
  acknowledged: '4: what was acknowledged is there, once',
  results: '5: a result names what made it',
  blindness: '6: nobody sees another’s answer',
  equation: 'the seat equation',
  linear: 'linearizability of a task',
  doors: 'who is paused gets nothing new',
  keys: 'one key, one assignment',
  news: 'every move is told once',
  work: 'the hours of work are those of the rows',
  progress: 'the progress of a batch is that of its rows',
  stuck: 'nothing is stuck',
  defects: 'no command ends in a defect',
} as const;
