import { csvOfTable } from '../tables/csv.rules.js';
import type { CorrectionRow } from './corrections.types.js';
import type { Share } from './figures.rules.js';

const shares = ['unchanged', 'corrected', 'removed', 'added'] as const;
const columns = [
  ...['key', 'label', 'tasks', 'predictions'],
  ...shares.flatMap((name) => [name, `${name} share`, `${name} low`, `${name} high`]),
  ...['renamed', 'iou n', 'iou mean', 'iou low', 'iou high', 'iou median', 'iou p10'],
];

/** The rows as CSV (RFC 4180, CRLF). What is not known is left empty. */
export function csvOf(rows: readonly CorrectionRow[]): string {
  return csvOfTable(columns, rows.map((row) => [row.key, row.label, row.tasks, row.predictions, ...shares.flatMap((name) => cellsOf(row[name])), row.renamed, ...iouOf(row)])); // prettier-ignore
}

const cellsOf = ({ count, share, interval: [low, high] }: Share) => [count, digits(share), digits(low), digits(high)];

function iouOf({ iou }: CorrectionRow): (string | number)[] {
  if (!iou) return [0, '', '', '', '', ''];
  const [low, high] = iou.interval ?? [null, null];
  return [iou.n, digits(iou.mean), digits(low), digits(high), digits(iou.median), digits(iou.p10)];
}

const digits = (value: number | null): string => value?.toFixed(4) ?? '';
