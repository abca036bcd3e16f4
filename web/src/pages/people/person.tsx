import { Alert, Badge, Stack, Text, Title } from '@mantine/core';
import { getRouteApi, Link } from '@tanstack/react-router';
import { graphql, type ResultOf } from '../../api/graphql';
import { useAsk } from '../../api/hooks';
import { messages } from '../../messages';
import { type Column, DataTable } from '../../parts/data-table';
import { count } from '../../parts/format';
import { Empty, Loaded, PageHead } from '../../parts/states';

const words = messages.people;
const route = getRouteApi('/in/people/$memberId');

const nextQuery = graphql(`
  query NextTask($memberId: ID!) {
    explainNextTask(memberId: $memberId) {
      memberName
      summary
      candidates {
        place
        because
        message
        stage
        task {
          id
          externalKey
          batchName
          projectName
        }
      }
      projects {
        projectId
        projectName
        seats
        bindingFilter
        message
        filters {
          filter
          tasks
          seats
          message
        }
      }
    }
  }
`);
type Next = ResultOf<typeof nextQuery>['explainNextTask'];

const candidateColumns: Column<Next['candidates'][number]>[] = [
  { id: 'place', header: words.place, isNumber: true, value: ({ place }) => place, cell: ({ place }) => place },
  {
    id: 'task',
    header: words.task,
    cell: ({ task }) =>
      task && (
        <>
          <Link to="/tasks/$taskId" params={{ taskId: task.id }}>
            {task.externalKey}
          </Link>{' '}
          <Text component="span" size="xs" c="dimmed">
            {task.batchName} · {task.projectName}
          </Text>
        </>
      ),
  },
  { id: 'stage', header: words.stage, cell: ({ stage }) => stage && messages.stages[stage] },
  { id: 'because', header: words.because, cell: ({ message }) => message },
];

/** What somebody's next claim gives, and the doors between them and the rest. Nothing is taken. */
export function PersonPage() {
  const { memberId } = route.useParams();
  const query = useAsk(nextQuery, { memberId }, { everySeconds: 10 });
  return (
    <Loaded query={query}>
      {({ explainNextTask: next }) => (
        <>
          <PageHead title={next.memberName} crumbs={<Link to="/people">{messages.shell.people}</Link>} />
          <Stack gap="lg">
            <section>
              <Title order={2} mb="xs">
                {words.next}
              </Title>
              <Alert color="indigo" mb="sm">
                {next.summary}
              </Alert>
              {next.candidates.length === 0 ? (
                <Empty title={words.nothing} />
              ) : (
                <DataTable
                  rows={next.candidates}
                  columns={candidateColumns}
                  idOf={({ place }) => String(place)}
                  caption={words.next}
                />
              )}
            </section>
            <section>
              <Title order={2} mb="xs">
                {words.doors}
              </Title>
              <Stack gap="md">
                {next.projects.map((project) => (
                  <Doors key={project.projectId} project={project} />
                ))}
              </Stack>
            </section>
          </Stack>
        </>
      )}
    </Loaded>
  );
}

function Doors({ project }: { project: Next['projects'][number] }) {
  return (
    <section>
      <Title order={3} mb={4}>
        {project.projectName}{' '}
        <Text component="span" size="sm" c="dimmed">
          {project.message}
        </Text>
      </Title>
      <ol className="story">
        {project.filters.map(({ filter, seats, message }) => {
          const isShut = project.bindingFilter === filter;
          return (
            <li key={filter} data-tone={isShut ? 'now' : seats > 0 ? 'good' : undefined}>
              <Text size="sm" className="tabular">
                {words.filters[filter]}: {count(seats)} {words.seatsLeft.toLowerCase()}{' '}
                {isShut && <Badge color="red">{message ?? words.nothing}</Badge>}
                {!isShut && message && (
                  <Text component="span" size="xs" c="dimmed">
                    {message}
                  </Text>
                )}
              </Text>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
