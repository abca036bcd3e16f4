import { percent } from './format';
import { shareTicks, ticksTo } from './axis';

export interface ScatterPoint {
  id: string;
  name: string;
  x: number;
  /** 0 to 1; with its 95 % interval */
  y: number;
  interval: readonly [number, number];
  n: number;
  /** in words, for whoever does not see it */
  words: string;
  href: string;
}

interface ScatterProps {
  points: readonly ScatterPoint[];
  title: string;
  xName: string;
  yName: string;
  onOpen: (id: string) => void;
}

const [width, height, left, bottom, top, right] = [640, 380, 52, 44, 14, 20];
/** Fewer, and the interval is what to read. */
const smallUnder = 30;
const [smallest, largest] = [4, 11];
/** About so wide is a letter of a name, and so high a line. */
const [letter, line] = [6, 13];

interface Placed {
  point: ScatterPoint;
  at: [x: number, y: number];
  /** Of few, or of what never failed, no share is claimed: the mark stands in the middle of the interval. */
  isOpen: boolean;
}

/** Names that do not lie on each other; the rest is told by the table, and where one points. */
function namesOf(placed: readonly Placed[]): Map<string, 'start' | 'end'> {
  const taken: [number, number, number, number][] = [];
  const names = new Map<string, 'start' | 'end'>();
  for (const { point, at } of [...placed].sort((a, b) => b.point.n - a.point.n)) {
    const wide = point.name.length * letter;
    for (const anchor of ['start', 'end'] as const) {
      const x = anchor === 'start' ? at[0] + largest + 2 : at[0] - largest - 2 - wide;
      const box: [number, number, number, number] = [x, at[1] - line / 2, x + wide, at[1] + line / 2];
      if (box[0] < left || box[2] > width - 2) continue;
      if (taken.some((one) => one[0] < box[2] && box[0] < one[2] && one[1] < box[3] && box[1] < one[3])) continue;
      taken.push(box);
      names.set(point.id, anchor);
      break;
    }
  }
  return names;
}

/** How right against how fast, a link a person. The bar is the interval, the size how much was judged. A table stands beside it. */
export function Scatter({ points, title, xName, yName, onOpen }: ScatterProps) {
  const xTicks = ticksTo(Math.max(...points.map(({ x }) => x), 0));
  const mostX = xTicks.at(-1)!;
  const yTicks = shareTicks(Math.min(...points.map(({ interval: [low] }) => low), 0.9));
  const least = yTicks[0]!;
  const mostN = Math.max(...points.map(({ n }) => n), 1);
  const x = (value: number) => left + (value / mostX) * (width - left - right);
  const y = (share: number) => top + ((1 - share) / (1 - least)) * (height - top - bottom);
  const placed = points.map<Placed>((point) => {
    const isOpen = point.n < smallUnder || point.y === 1 || point.y === 0;
    const share = isOpen ? (point.interval[0] + point.interval[1]) / 2 : point.y;
    return { point, isOpen, at: [x(point.x), y(share)] };
  });
  const names = namesOf(placed);
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      role="group"
      aria-label={title}
      className="chart"
      style={{ width: '100%', maxWidth: 820 }}
    >
      {yTicks.map((tick) => (
        <g key={tick} aria-hidden="true">
          <line x1={left} x2={width - right} y1={y(tick)} y2={y(tick)} stroke="var(--m-line)" />
          <text x={left - 8} y={y(tick) + 4} textAnchor="end" fontSize="11" fill="var(--m-quiet)">
            {percent(tick, 0)}
          </text>
        </g>
      ))}
      {xTicks.map((tick) => (
        <text
          key={tick}
          x={x(tick)}
          y={height - bottom + 16}
          textAnchor="middle"
          fontSize="11"
          fill="var(--m-quiet)"
          aria-hidden="true"
        >
          {tick}
        </text>
      ))}{' '}
      {/* prettier-ignore */}
      <text x={(left + width - right) / 2} y={height - 8} textAnchor="middle" fontSize="12" fill="var(--m-quiet)" aria-hidden="true">
        {xName}
      </text>{' '}
      {/* prettier-ignore */}
      <text x={14} y={(top + height - bottom) / 2} textAnchor="middle" fontSize="12" fill="var(--m-quiet)" aria-hidden="true" transform={`rotate(-90 14 ${(top + height - bottom) / 2})`}>
        {yName}
      </text>{' '}
      {/* prettier-ignore */}
      {placed.map(({ point, isOpen, at }) => (
        <a
          key={point.id}
          href={point.href}
          aria-label={point.words}
          className="chart-point"
          data-small={isOpen || undefined}
          onClick={(event) => {
            // Another tab, or a new window, is the browser's own.
            if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
            event.preventDefault();
            onOpen(point.id);
          }}
        >
          <title>{point.words}</title>
          <line x1={at[0]} x2={at[0]} y1={y(point.interval[0])} y2={y(point.interval[1])} strokeWidth="2" />
          <circle cx={at[0]} cy={at[1]} r={smallest + (largest - smallest) * Math.sqrt(point.n / mostN)} />
          {names.has(point.id) && (
            <text
              x={at[0] + (names.get(point.id) === 'start' ? largest + 2 : -largest - 2)}
              y={at[1] + 4}
              textAnchor={names.get(point.id)}
              fontSize="11"
              stroke="var(--m-panel)"
              strokeWidth="3"
              paintOrder="stroke"
            >
              {point.name}
            </text>
          )}
        </a>
      ))}
    </svg>
  );
}
