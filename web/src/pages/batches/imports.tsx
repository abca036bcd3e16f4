import { Alert, Group, Progress, Select, Stack, Text, Title } from '@mantine/core';
import { type DragEvent, useState } from 'react';
import { ask, granted, upload } from '../../api/client';
import { graphql, type ResultOf } from '../../api/graphql';
import { useAsk, useChange } from '../../api/hooks';
import { messages } from '../../messages';
import type { BatchRow } from '../../parts/batch-rows';
import { type Column, DataTable } from '../../parts/data-table';
import { count, dateTime, percent } from '../../parts/format';
import { ErrorWords, Loaded } from '../../parts/states';
import { contentTypeOf, type Format, formatOf } from './file-kind';

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
const importMutation = graphql(`
  mutation ImportFile($input: ImportTasksInput!) {
    importTasks(input: $input) {
      ... on Import {
        id
      }
      ... on Problem {
        code
        message
      }
    }
  }
`);

type ImportRow = ResultOf<typeof importsQuery>['batch']['imports']['nodes'][number];
type Refusal = ResultOf<typeof refusalsQuery>['import']['refusals'][number];
type As = 'PRELABEL' | 'GOLD' | 'IGNORE';

const formats: { value: Format; label: string }[] = [
  { value: 'JSONL', label: 'JSONL' },
  { value: 'CSV', label: 'CSV' },
  { value: 'DARWIN_2', label: 'Darwin 2' },
  { value: 'DARWIN_1', label: 'Darwin 1' },
];

export function Imports({ batch }: { batch: BatchRow }) {
  const query = useAsk(importsQuery, { id: batch.id }, { everySeconds: 1 });
  return (
    <Stack gap="lg">
      {batch.closedAt ? <Text c="dimmed">{words.closedForImports}</Text> : <DropFile batchId={batch.id} />}
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

function DropFile({ batchId }: { batchId: string }) {
  const [isOver, setOver] = useState(false);
  const [chosenFormat, setFormat] = useState<Format | null>(null);
  const [annotationsAs, setAs] = useState<As>('PRELABEL');
  const [share, setShare] = useState<number | null>(null);
  const send = useChange(
    async (file: File) => {
      setShare(0);
      const { uploadId } = await upload<{ uploadId: string }>(
        `/imports?name=${encodeURIComponent(file.name.slice(0, 200))}`,
        file,
        contentTypeOf(file.name),
        setShare,
      );
      const input = { batchId, uploadId, annotationsAs, format: chosenFormat ?? formatOf(file.name) };
      return granted((await ask(importMutation, { input })).importTasks);
    },
    { isQuiet: true, onDone: () => setShare(null) },
  );
  const take = (files: FileList | null) => {
    const file = files?.[0];
    if (file && !send.isPending) send.mutate(file);
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  };
  return (
    <Stack gap="xs">
      <Group gap="sm">
        <Select
          size="xs"
          label={words.labelsAs}
          allowDeselect={false}
          data={Object.entries(words.asKinds).map(([value, label]) => ({ value, label }))}
          value={annotationsAs}
          onChange={(value) => value && setAs(value as As)}
        />
        <Select
          size="xs"
          label={words.format}
          placeholder="–"
          clearable
          data={formats}
          value={chosenFormat}
          onChange={(value) => setFormat(value as Format | null)}
        />
      </Group>
      <label
        className="drop"
        data-over={isOver}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={onDrop}
      >
        <Text fw={600}>{words.drop}</Text>
        <Text size="sm" c="dimmed">
          {words.dropHint}
        </Text>
        <input
          type="file"
          aria-label={words.drop}
          style={{ position: 'absolute', width: 1, height: 1, opacity: 0 }}
          accept=".jsonl,.ndjson,.csv,.json,.gz"
          onChange={({ currentTarget }) => {
            take(currentTarget.files);
            currentTarget.value = '';
          }}
        />
      </label>
      {send.isPending && share !== null && (
        <div role="status">
          <Text size="sm">{words.uploading(percent(share, 0))}</Text>
          <Progress value={share * 100} aria-label={words.uploading('')} />
        </div>
      )}
      {send.isError && (
        <Alert color="red" role="alert" title={words.importFailed}>
          <ErrorWords error={send.error} />
        </Alert>
      )}
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
        {one.format} · {dateTime(one.createdAt)} · {words.asKinds[one.annotationsAs]}
      </Title>
      {one.state === 'FAILED' && (
        <Alert color="red" title={words.importFailed} mb="xs">
          {one.error}
        </Alert>
      )}
      {one.state === 'RUNNING' && (
        <div role="status">
          <Text size="sm">{words.reading(count(one.rowsRead))}</Text>
          <Progress value={100} animated aria-label={words.reading('')} mb="xs" />
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
