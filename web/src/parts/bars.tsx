import { count } from './format';

export interface BarPoint {
  label: string;
  values: readonly number[];
}

const [width, height, left, bottom, top] = [520, 200, 40, 26, 10];
const colours = ['var(--mantine-color-indigo-5)', 'light-dark(#aab1be, #6b7280)'];
/** More words than this under the bars would run into each other. */
const mostLabels = 6;

/** Counts over time, side by side. A table stands beside it, so to those who do not see it it is only named. */
export function Bars({
  points,
  names,
  title,
}: {
  points: readonly BarPoint[];
  names: readonly string[];
  title: string;
}) {
  const most = Math.max(1, ...points.flatMap(({ values }) => values));
  const slot = (width - left) / Math.max(1, points.length);
  const bar = Math.min(28, (slot * 0.8) / Math.max(1, names.length));
  const y = (value: number) => top + (1 - value / most) * (height - top - bottom);
  const every = Math.ceil(points.length / mostLabels);
  return (
    <figure style={{ margin: 0 }}>
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={title} style={{ width: '100%', maxWidth: 640 }}>
        {[0, 0.5, 1].map((share) => (
          <g key={share}>
            <line x1={left} x2={width} y1={y(most * share)} y2={y(most * share)} stroke="var(--m-line)" />
            <text x={left - 6} y={y(most * share) + 4} textAnchor="end" fontSize="11" fill="var(--m-quiet)">
              {count(Math.round(most * share))}
            </text>
          </g>
        ))}
        {points.map(({ label, values }, at) => (
          <g key={label}>
            {values.map((value, series) => (
              <rect
                key={names[series]}
                x={left + slot * at + (slot - bar * values.length) / 2 + bar * series}
                y={y(value)}
                width={Math.max(1, bar - 1)}
                height={Math.max(0, y(0) - y(value))}
                fill={colours[series % colours.length]}
              >
                <title>{`${label}: ${names[series]} ${count(value)}`}</title>
              </rect>
            ))}
            {at % every === 0 && (
              <text x={left + slot * (at + 0.5)} y={height - 8} textAnchor="middle" fontSize="11" fill="var(--m-quiet)">
                {label}
              </text>
            )}
          </g>
        ))}
      </svg>
      <figcaption>
        <ul className="state-legend">
          {names.map((name, series) => (
            <li key={name}>
              <i aria-hidden="true" style={{ background: colours[series % colours.length] }} />
              {name}
            </li>
          ))}
        </ul>
      </figcaption>
    </figure>
  );
}
