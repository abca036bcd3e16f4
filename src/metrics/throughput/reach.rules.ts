import type { Ownership } from '../../identity/index.js';
import type { ThroughputGrouping, WorkHoursFilter, WorkScope } from './throughput.types.js';

export interface Asker {
  memberId: string;
  reach: Ownership;
}

/** Whoever works and asks about themselves alone is answered as who works, whatever else they are. */
export const asOneself = (asker: Asker, isWorker: boolean, { memberIds }: Pick<WorkHoursFilter, 'memberIds'>): Asker =>
  isWorker && memberIds?.length && memberIds.every((id) => id === asker.memberId) ? { ...asker, reach: 'OWN' } : asker;

/** Clients see the work of their projects, not whose it is, nor how long people took. */
export function refusalOfPersons(
  { memberIds, teamIds }: Pick<WorkHoursFilter, 'memberIds' | 'teamIds'>,
  by: ThroughputGrouping,
  { reach }: Asker,
): string | null {
  if (reach !== 'PROJECT') return null;
  const isAboutPersons = by === 'PERSON' || by === 'TEAM' || memberIds !== undefined || teamIds !== undefined;
  return isAboutPersons ? 'Clients see the work, not people and teams.' : null;
}

/** People see themselves: whoever else they ask for is refused. */
export function refusalOfOthers(
  { memberIds, teamIds }: Pick<WorkHoursFilter, 'memberIds' | 'teamIds'>,
  by: ThroughputGrouping,
  { memberId, reach }: Asker,
): string | null {
  if (reach !== 'OWN') return null;
  if (by === 'SOURCE') return 'Where items come from is not told to who works on them.';
  if (memberIds?.some((id) => id !== memberId) || teamIds !== undefined || by === 'TEAM')
    return 'You may read your own work only.';
  return null;
}

export const scopeOf = ({ memberId, reach }: Asker): WorkScope => ({
  ledBy: reach === 'TEAM' ? memberId : null,
  openTo: reach === 'PROJECT' ? memberId : null,
});

/** Of oneself nothing else is read. */
export const narrowedTo = <Filter extends { memberIds?: string[] }>(
  filter: Filter,
  { memberId, reach }: Asker,
): Filter => (reach === 'OWN' ? { ...filter, memberIds: [memberId] } : filter);
