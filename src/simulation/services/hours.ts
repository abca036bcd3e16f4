import { HoursService } from '../../metrics/index.js';
import { Database } from '../../platform/index.js';
import type { SimulatedMuster } from './simulated-muster.js';
import type { Stage } from './stage.js';

const mostDays = 366;
const day = 86_400_000;

/**
 * In how many days of people the hours that Muster tells differ from what their assignments say by themselves: virtual people send
 * no heartbeats, so all the time of an assignment came with its end. Their zone is UTC.
 */
export async function hourDifferencesOf(
  { services }: SimulatedMuster,
  { owner }: Pick<Stage, 'owner'>,
  startsAt: Date,
): Promise<number> {
  const dayOf = (at: Date) => at.toISOString().slice(0, 10);
  const filter = { firstDay: dayOf(startsAt), lastDay: dayOf(new Date(startsAt.getTime() + (mostDays - 1) * day)) };
  const told = await services.get(HoursService, { strict: false }).hours(owner, filter);
  const kept = await services
    .get(Database, { strict: false })
    .transact(owner, (tx) =>
      tx.query<{ member_id: string; closed_at: Date; active_seconds: number; idle_seconds: number }>(
        `SELECT member_id, closed_at, active_seconds, idle_seconds FROM assignment WHERE active_seconds + idle_seconds > 0 AND closed_at < $1`,
        [new Date(startsAt.getTime() + mostDays * day)],
      ),
    );
  const sums = new Map<string, number>();
  const add = (key: string, seconds: number) => sums.set(key, (sums.get(key) ?? 0) + seconds);
  for (const { member_id, day: on, active, idle } of told.rows) {
    add(`${member_id} ${on} active`, active);
    add(`${member_id} ${on} idle`, idle);
  }
  for (const { member_id, closed_at, active_seconds, idle_seconds } of kept) {
    add(`${member_id} ${dayOf(closed_at)} active`, -active_seconds);
    add(`${member_id} ${dayOf(closed_at)} idle`, -idle_seconds);
  }
  if (told.rows.length === 0) throw new Error('nobody has any hours');
  return [...sums.values()].filter((seconds) => seconds !== 0).length;
}
