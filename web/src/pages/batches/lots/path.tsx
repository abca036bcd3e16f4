import { Text } from '@mantine/core';
import { messages } from '../../../messages';

const words = messages.lots;
const [width, height, left, bottom, top, right] = [560, 240, 36, 34, 14, 16];

interface Lines {
  slope: number;
  acceptDistance: number;
  refuseDistance: number;
  counts: number[];
}

/** The two lines of a lot that is looked at one by one, and the way between them. */
export function Path({ lines, longest }: { lines: Lines; longest: number }) {
  const { slope, acceptDistance, refuseDistance, counts } = lines;
  const defects = counts.at(-1) ?? 0;
  // A short path is not to be lost in a long plan: as far as it went, or as far as a lot without a defect would go.
  const shortest = Math.ceil(acceptDistance / slope);
  const items = Math.min(longest, Math.max(counts.length, shortest) + 5);
  const most = Math.max(slope * items + refuseDistance, defects) + 0.5;
  const x = (item: number) => left + (item / items) * (width - left - right);
  const y = (count: number) => top + (1 - count / most) * (height - top - bottom);
  const from = Math.min(items, acceptDistance / slope);
  const steps = counts.map((count, index) => `H${x(index + 1)}V${y(count)}`).join('');
  const ticks = [...Array(Math.floor(most) + 1).keys()].filter((tick) => tick % Math.ceil(most / 6) === 0);
  return (
    <>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={counts.length > 0 ? words.pathHint(counts.length, defects) : words.pathNone}
        style={{ width: '100%', maxWidth: 720 }}
      >
        {ticks.map((tick) => (
          <g key={tick}>
            <line x1={left} x2={width - right} y1={y(tick)} y2={y(tick)} stroke="var(--m-line)" />
            <text x={left - 6} y={y(tick) + 4} textAnchor="end" fontSize="11" fill="var(--m-quiet)">
              {tick}
            </text>
          </g>
        ))}
        {[0, 0.25, 0.5, 0.75, 1].map((part) => (
          <text key={part} x={x(part * items)} y={height - 16} textAnchor="middle" fontSize="11" fill="var(--m-quiet)">
            {Math.round(part * items)}
          </text>
        ))}
        <text x={(width + left) / 2} y={height - 2} textAnchor="middle" fontSize="11" fill="var(--m-quiet)">
          {words.items}
        </text>
        <line
          x1={x(0)}
          y1={y(refuseDistance)}
          x2={x(items)}
          y2={y(slope * items + refuseDistance)}
          stroke="var(--mantine-color-red-5)"
          strokeWidth="2"
        />
        <line
          x1={x(from)}
          y1={y(0)}
          x2={x(items)}
          y2={y(Math.max(0, slope * items - acceptDistance))}
          stroke="var(--mantine-color-green-6)"
          strokeWidth="2"
        />
        <text x={x(0) + 8} y={top + 12} fontSize="11" fill="var(--m-quiet)">
          {words.refuseLine}
        </text>
        <text
          x={x(items) - 4}
          y={y(0) - 6}
          textAnchor="end"
          fontSize="11"
          fill="var(--m-quiet)"
          // The line goes behind the words.
          stroke="var(--m-panel)"
          strokeWidth="4"
          paintOrder="stroke"
        >
          {words.acceptLine}
        </text>
        {counts.length > 0 && (
          <>
            <path d={`M${x(0)} ${y(0)}${steps}`} fill="none" stroke="var(--mantine-color-indigo-5)" strokeWidth="2.5" />
            <circle cx={x(counts.length)} cy={y(defects)} r="4" fill="var(--mantine-color-indigo-5)" />
          </>
        )}
      </svg>
      <Text size="sm" c="dimmed">
        {counts.length > 0 ? words.pathHint(counts.length, defects) : words.pathNone}
      </Text>
    </>
  );
}
