import { Button, Kbd, Stack, Title } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { graphql, type ResultOf } from '../../api/graphql';
import { useAsk } from '../../api/hooks';
import { useKey } from '../../app/keys';
import { useSession } from '../../app/session';
import { messages } from '../../messages';
import { batchLine, batchProgress, BatchTable, withProgress } from '../../parts/batch-rows';
import { type Column, DataTable } from '../../parts/data-table';
import { date } from '../../parts/format';
import { Empty, Loaded, PageHead } from '../../parts/states';
import { NewBatch } from './new-batch';

const words = messages.projects;

const overviewQuery = graphql(
  `
    query Overview {
      findBatches(first: 50) {
        ...BatchLine
      }
      projects(first: 100) {
        totalCount
        nodes {
          id
          name
          description
          policyVersion
          guidelineVersion
          createdAt
        }
      }
    }
  `,
  [batchLine],
);
const progressQuery = graphql(
  `
    query OverviewProgress {
      findBatches(first: 50) {
        ...Progress
      }
    }
  `,
  [batchProgress],
);
type Project = ResultOf<typeof overviewQuery>['projects']['nodes'][number];

const columns: Column<Project>[] = [
  {
    id: 'name',
    header: words.name,
    value: ({ name }) => name,
    cell: ({ id, name }) => (
      <Link to="/projects/$projectId" params={{ projectId: id }}>
        {name}
      </Link>
    ),
  },
  { id: 'description', header: '', isUnnamed: true, cell: ({ description }) => description },
  { id: 'made', header: words.made, value: ({ createdAt }) => createdAt, cell: ({ createdAt }) => date(createdAt) },
];

/** Where managers, leads and clients begin: the batches that are worked on, in all projects, and the projects. */
export function ProjectsPage() {
  const { can } = useSession();
  const query = useAsk(overviewQuery, undefined, { everySeconds: 10 });
  const progress = useAsk(progressQuery, undefined, { everySeconds: 20 }).data?.findBatches;
  const navigate = useNavigate();
  const mayCreate = can('project:create');
  useKey('c', words.newProject, () => void navigate({ to: '/projects/new' }), { isOn: mayCreate });
  const [isMakingBatch, setMakingBatch] = useState(false);
  const rows = useMemo(() => query.data?.projects.nodes ?? [], [query.data]);
  // With one project there is no question where the first batch belongs.
  const only = can('batch:create') && rows.length === 1 ? rows[0]!.id : null;
  return (
    <>
      <PageHead title={words.title}>
        {mayCreate && (
          <Button component={Link} to="/projects/new" rightSection={<Kbd size="xs">C</Kbd>}>
            {words.newProject}
          </Button>
        )}
      </PageHead>
      {only && <NewBatch projectId={only} isOpen={isMakingBatch} onClose={() => setMakingBatch(false)} />}
      <Loaded query={query}>
        {({ findBatches, projects: { totalCount } }) =>
          totalCount === 0 ? (
            <Empty title={words.none}>{mayCreate ? words.noneHint : words.noneOpen}</Empty>
          ) : (
            <Stack gap="lg">
              <section>
                <Title order={2} mb="xs">
                  {words.batches}
                </Title>
                {findBatches.length === 0 ? (
                  <Empty
                    title={words.noBatches}
                    action={only && <Button onClick={() => setMakingBatch(true)}>{words.newBatch}</Button>}
                  >
                    {words.noBatchesHint} {!only && can('batch:create') && words.chooseProject}
                  </Empty>
                ) : (
                  <BatchTable batches={withProgress(findBatches, progress)} withProject />
                )}
              </section>
              <section>
                <Title order={2} mb="xs">
                  {words.projects}
                </Title>
                <DataTable rows={rows} columns={columns} idOf={({ id }) => id} caption={words.projects} />
              </section>
            </Stack>
          )
        }
      </Loaded>
    </>
  );
}
