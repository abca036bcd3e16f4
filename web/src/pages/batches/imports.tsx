import { Alert, Progress, Stack, Text, Title } from '@mantine/core';
import { graphql, type ResultOf } from '../../api/graphql';
import { useAsk } from '../../api/hooks';
import { messages } from '../../messages';
import type { BatchRow } from '../../parts/batch-rows';
import { type Column, DataTable } from '../../parts/data-table';
import { count, dateTime } from '../../parts/format';
import { Loaded } from '../../parts/states';
import { DropFiles } from './drop-files';
import { formatNames } from './file-kind';

const words = messages.batch;

const importsQuery = graphql(`
  query Imports($id: ID!) {
    batch(id: $id) {
      id
      imports(first: 10) {
        nodes {
          id
          state
          format
          annotationsAs
          rowsRead
          created
          existing
          refused
          error
          createdAt
        }
      }
    }
  }
`);
const refusalsQuery = graphql(`
  query Refusals($id: ID!) {
    import(id: $id) {
      id
      refusals(first: 100) {
        row
        line
        externalKey
        path
        message
      }
    }
  }
`);
type ImportRow = ResultOf<typeof importsQuery>['batch']['imports']['nodes'][number];
type Refusal = ResultOf<typeof refusalsQuery>['import']['refusals'][number];
export function Imports({ batch }: { batch: BatchRow }) {
  const query = useAsk(importsQuery, { id: batch.id }, { everySeconds: 1 });
  return (
    <Stack gap="lg">
      {batch.closedAt ? (
        <Text c="dimmed">{words.closedForImports}</Text>
      ) : (
        <DropFiles batchId={batch.id} projectId={batch.project.id} />
      )}
      <Loaded query={query} lines={2}>
        {({ batch: { imports } }) =>
          imports.nodes.length === 0 ? (
            <Text c="dimmed">{words.noImports}</Text>
          ) : (
            <Stack gap="lg">
              {[...imports.nodes].reverse().map((one) => (
                <OneImport key={one.id} one={one} />
              ))}
            </Stack>
          )
        }
      </Loaded>
    </Stack>
  );
}

const refusalColumns: Column<Refusal>[] = [
  { id: 'line', header: words.line, isNumber: true, value: ({ line }) => line, cell: ({ line }) => count(line) },
  { id: 'key', header: words.key, value: ({ externalKey }) => externalKey, cell: ({ externalKey }) => externalKey },
  { id: 'path', header: words.field, value: ({ path }) => path, cell: ({ path }) => path },
  { id: 'fault', header: words.fault, value: ({ message }) => message, cell: ({ message }) => message },
];

function OneImport({ one }: { one: ImportRow }) {
  const figures: [number, string][] = [
    [one.rowsRead, words.rows],
    [one.created, words.created],
    [one.existing, words.existing],
    [one.refused, words.refused],
  ];
  return (
    <section>
      <Title order={2} mb={4}>
        {one.format && formatNames[one.format]} · {dateTime(one.createdAt)} · {words.asKinds[one.annotationsAs]}
      </Title>
      {one.state === 'FAILED' && (
        <Alert color="red" title={words.importFailed} mb="xs">
          {one.error}
        </Alert>
      )}
      {one.state === 'RUNNING' && (
        <div role="status">
          <Text size="sm">{words.reading(one.rowsRead)}</Text>
          <Progress value={100} animated aria-label={words.readingFile} mb="xs" />
        </div>
      )}
      <div className="figures">
        {figures.map(([figure, label]) => (
          <div key={label}>
            <strong style={label === words.refused && figure > 0 ? { color: 'var(--m-soon)' } : undefined}>
              {count(figure)}
            </strong>
            <span>{label}</span>
          </div>
        ))}
      </div>
      {one.refused > 0 && <Refusals one={one} />}
    </section>
  );
}

/** The first hundred of them: who has more mends the file first. */
function Refusals({ one }: { one: ImportRow }) {
  const query = useAsk(refusalsQuery, { id: one.id }, { everySeconds: one.state === 'RUNNING' && 1 });
  return (
    <Loaded query={query} lines={3}>
      {({ import: { refusals } }) => (
        <div style={{ marginTop: 12 }}>
          <Text size="sm" fw={600} mb={4}>
            {words.refusedRows} · {messages.common.ofTotal(count(refusals.length), count(one.refused))}
          </Text>
          <DataTable
            rows={refusals}
            columns={refusalColumns}
            idOf={({ row, path }) => `${row} ${path}`}
            caption={words.refusedRows}
          />
        </div>
      )}
    </Loaded>
  );
}
