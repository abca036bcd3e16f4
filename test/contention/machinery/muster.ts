import type { Shown } from './history.js';
import type { Person } from './world.js';

/** What an answer came to, in one word, whichever way it was asked. */
export interface Reply {
  outcome: string;
  submission?: string;
  shown?: Shown[];
  isEmpty?: boolean;
  seen?: string[];
}

/** No answer came: nobody knows whether it was done. */
export class Cut extends Error {
  constructor(
    message: string,
    /** if it was done, it was before this came: the database itself said goodbye */
    readonly isOver: boolean,
  ) {
    super(message);
  }
}

export interface Held {
  id: string;
  token: string;
}

/**
 * Muster as those see it who work with it: in this process over several sets of connections, or as server processes over
 * GraphQL. `at` says which of the processes is asked.
 */
export interface Muster {
  claim(at: number, by: Person, ask: { count: number; batch?: string; key?: string }): Promise<Reply>;
  submit(at: number, by: Person, held: Held, option: string, claimsNext: boolean, key?: string): Promise<Reply>;
  judge(at: number, by: Person, held: Held, decision: 'ACCEPT' | 'FIX' | 'REJECT'): Promise<Reply>;
  renew(at: number, by: Person, held: Held): Promise<Reply>;
  skip(at: number, by: Person, held: Held): Promise<Reply>;
  return(at: number, by: Person, held: Held): Promise<Reply>;
  revoke(at: number, id: string): Promise<Reply>;
  handOver(at: number, id: string, toMember: string): Promise<Reply>;
  assign(at: number, task: string, member: string | null): Promise<Reply>;
  count(at: number, submission: string): Promise<Reply>;
  pause(at: number, member: string): Promise<Reply>;
  resume(at: number, member: string): Promise<Reply>;
  overlap(at: number, task: Named, overlap: number): Promise<Reply>;
  requeue(at: number, task: Named, byOthers: boolean): Promise<Reply>;
  cancel(at: number, task: Named): Promise<Reply>;
  reopen(at: number, task: Named): Promise<Reply>;
  move(at: number, task: Named, toBatch: string): Promise<Reply>;
  prioritize(at: number, batch: string, priority: number): Promise<Reply>;
  pauseBatch(at: number, batch: string): Promise<Reply>;
  openBatch(at: number, batch: string): Promise<Reply>;
  look(at: number, by: Person, task: string): Promise<Reply>;
  /** What the background does; where it runs by itself, this does nothing. */
  expire(at: number): Promise<Reply>;
  decide(at: number, task: string): Promise<Reply>;
  /** A process ends without a word, and another takes its place. */
  kill(at: number): Promise<Reply>;
}

/** Tasks are named by batch and key. */
export interface Named {
  id: string;
  key: string;
  batch: string;
}
