const [second, minute, hour] = [1000, 60_000, 3_600_000];

/** Milliseconds before each attempt, counted from the one before it: ten attempts over 75 h 35 min (and 5 s). */
export const delays = [
  0,
  5 * second,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  20 * hour,
  24 * hour,
] as const;

/** Each delay is up to this share shorter or longer, so that those who failed together do not come back together. */
const jitter = 0.1;
/** A receiver may ask for patience, and not for more than this. */
const mostPatience = 24 * hour;

/**
 * When it is tried again, or null when that was the last attempt.
 * @param attempts how many there were, with the one that failed now
 * @param retryAfter milliseconds that the receiver asked for
 * @param random in [0, 1)
 */
export function dueAfter(attempts: number, now: Date, retryAfter: number | null, random: number): Date | null {
  const delay = delays[attempts];
  if (delay === undefined) return null;
  const jittered = delay * (1 + jitter * (2 * random - 1));
  return new Date(now.getTime() + Math.max(jittered, Math.min(retryAfter ?? 0, mostPatience)));
}

/** Retry-After in seconds or as a date (RFC 9110, 10.2.3), in milliseconds from now; null when there is none to honour. */
export function patienceOf(header: string | undefined, now: Date): number | null {
  if (header === undefined) return null;
  const text = header.trim();
  const milliseconds = /^\d{1,9}$/.test(text) ? Number(text) * second : Date.parse(text) - now.getTime();
  return Number.isFinite(milliseconds) && milliseconds > 0 ? Math.min(milliseconds, mostPatience) : null;
}
