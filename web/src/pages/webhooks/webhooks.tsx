import { Button, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { graphql } from '../../api/graphql';
import { useAsk } from '../../api/hooks';
import { webhooks as words } from '../../messages/webhooks';
import { type Column, DataTable } from '../../parts/data-table';
import { Empty, Loaded, PageHead } from '../../parts/states';
import { type Endpoint, endpointFields, EndpointState } from './endpoint-rows';
import { NewEndpoint } from './new-endpoint';

const endpointsQuery = graphql(
  `
    query WebhookEndpoints {
      webhookEndpoints(first: 100) {
        nodes {
          ...EndpointFields
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
  [endpointFields],
);

/** The receivers of news, and whether what is sent to them arrives. */
export function WebhooksPage() {
  const query = useAsk(endpointsQuery, undefined, { everySeconds: 10 });
  const [isMaking, setMaking] = useState(false);
  const projects = useMemo(() => query.data?.projects.nodes ?? [], [query.data]);
  const columns = useMemo(() => columnsFor(new Map(projects.map(({ id, name }) => [id, name]))), [projects]);
  const button = <Button onClick={() => setMaking(true)}>{words.create}</Button>;
  return (
    <>
      <PageHead title={words.title}>{button}</PageHead>
      <Loaded query={query}>
        {({ webhookEndpoints: { nodes } }) =>
          nodes.length === 0 ? (
            <Empty title={words.none}>{words.noneHint}</Empty>
          ) : (
            <DataTable rows={nodes} columns={columns} idOf={({ id }) => id} caption={words.crumb} />
          )
        }
      </Loaded>
      <NewEndpoint isOpen={isMaking} projects={projects} onClose={() => setMaking(false)} />
    </>
  );
}

const columnsFor = (projects: ReadonlyMap<string, string>): Column<Endpoint>[] => [
  {
    id: 'url',
    header: words.url,
    value: ({ url }) => url,
    cell: ({ id, url, description }) => (
      <>
        <Link to="/endpoints/$endpointId" params={{ endpointId: id }}>
          {url}
        </Link>
        {description && (
          <Text size="xs" c="dimmed">
            {description}
          </Text>
        )}
      </>
    ),
  },
  {
    id: 'types',
    header: words.types,
    value: ({ types }) => types.join(),
    cell: ({ types }) => (types.length === 0 ? words.allTypes : types.join(', ')),
  },
  {
    id: 'projects',
    header: words.projects,
    cell: ({ projectIds }) =>
      projectIds.length === 0 ? words.allProjects : projectIds.map((id) => projects.get(id) ?? id).join(', '),
  },
  {
    id: 'state',
    header: words.state,
    value: ({ isEnabled, failures }) => (isEnabled ? failures : Infinity),
    cell: (endpoint) => <EndpointState endpoint={endpoint} />,
  },
];
