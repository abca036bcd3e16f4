/** What a batch may become. The database repeats the states as a CHECK; docs/task-lifecycle.md draws them. */
export const batchMoves = {
  DRAFT: { ready: 'READY', open: 'OPEN', cancel: 'CANCELLED' },
  READY: { open: 'OPEN', cancel: 'CANCELLED' },
  OPEN: { pause: 'PAUSED', complete: 'COMPLETED', cancel: 'CANCELLED' },
  PAUSED: { open: 'OPEN', complete: 'COMPLETED', cancel: 'CANCELLED' },
  COMPLETED: { reopen: 'OPEN', accept: 'ACCEPTED', return: 'RETURNED', cancel: 'CANCELLED' },
  ACCEPTED: { archive: 'ARCHIVED' },
  RETURNED: { open: 'OPEN', reopen: 'OPEN', archive: 'ARCHIVED', cancel: 'CANCELLED' },
  ARCHIVED: {},
  CANCELLED: {},
} as const satisfies Record<string, Record<string, string>>;

export type BatchState = keyof typeof batchMoves;
export type BatchMove = 'ready' | 'open' | 'pause' | 'complete' | 'reopen' | 'accept' | 'return' | 'archive' | 'cancel';
export const batchStates = Object.keys(batchMoves) as BatchState[];

/** The state after the move, or null when the batch cannot make it. */
export function stateAfter(state: BatchState, move: BatchMove): BatchState | null {
  return (batchMoves[state] as Partial<Record<BatchMove, BatchState>>)[move] ?? null;
}

/** The news of a move: `batch.opened`. */
export const eventOf = {
  ready: 'batch.ready',
  open: 'batch.opened',
  pause: 'batch.paused',
  complete: 'batch.completed',
  reopen: 'batch.reopened',
  accept: 'batch.accepted',
  return: 'batch.returned',
  archive: 'batch.archived',
  cancel: 'batch.cancelled',
} as const satisfies Record<BatchMove, string>;

/** States in which work still comes or goes on, so that tasks may be added and priorities mean something. */
const live: ReadonlySet<BatchState> = new Set(['DRAFT', 'READY', 'OPEN', 'PAUSED']);
export const isLive = (state: BatchState): boolean => live.has(state);
export const takesTasks = (batch: { state: BatchState; closedAt: Date | null }): boolean =>
  isLive(batch.state) && !batch.closedAt;
