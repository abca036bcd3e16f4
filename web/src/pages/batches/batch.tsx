import { Stack, Tabs } from '@mantine/core';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { graphql } from '../../api/graphql';
import { useAsk } from '../../api/hooks';
import { useSession } from '../../app/session';
import { messages } from '../../messages';
import { batchFields, BatchState, type BatchRow, Deadline, inState } from '../../parts/batch-rows';
import { count } from '../../parts/format';
import { Loaded, PageHead, Waiting } from '../../parts/states';
import { BatchActions } from './batch-actions';
import { Imports } from './imports';
import { StateBar } from './state-bar';
import { Tasks } from './tasks';

const words = messages.batch;
const route = getRouteApi('/in/batches/$batchId');
const Lots = lazy(() => import('./lots/lots').then(({ Lots: component }) => ({ default: component })));
const BatchForecast = lazy(() => import('./forecast').then(({ BatchForecast: component }) => ({ default: component })));

const batchQuery = graphql(
  `
    query Batch($id: ID!) {
      batch(id: $id) {
        ...BatchFields
      }
    }
  `,
  [batchFields],
);

/** Will this batch be done in time, and good enough? */
export function BatchPage() {
  const { batchId } = route.useParams();
  const { tab, state } = route.useSearch();
  const { can } = useSession();
  const navigate = useNavigate();
  const query = useAsk(batchQuery, { id: batchId }, { everySeconds: 4 });
  const mayOpen = { forecast: can('forecast:read'), imports: can('task:import'), lots: can('audit:read') };
  const open = tab && mayOpen[tab] ? tab : can('task:read') ? 'tasks' : 'lots';
  const show = (next: string | null) =>
    void navigate({
      to: '/batches/$batchId',
      params: { batchId },
      search: { tab: next === 'forecast' || next === 'imports' || next === 'lots' ? next : undefined },
      replace: true,
    });
  return (
    <Loaded query={query}>
      {({ batch }) => (
        <>
          <PageHead
            title={
              <>
                {batch.name} <BatchState state={batch.state} />
              </>
            }
            crumbs={
              <>
                <Link to="/projects">{messages.projects.projects}</Link>
                <span aria-hidden="true">/</span>
                <Link to="/projects/$projectId" params={{ projectId: batch.project.id }}>
                  {batch.project.name}
                </Link>
              </>
            }
          >
            <BatchActions batch={batch} />
          </PageHead>
          <Stack gap="lg">
            <Figures batch={batch} />
            {can('task:read') && <StateBar batch={batch} />}
            <Tabs value={open} onChange={show} keepMounted={false}>
              <Tabs.List mb="md">
                {can('task:read') && <Tabs.Tab value="tasks">{words.tasks}</Tabs.Tab>}
                {can('forecast:read') && <Tabs.Tab value="forecast">{words.forecast}</Tabs.Tab>}
                {can('task:import') && <Tabs.Tab value="imports">{words.imports}</Tabs.Tab>}
                {can('audit:read') && <Tabs.Tab value="lots">{words.lots}</Tabs.Tab>}
              </Tabs.List>
              <Tabs.Panel value="tasks">{can('task:read') && <Tasks batch={batch} state={state} />}</Tabs.Panel>
              <Tabs.Panel value="forecast">
                <Suspense fallback={<Waiting />}>
                  <BatchForecast batch={batch} />
                </Suspense>
              </Tabs.Panel>
              <Tabs.Panel value="imports">
                <Imports batch={batch} />
              </Tabs.Panel>
              <Tabs.Panel value="lots">
                <Suspense fallback={<Waiting />}>
                  <Lots batch={batch} />
                </Suspense>
              </Tabs.Panel>
            </Tabs>
          </Stack>
        </>
      )}
    </Loaded>
  );
}

function Figures({ batch }: { batch: BatchRow }) {
  const { progress } = batch;
  const figures: [string, string][] = [
    [messages.common.ofTotal(count(inState(batch, 'SETTLED')), count(progress.tasks - inState(batch, 'CANCELLED'))), words.settled], // prettier-ignore
    [messages.common.ofTotal(count(progress.answersCounted), count(progress.answersWanted)), words.answersOf],
    [count(progress.tasksReviewed), words.reviewed],
    ...(progress.answersQuarantined > 0 ? [[count(progress.answersQuarantined), words.aside] as [string, string]] : []),
  ];
  return (
    <div className="figures">
      {figures.map(([figure, label]) => (
        <div key={label}>
          <strong>{figure}</strong>
          <span>{label}</span>
        </div>
      ))}
      <div>
        <strong>{batch.deadlineAt ? <Deadline at={batch.deadlineAt} isDone={false} /> : '–'}</strong>
        <span>{batch.deadlineAt ? messages.projects.deadline : words.noDeadline}</span>
      </div>
    </div>
  );
}
