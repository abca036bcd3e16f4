import { Badge, Button, Kbd, Text } from '@mantine/core';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useAsk } from '../../api/hooks';
import { useKey } from '../../app/keys';
import { useSession } from '../../app/session';
import { messages } from '../../messages';
import { courses as words } from '../../messages/courses';
import { type Column, DataTable } from '../../parts/data-table';
import { Empty, Loaded, PageHead } from '../../parts/states';
import { ProjectCrumbs } from './crumbs';
import { type CourseRow, coursesQuery } from './queries';

const route = getRouteApi('/in/projects/$projectId/courses');

/** The courses of a project: what each admits to, and whether it is in force. */
export function CoursesPage() {
  const { projectId } = route.useParams();
  const { can } = useSession();
  const navigate = useNavigate();
  const query = useAsk(coursesQuery, { projectId });
  const mayMake = can('course:manage');
  const make = () => void navigate({ to: '/projects/$projectId/courses/new', params: { projectId } });
  useKey('c', words.new, make, { isOn: mayMake });
  const columns = useMemo(() => columnsOf(projectId), [projectId]);
  return (
    <>
      <PageHead title={words.title} crumbs={<ProjectCrumbs projectId={projectId} name={query.data?.project.name} />}>
        {mayMake && (
          <Button onClick={make} rightSection={<Kbd size="xs">C</Kbd>}>
            {words.new}
          </Button>
        )}
      </PageHead>
      <Loaded query={query}>
        {({ courses: { nodes } }) =>
          nodes.length === 0 ? (
            <Empty title={words.none} action={mayMake && <Button onClick={make}>{words.new}</Button>}>
              {mayMake ? words.noneHint : words.noneHintOfLead}
            </Empty>
          ) : (
            <DataTable rows={nodes} columns={columns} idOf={({ id }) => id} caption={words.crumb} />
          )
        }
      </Loaded>
    </>
  );
}

const columnsOf = (projectId: string): Column<CourseRow>[] => [
  {
    id: 'name',
    header: words.name,
    value: ({ name }) => name,
    cell: ({ id, name }) => (
      <Link to="/projects/$projectId/courses/$courseId" params={{ projectId, courseId: id }}>
        {name}
      </Link>
    ),
  },
  {
    id: 'state',
    header: words.state,
    value: ({ state }) => state,
    cell: ({ state }) => <CourseState state={state} />,
  },
  {
    id: 'version',
    header: words.version,
    cell: ({ published, draft }) => (
      <Text size="sm">
        {published ? published.version : words.notYet}
        {published && draft && (
          <Text component="span" size="xs" c="dimmed">
            {' '}
            · {words.waits}
          </Text>
        )}
      </Text>
    ),
  },
  {
    id: 'stages',
    header: words.leadsTo,
    cell: ({ published, draft }) => stageWords((published ?? draft)?.stages ?? []),
  },
];

export const stageWords = (stages: readonly string[]): string =>
  stages.map((stage) => messages.stages[stage] ?? stage).join(', ');

export function CourseState({ state }: { state: string }) {
  return <Badge color={state === 'PUBLISHED' ? 'indigo' : 'gray'}>{words.states[state]}</Badge>;
}
