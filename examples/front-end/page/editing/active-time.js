/**
 * Seconds that somebody worked, from the moments (in milliseconds) at which they did something. A pause longer than
 * `idleAfter` does not count beyond it: who fetches coffee is not paid for by the statistics, and not blamed either.
 */
export function activeTime({ idleAfter = 60_000, seconds = 0 } = {}) {
  let counted = seconds * 1000;
  let last = null;
  return {
    happened(at) {
      if (last !== null && at > last) counted += Math.min(at - last, idleAfter);
      last = last === null ? at : Math.max(last, at);
    },
    isActive: (at) => last !== null && at - last < idleAfter,
    /** up to the moment `at` */
    seconds: (at) => Math.round((counted + (last === null ? 0 : Math.max(0, Math.min(at - last, idleAfter)))) / 1000),
  };
}
