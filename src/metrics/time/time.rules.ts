import { ClientFault } from '../../platform/index.js';
import type { NewEntry } from './time.types.js';

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

/** A break may end by itself. @throws ClientFault VALIDATION_FAILED */
export function refuseUntil({ code, until }: Pick<NewEntry, 'code' | 'until'>, now: Date): void {
  if (until === null) return;
  if (code !== 'BREAK') throw ClientFault.invalid('input.until', 'goes with BREAK only');
  if (until <= now) throw ClientFault.invalid('input.until', 'must be in the future');
  if (until.getTime() - now.getTime() >= longestHours * hour)
    throw ClientFault.invalid('input.until', `must be less than ${longestHours} hours from now`);
}
