import { useMemo } from 'react';
import { messages } from '../../../messages';
import { type Column, DataTable } from '../../../parts/data-table';
import { percent } from '../../../parts/format';

const words = messages.lots;

interface Point {
  share: number;
  accepted: number;
  outgoing: number;
}

const [width, height, left, bottom, top, right] = [440, 240, 44, 34, 10, 28];

const columns: Column<Point>[] = [
  { id: 'share', header: words.share, isNumber: true, cell: ({ share }) => percent(share) },
  { id: 'accepted', header: words.accepted, isNumber: true, cell: ({ accepted }) => percent(accepted) },
  { id: 'outgoing', header: words.outgoing, isNumber: true, cell: ({ outgoing }) => percent(outgoing, 2) },
];

/** The operating characteristic of a plan: how often a lot is accepted, by its quality; and its points as a table beside it. */
export function Curve({ severity }: { severity: { curve: Point[]; aql: number; rate: number | null } }) {
  const { curve, aql, rate } = severity;
  const most = Math.max(...curve.map(({ share }) => share), 0.001);
  const x = (share: number) => left + (share / most) * (width - left - right);
  const y = (accepted: number) => top + (1 - accepted) * (height - top - bottom);
  const shown = useMemo(() => {
    const step = Math.max(1, Math.ceil(curve.length / 8));
    return curve.filter((_, index) => index % step === 0);
  }, [curve]);
  return (
    <div style={{ display: 'grid', gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 320px), 1fr))', gap: 20 }}>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={words.curveHint}
        style={{ width: '100%', maxWidth: 560 }}
      >
        {[0, 0.25, 0.5, 0.75, 1].map((tick) => (
          <g key={tick}>
            <line x1={left} x2={width - right} y1={y(tick)} y2={y(tick)} stroke="var(--m-line)" />
            <text x={left - 6} y={y(tick) + 4} textAnchor="end" fontSize="11" fill="var(--m-quiet)">
              {percent(tick, 0)}
            </text>
          </g>
        ))}
        {[0, 0.25, 0.5, 0.75, 1].map((tick) => (
          <text key={tick} x={x(tick * most)} y={height - 14} textAnchor="middle" fontSize="11" fill="var(--m-quiet)">
            {percent(tick * most)}
          </text>
        ))}
        <text x={(width + left) / 2} y={height - 1} textAnchor="middle" fontSize="11" fill="var(--m-quiet)">
          {words.share}
        </text>
        <polyline
          points={curve.map(({ share, accepted }) => `${x(share)},${y(accepted)}`).join(' ')}
          fill="none"
          stroke="var(--mantine-color-indigo-5)"
          strokeWidth="2.5"
        />
        <Mark
          at={x(Math.min(aql / 100, most))}
          label={`${words.aql} ${aql} %`}
          y1={top}
          y2={height - bottom}
          isDashed
        />
        {/* Its words stand low, where the curve of good lots is not. */}
        {rate !== null && rate <= most && (
          <Mark at={x(rate)} label={words.defects} y1={top + 26} y2={height - bottom} labelY={height - bottom - 8} />
        )}
      </svg>
      <DataTable rows={shown} columns={columns} idOf={({ share }) => String(share)} caption={words.curveHint} />
    </div>
  );
}

function Mark({
  at,
  label,
  y1,
  y2,
  isDashed,
  labelY = y1 + 10,
}: {
  at: number;
  label: string;
  y1: number;
  y2: number;
  isDashed?: boolean;
  labelY?: number;
}) {
  const isAtEnd = at > width - right - 90;
  return (
    <>
      <line x1={at} x2={at} y1={y1} y2={y2} stroke="var(--m-quiet)" strokeDasharray={isDashed ? '4 4' : undefined} />
      <text
        x={at + (isAtEnd ? -5 : 5)}
        y={labelY}
        textAnchor={isAtEnd ? 'end' : 'start'}
        fontSize="11"
        fill="var(--m-quiet)"
        // The lines and the curve go behind the words.
        stroke="var(--m-panel)"
        strokeWidth="4"
        paintOrder="stroke"
      >
        {label}
      </text>
    </>
  );
}
