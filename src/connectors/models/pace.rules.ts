/** How asking one model goes. */
export interface Pace {
  /** attempts in a row that the model did not answer at all */
  failures: number;
  /** nothing is sent before then; afterwards one question is, to see */
  openUntil: Date | null;
}

export const healthy: Pace = { failures: 0, openUntil: null };

const failuresToOpen = 5;
const [firstPause, mostPause] = [30_000, 10 * 60_000];
const [firstRetry, mostRetry] = [10, 3600];

/** From the fifth failure in a row on there is a pause, each twice as long as the one before, up to ten minutes. */
export function afterFailure({ failures, openUntil }: Pace, now: Date): Pace {
  const count = failures + 1;
  if (count < failuresToOpen) return { failures: count, openUntil };
  const pause = Math.min(firstPause * 2 ** (count - failuresToOpen), mostPause);
  // Several are in flight when it opens: the one that fails last does not shorten the pause.
  return { failures: count, openUntil: new Date(Math.max(now.getTime() + pause, openUntil?.getTime() ?? 0)) };
}

/** How many questions may be open at it at once. @param cap when all is well */
export function roomOf({ failures, openUntil }: Pace, now: Date, cap: number): number {
  if (openUntil && openUntil > now) return 0;
  return failures >= failuresToOpen ? 1 : cap;
}

/** Until the next attempt: 10 s, 30 s, 90 s, … an hour at most. @param attempts how many there were, at least 1 */
export const retrySeconds = (attempts: number): number => Math.min(firstRetry * 3 ** (attempts - 1), mostRetry);
