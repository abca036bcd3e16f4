import { csvOfTable } from '../tables/csv.rules.js';
import type { AccuracyRow } from './accuracy.types.js';
import { smallUnder } from './rate.rules.js';

const columns = ['key', 'label', 'right', 'n', 'accuracy', 'low', 'high', 'from', 'to', 'shown', 'definition'];

/**
 * The rows as CSV (RFC 4180, CRLF). Under 30 judged the accuracy is left empty: a spreadsheet would show 8 of 8 as 100 %, and the
 * counts and the interval stand beside it.
 */
export function csvOf(rows: readonly AccuracyRow[]): string {
  const lines = rows.map(({ key, label, right, n, accuracy, interval: [low, high], window, shown, definition }) => [
    key,
    label,
    right,
    n,
    n < smallUnder ? '' : accuracy!.toFixed(4),
    low.toFixed(4),
    high.toFixed(4),
    window.from?.toISOString() ?? '',
    window.to?.toISOString() ?? '',
    shown,
    definition,
  ]);
  return csvOfTable(columns, lines);
}
