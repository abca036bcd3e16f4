import { toGlobalId } from '../../platform/index.js';
import { csvOfTable } from '../tables/csv.rules.js';
import type { HoursRow } from './time.types.js';

const longestDays = 366;
const day = 86_400_000;

/** Which of the two is no day, or why they are no stretch of days. */
export function faultOfDays(
  firstDay: string,
  lastDay: string,
): { field: 'firstDay' | 'lastDay'; message: string } | null {
  const [first, last] = [dayAt(firstDay), dayAt(lastDay)];
  if (first === null) return { field: 'firstDay', message: 'must be a day, YYYY-MM-DD' };
  if (last === null) return { field: 'lastDay', message: 'must be a day, YYYY-MM-DD' };
  if (last < first) return { field: 'lastDay', message: 'must not be before firstDay' };
  if (last - first >= longestDays * day)
    return { field: 'firstDay', message: `must be at most ${longestDays} days before lastDay` };
  return null;
}

function dayAt(text: string): number | null {
  if (!/^(19|20|21)\d\d-\d\d-\d\d$/.test(text)) return null;
  const at = new Date(`${text}T00:00:00Z`);
  return Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== text ? null : at.getTime();
}

/** What somebody worked: active time as reported, what was put right of it, and time beside the tasks. Breaks, idle, away and the tools' own are not part of it. */
export const workedSeconds = ({ active, corrected, training, meeting, tool_outage, other }: HoursRow): number =>
  active + corrected + training + meeting + tool_outage + other;

const columns = [
  'member', 'name', 'time_zone', 'day', 'project', 'project_name', 'worked_hours', 'active_seconds', 'corrected_seconds', 'training_seconds', 'meeting_seconds',
  'tool_outage_seconds', 'other_seconds', 'break_seconds', 'idle_seconds', 'away_seconds', 'tool_seconds',
]; // prettier-ignore

export const csvOfHours = (rows: readonly HoursRow[]): string =>
  csvOfTable(
    columns,
    rows.map((row) => [
      toGlobalId('member', row.member_id), row.name, row.time_zone, row.day, row.project_id && toGlobalId('project', row.project_id), row.project,
      (workedSeconds(row) / 3600).toFixed(4), row.active, row.corrected, row.training, row.meeting, row.tool_outage, row.other, row.pause, row.idle, row.away, row.tool,
    ]), // prettier-ignore
  );
