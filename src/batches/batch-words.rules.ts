import type { BatchMove, BatchState } from './batch.rules.js';
import { batchMoves } from './batch.rules.js';

/** What is said of a batch in a sentence: “The batch is a draft.” Codes stay in fields. */
export const batchWords: Record<BatchState, string> = {
  DRAFT: 'a draft',
  READY: 'ready, and not open yet',
  OPEN: 'open',
  PAUSED: 'paused',
  COMPLETED: 'complete',
  ACCEPTED: 'accepted',
  RETURNED: 'returned',
  ARCHIVED: 'archived',
  CANCELLED: 'cancelled',
};

/** What somebody wanted to do with it: “It cannot be closed.” */
const wanted = {
  ready: 'made ready',
  open: 'opened',
  pause: 'paused',
  complete: 'completed',
  reopen: 'opened again',
  accept: 'accepted',
  return: 'returned',
  archive: 'archived',
  cancel: 'cancelled',
  close: 'closed',
  prioritize: 'given another priority',
} as const satisfies Record<BatchMove, string> & Record<string, string>;
export type BatchWish = keyof typeof wanted;

/** Why it cannot be done. */
export function wrongStateSentence(state: BatchState, wish: BatchWish): string {
  const isThere = Object.values(batchMoves).some((moves) => (moves as Record<string, string>)[wish] === state);
  return isThere ? `The batch is ${batchWords[state]} already.` : `The batch is ${batchWords[state]}: it cannot be ${wanted[wish]}.`; // prettier-ignore
}
