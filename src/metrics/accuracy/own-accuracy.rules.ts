/** How many judged answers people must have given before they are told how right they were. */
export const leastForOneself = 5;

export interface DayCount {
  /** YYYY-MM-DD */
  key: string;
  right: number;
  n: number;
}

/**
 * What people may know of themselves: whole days in blocks of at least five judged answers, so that a figure never moves by one
 * answer. Whoever asked after each answer would else see by the count which of them was compared with a known answer. What is
 * left over at the end waits for more.
 *
 * @param days oldest first, without today
 */
export function releasedToOneself(days: readonly DayCount[]): { right: number; n: number; until: string | null } {
  const released = { right: 0, n: 0, until: null as string | null };
  let [right, n] = [0, 0];
  for (const day of days) {
    right += day.right;
    n += day.n;
    if (n < leastForOneself) continue;
    released.right += right;
    released.n += n;
    released.until = day.key;
    [right, n] = [0, 0];
  }
  return released;
}
