/** What one request was and what it came to, with the moments between which it took effect. */
export interface Operation {
  name: Name;
  /** before it was sent */
  start: number;
  /** after its answer came; Infinity: none came, so it may take effect later, or never */
  end: number;
  outcome: string;
  /** who works, or who is paused */
  member?: string;
  assignment?: string;
  /** false: on purpose with the token of another */
  isOwnToken?: boolean;
  option?: string;
  submission?: string;
  tasks?: string[];
  toMember?: string | null;
  overlap?: number;
  byOthers?: boolean;
  batch?: number;
  /** the idempotency key: the same work, asked again */
  key?: string;
  /** assignments that the answer handed out */
  shown: Shown[];
  /** the answer said that there is nothing for this person */
  isEmpty?: boolean;
  /** only this batch was asked for */
  ofBatch?: number;
}

export interface Shown {
  id: string;
  token: string;
  stage: string;
  seat: number;
}

export const names = [
  'claim', 'claimSeveral', 'renew', 'submit', 'skip', 'return', 'lapse', 'expire', 'revoke', 'handOver', 'assign', 'unassign',
  'pause', 'resume', 'overlap', 'prioritize', 'requeue', 'cancel', 'reopen', 'move', 'count', 'pauseBatch', 'openBatch',
  'addPeople', 'addTasks', 'killServer', 'killSession', 'repeat',
] as const; // prettier-ignore
export type Name = (typeof names)[number];

/** No answer, or one that says that nobody knows. */
export const isCut = (operation: Operation): boolean => operation.end === Infinity;
