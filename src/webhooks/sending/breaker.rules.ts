/** How sending to one endpoint goes. */
export interface Breaker {
  /** in a row, up to now */
  failures: number;
  /** the first failure since the last success */
  failingSince: Date | null;
  /** nothing is sent before then; afterwards one delivery is, to see */
  openUntil: Date | null;
}

export interface Outcome {
  isDelivered: boolean;
  /** the status of the answer; null when there was none */
  status: number | null;
  /** milliseconds that the receiver asked for */
  patience: number | null;
}

export const closed: Breaker = { failures: 0, failingSince: null, openUntil: null };

/** In a row: then the breaker opens. */
const failuresToOpen = 5;
const [firstPause, mostPause] = [30_000, 10 * 60_000];
/** After 429, 502 and 504, which say that it is too much, also before the breaker opens. */
const throttlePause = 5_000;
const throttling: ReadonlySet<number | null> = new Set([429, 502, 504]);
const daysToDisable = 5;

/** After an attempt. One success closes it; each failure beyond the fifth doubles the pause, up to ten minutes. */
export function afterAttempt(breaker: Breaker, { isDelivered, status, patience }: Outcome, now: Date): Breaker {
  if (isDelivered) return closed;
  const failures = breaker.failures + 1;
  const pauses = [
    failures >= failuresToOpen ? Math.min(firstPause * 2 ** (failures - failuresToOpen), mostPause) : 0,
    throttling.has(status) ? throttlePause : 0,
    patience ?? 0,
  ];
  const until = now.getTime() + Math.max(...pauses);
  return {
    failures,
    failingSince: breaker.failingSince ?? now,
    // Several are in flight when it opens: the one that fails last does not shorten what another asked for.
    openUntil: new Date(Math.max(until, breaker.openUntil?.getTime() ?? 0)),
  };
}

/** How many may be in flight to it at once. */
export function roomOf(breaker: Breaker, now: Date, cap: number): number {
  if (breaker.openUntil && breaker.openUntil > now) return 0;
  return breaker.failures > 0 ? 1 : cap;
}

/** Why the endpoint is disabled after this attempt; null when it is not. */
export function disabledWhy(breaker: Breaker, { status }: Outcome, now: Date): 'GONE' | 'FAILING' | null {
  if (status === 410) return 'GONE';
  if (breaker.failingSince === null) return null;
  return now.getTime() - breaker.failingSince.getTime() >= daysToDisable * 24 * 3_600_000 ? 'FAILING' : null;
}
