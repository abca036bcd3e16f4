import { SegmentedControl, Select, Stack } from '@mantine/core';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useAsk } from '../../api/hooks';
import { messages } from '../../messages';
import { throughput as words } from '../../messages/throughput';
import { type BarPoint, Bars } from '../../parts/bars';
import { DataTable } from '../../parts/data-table';
import { hourOf, shortDate, shownZone, startOfToday } from '../../parts/format';
import { Part } from '../../parts/part';
import { Empty, Loaded, PageHead } from '../../parts/states';
import { type Group as Work, projectsQuery, throughputQuery } from './queries';
import { funnelColumns, overColumns, personColumns } from './tables';

const route = getRouteApi('/in/throughput');
const hour = 3_600_000;
const everySeconds = 60;
/** The hours of a day, and two weeks. */
const hoursBack = { HOUR: 23, DAY: 13 * 24 };

/** How much is done, when, and by whom; each chart with its table, each table as a file. */
export function ThroughputPage() {
  const { project, by = 'DAY' } = route.useSearch();
  const navigate = useNavigate();
  const projects = useAsk(projectsQuery);
  const variables = useMemo(() => {
    const begin = by === 'DAY' ? new Date(startOfToday()).getTime() : Math.floor(Date.now() / hour) * hour;
    const filter = {
      from: new Date(begin - hoursBack[by] * hour).toISOString(),
      ...(project && { projectIds: [project] }),
    };
    return { filter, bucket: by, timeZone: shownZone() };
  }, [by, project]);
  const query = useAsk(throughputQuery, variables, { everySeconds, keepsLast: true });
  const columns = useMemo(() => overColumns(by), [by]);
  const go = (search: { project?: string; by?: 'HOUR' | 'DAY' }) =>
    void navigate({ to: '/throughput', search: { project, by, ...search }, replace: true });
  return (
    <>
      <PageHead title={words.title} crumbs={<Link to="/people">{messages.shell.people}</Link>}>
        <Select
          size="xs"
          w={260}
          aria-label={words.project}
          placeholder={words.allProjects}
          clearable
          data={(projects.data?.projects.nodes ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          value={project ?? null}
          onChange={(next) => go({ project: next ?? undefined })}
        />
        <SegmentedControl
          size="xs"
          aria-label={words.bucket}
          data={(['HOUR', 'DAY'] as const).map((value) => ({ value, label: words.buckets[value] }))}
          value={by}
          onChange={(next) => go({ by: next === 'HOUR' ? 'HOUR' : 'DAY' })}
        />
      </PageHead>
      <Loaded query={query}>
        {({ over, people, funnel }) =>
          people.rows.length === 0 && funnel.rows.length === 0 ? (
            <Empty title={words.none}>{words.noneHint}</Empty>
          ) : (
            <Stack gap="xl">
              <Part title={`${words.over(words.buckets[by])}, ${words.windows[by]}`} csv={over.csv} file="throughput">
                <div className="halves">
                  <Bars
                    title={words.over(words.buckets[by])}
                    names={[words.answers, words.accepted]}
                    points={pointsOf(over.rows, variables.filter.from, by)}
                  />
                  <DataTable
                    rows={over.rows}
                    columns={columns}
                    idOf={({ from }) => from ?? ''}
                    caption={words.over(words.buckets[by])}
                  />{' '}
                  {/* prettier-ignore */}
                </div>
              </Part>
              <Part title={words.byPerson} csv={people.csv} file="people" hint={people.definition}>
                <DataTable
                  rows={people.rows}
                  columns={personColumns}
                  idOf={({ key }) => key}
                  caption={words.byPerson}
                />
              </Part>
              <Part title={words.funnel} csv={funnel.csv} file="funnel" hint={words.funnelHint}>
                <DataTable
                  rows={funnel.rows}
                  columns={funnelColumns}
                  idOf={({ memberId }) => memberId}
                  caption={words.funnel}
                />{' '}
                {/* prettier-ignore */}
              </Part>
            </Stack>
          )
        }
      </Loaded>
    </>
  );
}

/** A point for each hour or day, also where nothing was done: gaps are part of the shape. */
function pointsOf(rows: readonly Work[], from: string, by: 'HOUR' | 'DAY'): BarPoint[] {
  const labelOf = by === 'DAY' ? shortDate : hourOf;
  const found = new Map(rows.map((row) => [row.from && labelOf(row.from), row.counts]));
  const [begin, step] = [new Date(from).getTime(), by === 'DAY' ? 24 * hour : hour];
  return Array.from({ length: by === 'DAY' ? 14 : 24 }, (_, at) => {
    // Two hours into each day: where clocks are put, no day is met twice and none is left out.
    const label = labelOf(new Date(begin + at * step + (by === 'DAY' ? 2 * hour : 0)));
    const counts = found.get(label);
    return { label, values: [counts?.submitted ?? 0, counts?.accepted ?? 0] };
  });
}
