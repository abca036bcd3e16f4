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
  return csvLines([columns, ...lines]);
}

/** CSV (RFC 4180, CRLF). */
export const csvLines = (lines: readonly (string | number)[][]): string =>
  lines.map((line) => `${line.map(cell).join(',')}\r\n`).join('');

/** What begins like a formula gets an apostrophe: a spreadsheet would run the name of a person or a batch. */
function cell(value: string | number): string {
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
