import { csvOfTable } from '../tables/csv.rules.js';
import { rateOf } from '../accuracy/rate.rules.js';
import { toGlobalId } from '../../platform/index.js';
import type { FunnelRow, WorkSum } from './throughput.types.js';

/** A row a person, by name; work of all the stages that were asked for, and of mending its time. */
export function funnelOf(sums: readonly WorkSum[], names: Map<string, string>): FunnelRow[] {
  const rows = new Map<string, FunnelRow>();
  for (const one of sums) {
    const row = rows.get(one.key) ?? empty(one.key, names.get(one.key) ?? '');
    rows.set(one.key, row);
    row.assigned += one.claimed;
    row.started += one.started;
    row.submitted += one.submitted;
    row.accepted += one.accepted;
    row.fixed += one.fixed;
    row.rejected += one.rejected;
    row.reworked += one.reworked;
    row.firstReviewed += one.first_reviewed;
    row.firstAccepted += one.first_accepted;
    if (one.stage !== 'REWORK') continue;
    row.reworkHours += one.active_seconds / 3600;
    row.reworkAnswers += one.submitted;
  }
  return [...rows.values()].sort((a, b) => a.name.localeCompare(b.name, 'en') || a.memberId.localeCompare(b.memberId));
}

const empty = (memberId: string, name: string): FunnelRow => ({
  memberId: toGlobalId('member', memberId), name, assigned: 0, started: 0, submitted: 0, accepted: 0, fixed: 0, rejected: 0, reworked: 0,
  firstReviewed: 0, firstAccepted: 0, reworkHours: 0, reworkAnswers: 0,
}); // prettier-ignore

const columns = [
  'member', 'name', 'assigned', 'started', 'submitted', 'accepted', 'fixed', 'rejected', 'reworked', 'first_reviewed', 'first_accepted',
  'first_pass', 'low', 'high', 'rework_hours', 'rework_answers',
]; // prettier-ignore

export const csvOfFunnel = (rows: readonly FunnelRow[]): string =>
  csvOfTable(
    columns,
    rows.map((row) => {
      const { accuracy, interval } = rateOf(row.firstAccepted, row.firstReviewed);
      return [
        row.memberId, row.name, row.assigned, row.started, row.submitted, row.accepted, row.fixed, row.rejected, row.reworked, row.firstReviewed,
        row.firstAccepted, accuracy?.toFixed(4) ?? null, interval[0].toFixed(4), interval[1].toFixed(4), row.reworkHours.toFixed(4), row.reworkAnswers,
      ]; // prettier-ignore
    }),
  );
