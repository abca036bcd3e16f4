import type { Ownership } from '../../identity/index.js';
import type { AccuracyFilter, AccuracyGrouping, FirstPassGrouping, WorkFilter } from './accuracy.types.js';

/** Who asks, as far as it matters here. */
export interface Asker {
  memberId: string;
  reach: Ownership;
  /** may pull work, whatever else they are */
  isWorker: boolean;
}

/** They ask about themselves alone, or can ask about nobody else. Of who never works nobody hides anything. */
export const isAboutOneself = ({ memberIds }: WorkFilter, { memberId, reach, isWorker }: Asker): boolean =>
  reach === 'OWN' || (isWorker && memberIds?.length === 1 && memberIds[0] === memberId);

/** Why somebody may not ask this about themselves; null: they may. Any narrower figure would tell known answers from work. */
export function refusalOfOwn(
  { memberIds, batchIds, teamIds, taskSources, sources, classes, from, to }: AccuracyFilter,
  by: AccuracyGrouping,
  { memberId }: Pick<Asker, 'memberId'>,
): string | null {
  if (memberIds && memberIds.some((id) => id !== memberId)) return 'You may read your own accuracy only.';
  const isNarrowed = [batchIds, teamIds, taskSources, sources, classes, from, to].some((part) => part !== undefined);
  if (isNarrowed || (by !== 'NONE' && by !== 'PERSON'))
    return 'Your own accuracy is one figure over all your judged work: it is not narrowed, and not taken apart.';
  return null;
}

/** Clients see how good the work of their projects is, not whose it is. */
export function refusalOfPersons(
  { memberIds, teamIds }: WorkFilter,
  by: AccuracyGrouping | FirstPassGrouping,
  { reach }: Pick<Asker, 'reach'>,
): string | null {
  if (reach !== 'PROJECT') return null;
  const isAboutPersons = by === 'PERSON' || by === 'TEAM' || memberIds !== undefined || teamIds !== undefined;
  return isAboutPersons ? 'Clients see the accuracy of the work, not of people and teams.' : null;
}
