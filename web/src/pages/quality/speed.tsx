import { Text } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useAsk } from '../../api/hooks';
import { quality as words } from '../../messages/quality';
import { csvOf } from '../../parts/csv';
import { type Column, DataTable } from '../../parts/data-table';
import { startOfToday } from '../../parts/format';
import { Part } from '../../parts/part';
import { PerHour } from '../../parts/per-hour';
import { Rate } from '../../parts/rate';
import { Scatter, type ScatterPoint } from '../../parts/scatter';
import { Empty, Loaded } from '../../parts/states';
import { type Judged, speedQuery, type Worked } from './queries';

const day = 86_400_000;
const everySeconds = 60;
/** Shares of fewer stay out of a spreadsheet, which would show 8 of 8 as 100 %. */
const smallUnder = 30;

interface Row {
  id: string;
  name: string;
  judged: Judged | undefined;
  worked: Worked | undefined;
}

function rowsOf(judged: readonly Judged[], worked: readonly Worked[]): Row[] {
  const rows = new Map<string, Row>();
  for (const one of worked) rows.set(one.key, { id: one.key, name: one.label, judged: undefined, worked: one });
  for (const one of judged)
    rows.set(one.key, { id: one.key, name: one.label, judged: one, worked: rows.get(one.key)?.worked });
  return [...rows.values()].sort((a, b) => a.name.localeCompare(b.name));
}

const columnsFor = (project: string): Column<Row>[] => [
  {
    id: 'name',
    header: words.name,
    value: ({ name }) => name,
    cell: ({ id, name }) => (
      <Link to="/people/$memberId" params={{ memberId: id }} search={{ project }}>
        {name}
      </Link>
    ),
  },
  {
    id: 'accuracy',
    header: words.accuracy,
    // Who is certainly good comes first: the lower end of the interval, not the figure.
    value: ({ judged }) => (judged && judged.n > 0 ? judged.interval[0]! : -1),
    cell: ({ judged }) => (judged ? <Rate {...judged} /> : <Rate accuracy={null} interval={[]} n={0} />),
  },
  {
    id: 'perHour',
    header: words.perHour,
    isNumber: true,
    isLowFirst: true,
    value: ({ worked }) => worked?.answersPerHour?.perHour ?? Number.MAX_VALUE,
    cell: ({ worked }) => <PerHour rate={worked?.answersPerHour} none={words.noTime} />,
  },
];

const fixed = (value: number | null | undefined, digits: number) => value?.toFixed(digits) ?? null;

const csvOfRows = (rows: readonly Row[]): string =>
  csvOf(
    ['key', 'name', 'n', 'accuracy', 'low', 'high', 'answers', 'perHour', 'perHourLow', 'perHourHigh'],
    rows.map(({ id, name, judged, worked }) => {
      const rate = worked?.answersPerHour;
      const share = judged && judged.n >= smallUnder ? fixed(judged.accuracy, 4) : null;
      const interval = judged && judged.n > 0 ? judged.interval : [];
      return [
        ...[id, name, judged?.n ?? 0, share, fixed(interval[0], 4), fixed(interval[1], 4)],
        ...[worked?.counts.submitted ?? 0, fixed(rate?.perHour, 2), fixed(rate?.interval?.[0], 2), fixed(rate?.interval?.[1], 2)],
      ];
    }),
  ); // prettier-ignore

function pointsOf(rows: readonly Row[], project: string): ScatterPoint[] {
  return rows.flatMap(({ id, name, judged, worked }) => {
    const perHour = worked?.answersPerHour?.perHour;
    if (!judged || judged.accuracy === null || judged.n === 0 || perHour === undefined || perHour === null) return [];
    const [low = 0, high = 1] = judged.interval;
    const href = `/people/${id}?project=${encodeURIComponent(project)}`;
    const said = words.point(name, perHour.toFixed(1), judged.shown);
    return [{ id, name, x: perHour, y: judged.accuracy, interval: [low, high], n: judged.n, words: said, href }];
  });
}

/** How right people are against how fast they are, over the same days. */
export function Speed({ projectId, days }: { projectId: string; days: number }) {
  const navigate = useNavigate();
  const variables = useMemo(() => {
    const from = new Date(new Date(startOfToday()).getTime() - (days - 1) * day).toISOString();
    return { accuracy: { projectId, from }, work: { projectIds: [projectId], from } };
  }, [projectId, days]);
  const query = useAsk(speedQuery, variables, { everySeconds, keepsLast: true });
  const rows = useMemo(() => query.data && rowsOf(query.data.accuracy.rows, query.data.throughput.rows), [query.data]);
  const columns = useMemo(() => columnsFor(projectId), [projectId]);
  return (
    <Loaded query={query}>
      {({ accuracy, throughput }) => {
        const points = pointsOf(rows!, projectId);
        return (
          <Part title={words.speedTitle} csv={csvOfRows(rows!)} file="accuracy-and-speed" hint={words.speedHint}>
            <div className="halves">
              {points.length === 0 ? (
                <Empty title={words.nothingJudged}>{words.nothingJudgedHint}</Empty>
              ) : (
                <Scatter
                  points={points}
                  title={words.speedTitle}
                  xName={words.perHour}
                  yName={words.accuracyShort}
                  onOpen={(memberId) =>
                    void navigate({ to: '/people/$memberId', params: { memberId }, search: { project: projectId } })
                  }
                />
              )}
              <DataTable rows={rows!} columns={columns} idOf={({ id }) => id} caption={words.speedTitle} />
            </div>
            <Text size="xs" c="dimmed" mt="xs">
              {accuracy.definition} {throughput.definition}
            </Text>
          </Part>
        );
      }}
    </Loaded>
  );
}
