import { shareTicks, ticksTo } from './axis';

export interface TrendPoint {
  label: string;
  /** Null: nothing was seen in this time. */
  value: number | null;
  interval: readonly [number, number] | null;
  n: number;
  words: string;
}

const [width, height, left, bottom, top, right] = [480, 210, 48, 26, 10, 12];
const smallUnder = 30;
/** More words than this under the points would run into each other. */
const mostLabels = 6;

/** One figure over time, each with its interval; what rests on few is grey and in the middle of it. A table stands beside it. */
export function Trend({
  points,
  title,
  isShare,
  show,
}: {
  points: readonly TrendPoint[];
  title: string;
  isShare: boolean;
  show: (value: number) => string;
}) {
  const known = points.filter((point) => point.value !== null);
  const ticks = isShare
    ? shareTicks(Math.min(...known.map(({ interval, value }) => interval?.[0] ?? value!), 0.9))
    : ticksTo(Math.max(...known.map(({ interval, value }) => interval?.[1] ?? value!), 0), 4);
  const [least, most] = [ticks[0]!, ticks.at(-1)!];
  const x = (at: number) => left + ((at + 0.5) / points.length) * (width - left - right);
  const y = (value: number) => top + ((most - value) / (most - least || 1)) * (height - top - bottom);
  const every = Math.ceil(points.length / mostLabels);
  const placed = points.flatMap((point, at) => {
    if (point.value === null) return [];
    const [low, high] = point.interval ?? [point.value, point.value];
    const isOpen = point.n < smallUnder || (isShare && (point.value === 1 || point.value === 0));
    return [{ point, at, low, high, isOpen, value: isOpen && isShare ? (low + high) / 2 : point.value }];
  });
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={title}
      className="chart"
      style={{ width: '100%', maxWidth: 680 }}
    >
      {ticks.map((tick) => (
        <g key={tick}>
          <line x1={left} x2={width - right} y1={y(tick)} y2={y(tick)} stroke="var(--m-line)" />
          <text x={left - 6} y={y(tick) + 4} textAnchor="end" fontSize="11" fill="var(--m-quiet)">
            {show(tick)}
          </text>
        </g>
      ))}
      {points.map(({ label }, at) =>
        (points.length - 1 - at) % every === 0 ? (
          <text key={label} x={x(at)} y={height - 8} textAnchor="middle" fontSize="11" fill="var(--m-quiet)">
            {label}
          </text>
        ) : null,
      )}
      <polyline
        points={placed.map(({ at, value }) => `${x(at)},${y(value)}`).join(' ')}
        fill="none"
        stroke="light-dark(#aab1be, #565c68)"
        strokeWidth="1.5"
      />
      {placed.map(({ point, at, low, high, isOpen, value }) => (
        <g key={point.label} className="chart-point" data-small={isOpen || undefined}>
          <title>{point.words}</title>
          <line x1={x(at)} x2={x(at)} y1={y(low)} y2={y(Math.min(high, most))} strokeWidth="2" />
          <circle cx={x(at)} cy={y(value)} r="4.5" />
        </g>
      ))}
    </svg>
  );
}
