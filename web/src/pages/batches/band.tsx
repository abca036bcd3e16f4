import { forecast as words } from '../../messages/forecast';
import { count, hourOf, shortDate } from '../../parts/format';

export interface BandPoint {
  at: string;
  p10: number;
  p50: number;
  p90: number;
}

const [width, height, left, bottom, top, right] = [560, 240, 48, 28, 12, 16];

/** The expected burn-up: the middle of the courses, four of five of them around it, and the deadline. */
export function Band({
  points,
  tasks,
  deadlineAt,
}: {
  points: readonly BandPoint[];
  tasks: number;
  deadlineAt: string | null;
}) {
  const time = (at: string) => new Date(at).getTime();
  const [first, last] = [time(points[0]!.at), time(points.at(-1)!.at)];
  const deadline = deadlineAt ? time(deadlineAt) : null;
  const end = deadline !== null && deadline > last && deadline - first < 2 * (last - first) ? deadline : last;
  const x = (at: number) => left + ((at - first) / Math.max(1, end - first)) * (width - left - right);
  const y = (value: number) => top + (1 - value / Math.max(1, tasks)) * (height - top - bottom);
  const line = (of: 'p10' | 'p50' | 'p90') => points.map((point) => `${x(time(point.at))},${y(point[of])}`);
  const isOneDay = shortDate(new Date(first)) === shortDate(new Date(end));
  const ticks = [first, first + (end - first) / 2, end];
  return (
    <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={words.band} style={{ width: '100%', maxWidth: 680 }}>
      {[0, 0.5, 1].map((share) => (
        <g key={share}>
          <line x1={left} x2={width - right} y1={y(tasks * share)} y2={y(tasks * share)} stroke="var(--m-line)" />
          <text x={left - 6} y={y(tasks * share) + 4} textAnchor="end" fontSize="11" fill="var(--m-quiet)">
            {count(Math.round(tasks * share))}
          </text>
        </g>
      ))}
      {ticks.map((at, index) => (
        <text
          key={index}
          x={x(at)}
          y={height - 8}
          textAnchor={(['start', 'middle', 'end'] as const)[index]}
          fontSize="11"
          fill="var(--m-quiet)"
        >
          {(isOneDay ? hourOf : shortDate)(new Date(at))}
        </text>
      ))}
      <polygon
        points={[...line('p90'), ...line('p10').reverse()].join(' ')}
        fill="var(--mantine-color-indigo-5)"
        opacity="0.22"
      />
      <polyline points={line('p50').join(' ')} fill="none" stroke="var(--mantine-color-indigo-5)" strokeWidth="2.5" />
      {deadline !== null && deadline >= first && deadline <= end && (
        <line
          x1={x(deadline)}
          x2={x(deadline)}
          y1={top}
          y2={height - bottom}
          stroke="var(--m-now)"
          strokeDasharray="4 4"
        />
      )}
    </svg>
  );
}
