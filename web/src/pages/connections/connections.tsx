import { Badge, Button, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { graphql } from '../../api/graphql';
import { useAsk } from '../../api/hooks';
import { useSession } from '../../app/session';
import { connections as words } from '../../messages/connections';
import { type Column, DataTable } from '../../parts/data-table';
import { ago } from '../../parts/format';
import { Empty, Loaded, PageHead } from '../../parts/states';
import { NewConnection } from './new-connection';
import { type Connection, connectionFields } from './queries';

const connectionsQuery = graphql(
  `
    query Connections {
      connections(first: 100) {
        nodes {
          ...ConnectionFields
        }
      }
      projects(first: 100) {
        nodes {
          id
          name
        }
      }
    }
  `,
  [connectionFields],
);

/** The tools that people draw in. */
export function ConnectionsPage() {
  const { can } = useSession();
  const query = useAsk(connectionsQuery, undefined, { everySeconds: 10 });
  const [isMaking, setMaking] = useState(false);
  const projects = useMemo(() => query.data?.projects.nodes ?? [], [query.data]);
  const columns = useMemo(() => columnsFor(new Map(projects.map(({ id, name }) => [id, name]))), [projects]);
  return (
    <>
      <PageHead title={words.title}>
        {can('connection:manage') && <Button onClick={() => setMaking(true)}>{words.create}</Button>}
      </PageHead>
      <Loaded query={query}>
        {({ connections: { nodes } }) =>
          nodes.length === 0 ? (
            <Empty title={words.none}>{words.noneHint}</Empty>
          ) : (
            <DataTable rows={nodes} columns={columns} idOf={({ id }) => id} caption={words.crumb} />
          )
        }
      </Loaded>
      <NewConnection isOpen={isMaking} projects={projects} onClose={() => setMaking(false)} />
    </>
  );
}

const columnsFor = (projects: ReadonlyMap<string, string>): Column<Connection>[] => [
  {
    id: 'name',
    header: words.name,
    value: ({ name }) => name,
    cell: ({ id, name }) => (
      <Link to="/connections/$connectionId" params={{ connectionId: id }}>
        {name}
      </Link>
    ),
  },
  { id: 'kind', header: words.kind, value: ({ kind }) => kind, cell: ({ kind }) => words.kinds[kind] },
  {
    id: 'projects',
    header: words.projects,
    cell: ({ projectIds }) =>
      projectIds.length === 0 ? (
        <Text size="sm" c="dimmed">
          {words.noProjects}
        </Text>
      ) : (
        projectIds.map((id) => projects.get(id) ?? id).join(', ')
      ),
  },
  {
    id: 'read',
    header: words.reconciled,
    value: ({ reconciledAt }) => reconciledAt ?? '',
    cell: ({ reconciledAt, reconcileError }) => (
      <>
        {reconciledAt ? ago(reconciledAt) : words.never}
        {reconcileError && (
          <Text size="xs" c="var(--m-now)">
            {words.reconcileFailed(reconcileError)}
          </Text>
        )}
      </>
    ),
  },
  {
    id: 'state',
    header: words.state,
    value: ({ isEnabled }) => (isEnabled ? 0 : 1),
    cell: ({ isEnabled }) => <Badge color={isEnabled ? 'gray' : 'red'}>{isEnabled ? words.on : words.off}</Badge>,
  },
];
