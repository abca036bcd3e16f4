import { Injectable } from '@nestjs/common';
import { type Actor, reachOf } from '../../identity/index.js';
import { ClientFault, Database } from '../../platform/index.js';
import { csvOfHours, faultOfDays } from './hours.rules.js';
import { HoursStore } from './hours.store.js';
import type { HoursFilter, HoursRow } from './time.types.js';

const mostRows = 20_000;

@Injectable()
export class HoursService {
  constructor(
    private readonly database: Database,
    private readonly store: HoursStore,
  ) {}

  /** By person, day and project, from the raw reports of time, entries and approved corrections. */
  hours(actor: Actor, filter: HoursFilter): Promise<{ rows: HoursRow[]; csv: string }> {
    const fault = faultOfDays(filter.firstDay, filter.lastDay);
    if (fault) throw ClientFault.invalid(`filter.${fault.field}`, fault.message);
    const reach = reachOf(actor, 'time:read');
    const others = filter.memberIds?.some((id) => id !== actor.memberId) || filter.teamIds !== undefined;
    if (reach === 'OWN' && others) throw new ClientFault('FORBIDDEN', 'You may read your own hours only.');
    const isOwn = reach === 'OWN' || (filter.memberIds?.length === 1 && filter.memberIds[0] === actor.memberId);
    const narrow = isOwn ? { ...filter, memberIds: [actor.memberId] } : filter;
    return this.database.transact(actor, async (tx) => {
      const ledBy = reach === 'TEAM' && !isOwn ? actor.memberId : null;
      const rows = await this.store.hours(tx, narrow, ledBy, mostRows + 1);
      if (rows.length > mostRows)
        throw ClientFault.invalid('filter', `must be narrower: these are more than ${mostRows} rows`);
      return { rows, csv: csvOfHours(rows) };
    });
  }
}
