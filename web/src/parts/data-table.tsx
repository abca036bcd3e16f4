import { createSortedRowModel, rowSortingFeature, sortFn_alphanumeric, sortFn_basic, tableFeatures, useTable } from '@tanstack/react-table'; // prettier-ignore
import { type ReactNode, useMemo } from 'react';

const features = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns: { alphanumeric: sortFn_alphanumeric, basic: sortFn_basic },
});

export interface Column<Row> {
  id: string;
  header: string;
  /** What it is sorted by; without it the column is not sorted. */
  value?: (row: Row) => string | number | null;
  cell: (row: Row) => ReactNode;
  isNumber?: boolean;
  /** Numbers of which the low ones are looked for: they come first. */
  isLowFirst?: boolean;
  /** For columns of actions, whose header would say nothing. */
  isUnnamed?: boolean;
}

interface DataTableProps<Row> {
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  idOf: (row: Row) => string;
  caption: string;
}

/** Rows and columns, sorted where a header is pressed. The first column names the row. */
export function DataTable<Row extends object>({ rows, columns, idOf, caption }: DataTableProps<Row>) {
  const definitions = useMemo(
    () =>
      columns.map(({ id, header, value, isNumber, isLowFirst }) => ({
        id,
        header,
        accessorFn: (row: Row) => value?.(row) ?? null,
        enableSorting: value !== undefined,
        sortFn: isNumber ? ('basic' as const) : ('alphanumeric' as const),
        sortDescFirst: (isNumber ?? false) && !isLowFirst,
      })),
    [columns],
  );
  const data = useMemo(() => [...rows], [rows]);
  const table = useTable({ features, columns: definitions, data, getRowId: idOf });
  const known = new Map(columns.map((column) => [column.id, column]));
  return (
    <div className="rows-frame" tabIndex={0} role="region" aria-label={caption}>
      <table className="rows">
        <thead>
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id}>
              {group.headers.map(({ id, column }) => {
                const { header, isNumber, isUnnamed } = known.get(column.id)!;
                const sorted = column.getIsSorted();
                return (
                  <th
                    key={id}
                    scope="col"
                    className={isNumber ? 'num' : undefined}
                    aria-label={isUnnamed ? header : undefined}
                    aria-sort={sorted ? (sorted === 'asc' ? 'ascending' : 'descending') : undefined}
                  >
                    {column.getCanSort() ? (
                      <button type="button" onClick={column.getToggleSortingHandler()}>
                        {header}
                        {sorted === 'asc' ? ' ↑' : sorted === 'desc' ? ' ↓' : ''}
                      </button>
                    ) : (
                      !isUnnamed && header
                    )}
                  </th>
                );
              })}
            </tr>
          ))}
        </thead>
        <tbody>
          {table.getRowModel().rows.map((row) => (
            <tr key={row.id}>
              {columns.map(({ id, cell, isNumber }) => (
                <td key={id} className={isNumber ? 'num' : undefined}>
                  {cell(row.original)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
