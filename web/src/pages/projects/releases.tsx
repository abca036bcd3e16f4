import { Badge, Button, Group, Text, Title } from '@mantine/core';
import { useMemo, useState } from 'react';
import { ask, granted } from '../../api/client';
import { graphql, type ResultOf } from '../../api/graphql';
import { useAsk, useChange } from '../../api/hooks';
import { useSession } from '../../app/session';
import { messages } from '../../messages';
import { type Column, DataTable } from '../../parts/data-table';
import { bytes, count, dateTime } from '../../parts/format';
import { Loaded } from '../../parts/states';
import { tellDone } from '../../parts/tell';

const words = messages.projects;

const releasesQuery = graphql(`
  query Releases($projectId: ID!) {
    releases(projectId: $projectId, first: 20) {
      nodes {
        id
        name
        version
        state
        error
        itemsTotal
        itemsWritten
        manifestSha256
        createdAt
        formats
      }
    }
  }
`);
const filesQuery = graphql(`
  query ReleaseFiles($id: ID!) {
    release(id: $id) {
      id
      manifestSha256
      files {
        path
        bytes
        sha256
        url
      }
    }
  }
`);
const createMutation = graphql(`
  mutation CreateRelease($input: CreateReleaseInput!) {
    createRelease(input: $input) {
      ... on Release {
        id
      }
      ... on Problem {
        code
        message
      }
    }
  }
`);

type Release = ResultOf<typeof releasesQuery>['releases']['nodes'][number];
type ReleaseFile = NonNullable<ResultOf<typeof filesQuery>['release']>['files'][number];

function Checksum({ of }: { of: string }) {
  return (
    <Text component="span" size="xs" ff="monospace" title={of}>
      {of.slice(0, 16)}…
    </Text>
  );
}

const fileColumns: Column<ReleaseFile>[] = [
  {
    id: 'path',
    header: words.name,
    value: ({ path }) => path,
    cell: ({ path, url }) => (
      <a href={url} download={path.split('/').at(-1)}>
        {path}
      </a>
    ),
  },
  { id: 'bytes', header: words.size, isNumber: true, value: (file) => file.bytes, cell: (file) => bytes(file.bytes) },
  {
    id: 'sha',
    header: 'SHA-256',
    cell: ({ sha256 }) => <Checksum of={sha256} />,
  },
];

/** What was frozen and written, and its files. */
export function Releases({ projectId }: { projectId: string }) {
  const { can } = useSession();
  const [openId, setOpenId] = useState<string | null>(null);
  const query = useAsk(releasesQuery, { projectId }, { everySeconds: 5 });
  const create = useChange(async () => granted((await ask(createMutation, { input: { projectId } })).createRelease), {
    onDone: () => tellDone(words.releaseStarted),
  });
  const columns = useMemo<Column<Release>[]>(
    () => [
      {
        id: 'name',
        header: words.name,
        value: ({ name }) => name,
        cell: ({ name, version }) => `${name} · ${version}`,
      },
      {
        id: 'state',
        header: words.state,
        value: ({ state }) => state,
        cell: ({ state, error }) => (
          <Badge color={state === 'FAILED' ? 'red' : 'gray'} title={error ?? undefined}>
            {words.releaseStates[state] ?? state}
          </Badge>
        ),
      },
      {
        id: 'items',
        header: words.items,
        isNumber: true,
        value: ({ itemsTotal }) => itemsTotal,
        cell: ({ itemsWritten, itemsTotal, state }) =>
          state === 'FREEZING' ? messages.common.ofTotal(count(itemsWritten), count(itemsTotal)) : count(itemsTotal),
      },
      { id: 'made', header: words.made, value: ({ createdAt }) => createdAt, cell: (one) => dateTime(one.createdAt) },
      {
        id: 'files',
        header: words.showFiles,
        isUnnamed: true,
        cell: ({ id, state }) =>
          state === 'READY' && (
            <Button
              variant="subtle"
              color="gray"
              aria-expanded={openId === id}
              onClick={() => setOpenId(openId === id ? null : id)}
            >
              {words.showFiles}
            </Button>
          ),
      },
    ],
    [openId],
  );
  return (
    <section>
      <Group justify="space-between" mb="xs">
        <Title order={2}>{words.releases}</Title>
        {can('release:create') && (
          <Button variant="default" loading={create.isPending} onClick={() => create.mutate()}>
            {words.newRelease}
          </Button>
        )}
      </Group>
      <Loaded query={query} lines={2}>
        {({ releases: { nodes } }) =>
          nodes.length === 0 ? (
            <Text c="dimmed">{words.noReleases}</Text>
          ) : (
            <DataTable rows={nodes} columns={columns} idOf={({ id }) => id} caption={words.releases} />
          )
        }
      </Loaded>
      {openId && <Files id={openId} />}
    </section>
  );
}

/** A release of masks has a file for each picture: the first hundred are shown, and the manifest, which is there to be had, names all. */
const mostFiles = 100;

function Files({ id }: { id: string }) {
  const query = useAsk(filesQuery, { id });
  return (
    <Loaded query={query} lines={3}>
      {({ release }) => {
        const files = [...(release?.files ?? [])].sort((a, b) => a.path.split('/').length - b.path.split('/').length);
        return (
          <div style={{ marginTop: 12 }}>
            <Text size="sm" c="dimmed" mb={4}>
              {messages.common.ofTotal(count(Math.min(files.length, mostFiles)), words.files(files.length))}
            </Text>
            <Text size="sm" mb={4}>
              {words.manifestHint}{' '}
              {['CHECKSUMS', 'manifest.json'].map((name) => (
                <a key={name} href={`/releases/${id}/${name}`} download={name} style={{ marginRight: 8 }}>
                  {name}
                </a>
              ))}
              {release?.manifestSha256 && <Checksum of={release.manifestSha256} />}
            </Text>
            <DataTable
              rows={files.slice(0, mostFiles)}
              columns={fileColumns}
              idOf={({ path }) => path}
              caption={words.showFiles}
            />
          </div>
        );
      }}
    </Loaded>
  );
}
