import type { CSSProperties, ReactNode } from 'react';

export interface MatrixCell {
  /** 0 to 1: how dark it is; null: nothing to compare. */
  shade: number | null;
  /** Few: it is grey, whatever the share. */
  isSmall: boolean;
  /** Means something is wrong where it is dark, such as a class that is taken for another. */
  isBad?: boolean;
  content: ReactNode;
  title?: string;
}

interface MatrixProps {
  caption: string;
  /** What stands in the corner, such as "settled ↓ answered →". */
  corner: string;
  rows: readonly { key: string; head: ReactNode }[];
  columns: readonly { key: string; head: ReactNode }[];
  cell: (row: string, column: string) => MatrixCell | null;
}

/** Something by something: a table whose cells are shaded, so that one sees the shape and reads the figures. */
export function Matrix({ caption, corner, rows, columns, cell }: MatrixProps) {
  return (
    <div className="rows-frame matrix-frame" tabIndex={0} role="region" aria-label={caption}>
      <table className="rows matrix">
        <thead>
          <tr>
            <th scope="col">{corner}</th>
            {columns.map(({ key, head }) => (
              <th key={key} scope="col" className="num">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <th scope="row">{row.head}</th>
              {columns.map((column) => (
                <Cell key={column.key} cell={cell(row.key, column.key)} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cell({ cell }: { cell: MatrixCell | null }) {
  if (!cell) return <td className="num matrix-none" />;
  const { shade, isSmall, isBad, content, title } = cell;
  const style = { '--shade': `${Math.round((shade ?? 0) * 100)}%` } as CSSProperties;
  return (
    <td className="num" title={title} style={style} data-tone={isSmall ? 'small' : isBad ? 'bad' : 'plain'}>
      {content}
    </td>
  );
}
