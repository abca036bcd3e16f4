import { Group, Stack, Text } from '@mantine/core';
import { useMemo } from 'react';
import { messages } from '../../messages';
import { personWords as words } from '../../messages/person';
import { csvOf } from '../../parts/csv';
import { type Column, DataTable } from '../../parts/data-table';
import { count, percent } from '../../parts/format';
import { Part } from '../../parts/part';
import { PerHour } from '../../parts/per-hour';
import { Rate } from '../../parts/rate';
import { Empty } from '../../parts/states';
import { Trend, type TrendPoint } from '../../parts/trend';
import type { Figures } from './queries';

export const weeksShown = 12;
const week = 7 * 86_400_000;
const smallUnder = 30;

/** The Monday, in UTC, that begins the first of the weeks shown. */
export function firstMonday(now: number = Date.now()): Date {
  const today = new Date(now);
  const monday = Date.UTC(
    today.getUTCFullYear(),
    today.getUTCMonth(),
    today.getUTCDate() - ((today.getUTCDay() + 6) % 7),
  );
  return new Date(monday - (weeksShown - 1) * week);
}

interface WeekRow {
  key: string;
  label: string;
  judged: Figures['weeks']['rows'][number] | undefined;
  worked: Figures['throughput']['rows'][number] | undefined;
}

/** A row for each week, also where nothing was done: gaps are part of the shape. */
function weeksOf({ weeks, throughput }: Figures, from: Date): WeekRow[] {
  const judged = new Map(weeks.rows.map((row) => [row.key, row]));
  const worked = new Map(throughput.rows.map((row) => [row.from?.slice(0, 10), row]));
  return Array.from({ length: weeksShown }, (_, at) => {
    const begin = new Date(from.getTime() + at * week);
    const key = begin.toISOString().slice(0, 10);
    const label = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(begin);
    return { key, label, judged: judged.get(key), worked: worked.get(key) };
  });
}

const columns: Column<WeekRow>[] = [
  { id: 'week', header: words.week, value: ({ key }) => key, cell: ({ label }) => label },
  {
    id: 'accuracy',
    header: words.accuracy,
    value: ({ judged }) => (judged && judged.n > 0 ? judged.interval[0]! : -1),
    cell: ({ judged }) => (judged ? <Rate {...judged} /> : <Rate accuracy={null} interval={[]} n={0} />),
  },
  {
    id: 'answers',
    header: words.answers,
    isNumber: true,
    value: ({ worked }) => worked?.counts.submitted ?? 0,
    cell: ({ worked }) => count(worked?.counts.submitted ?? 0),
  },
  {
    id: 'perHour',
    header: words.perHour,
    isNumber: true,
    value: ({ worked }) => worked?.answersPerHour?.perHour ?? -1,
    cell: ({ worked }) => <PerHour rate={worked?.answersPerHour} />,
  },
];

const fixed = (value: number | null | undefined, digits: number) => value?.toFixed(digits) ?? null;

const csvOfWeeks = (rows: readonly WeekRow[]): string =>
  csvOf(
    ['week', 'n', 'accuracy', 'low', 'high', 'answers', 'perHour', 'perHourLow', 'perHourHigh'],
    rows.map(({ key, judged, worked }) => {
      const rate = worked?.answersPerHour;
      const share = judged && judged.n >= smallUnder ? fixed(judged.accuracy, 4) : null;
      return [
        ...[key, judged?.n ?? 0, share, fixed(judged?.interval[0], 4), fixed(judged?.interval[1], 4)],
        ...[worked?.counts.submitted ?? 0, fixed(rate?.perHour, 2), fixed(rate?.interval?.[0], 2), fixed(rate?.interval?.[1], 2)],
      ];
    }),
  ); // prettier-ignore

const accuracyPoint = ({ label, judged }: WeekRow): TrendPoint => ({
  label,
  value: judged && judged.n > 0 ? judged.accuracy : null,
  interval: judged ? [judged.interval[0] ?? 0, judged.interval[1] ?? 1] : null,
  n: judged?.n ?? 0,
  words: judged ? `${label}: ${judged.shown}` : label,
});
const speedPoint = ({ label, worked }: WeekRow): TrendPoint => {
  const rate = worked?.answersPerHour;
  const [low, high] = rate?.interval ?? [];
  return {
    label,
    value: rate?.perHour ?? null,
    interval: low !== undefined && high !== undefined ? [low, high] : null,
    n: rate?.n ?? 0,
    words: `${label}: ${rate?.perHour?.toFixed(1) ?? '–'} · ${messages.figures.n(count(rate?.n ?? 0))}`,
  };
};

/** How right and how fast somebody was, week by week; and by whom their work was judged. */
export function Trends({ figures, from }: { figures: Figures; from: Date }) {
  const rows = useMemo(() => weeksOf(figures, from), [figures, from]);
  const csv = useMemo(() => csvOfWeeks(rows), [rows]);
  const [whole] = figures.whole.rows;
  const isEmpty = rows.every(({ judged, worked }) => !judged && !worked);
  return (
    <Part title={words.trend} csv={csv} file="weeks" hint={`${figures.whole.definition} ${words.trendHint}`}>
      {isEmpty ? (
        <Empty title={words.noWork}>{words.noWorkHint}</Empty>
      ) : (
        <Stack gap="md">
          {whole && (
            <Group gap="xl" align="flex-start">
              <Source name={words.whole} figures={whole} />
              {whole.bySource.map(({ source, ...one }) => (
                <Source key={source} name={words.sources[source] ?? source} figures={one} />
              ))}
            </Group>
          )}
          <div className="halves">
            <figure style={{ margin: 0 }}>
              <figcaption className="chart-name">{words.accuracyTrend}</figcaption>
              <Trend
                title={words.accuracyTrend}
                points={rows.map(accuracyPoint)}
                isShare
                show={(share) => percent(share, 0)}
              />
            </figure>
            <figure style={{ margin: 0 }}>
              <figcaption className="chart-name">{words.speedTrend}</figcaption>
              <Trend
                title={words.speedTrend}
                points={rows.map(speedPoint)}
                isShare={false}
                show={(value) => String(value)}
              />
            </figure>
          </div>
          <DataTable rows={[...rows].reverse()} columns={columns} idOf={({ key }) => key} caption={words.trend} />
        </Stack>
      )}
    </Part>
  );
}

type Share = Figures['whole']['rows'][number]['bySource'][number];

function Source({ name, figures }: { name: string; figures: Omit<Share, 'source'> }) {
  return (
    <div>
      <Text size="xs" c="dimmed">
        {name}
      </Text>
      <Rate {...figures} />
    </div>
  );
}
