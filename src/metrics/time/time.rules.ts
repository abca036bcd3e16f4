import { ClientFault } from '../../platform/index.js';

const longestHours = 24;
const hour = 3_600_000;
/** Clocks differ. */
const aheadMilliseconds = 60_000;

/** @throws ClientFault VALIDATION_FAILED naming the field */
export function refuseTimes({ startedAt, endedAt }: { startedAt: Date; endedAt: Date }, now: Date): void {
  if (endedAt <= startedAt) throw ClientFault.invalid('input.endedAt', 'must be after startedAt');
  if (endedAt.getTime() - startedAt.getTime() > longestHours * hour)
    throw ClientFault.invalid('input.endedAt', `must be at most ${longestHours} hours after startedAt`);
  if (endedAt.getTime() > now.getTime() + aheadMilliseconds)
    throw ClientFault.invalid('input.endedAt', 'must not be in the future');
}
