import { Alert, Group, List, Progress, Select, Stack, Text } from '@mantine/core';
import { type DragEvent, useState } from 'react';
import { ask, granted, upload } from '../../api/client';
import { graphql } from '../../api/graphql';
import { useChange } from '../../api/hooks';
import { messages } from '../../messages';
import { count, percent } from '../../parts/format';
import { ErrorWords } from '../../parts/states';
import { contentTypeOf, type Format, formatNames, formatOf, pictureTypeOf } from './file-kind';
import { sendPictures } from './send-pictures';

const words = messages.batch;

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

type As = 'PRELABEL' | 'GOLD' | 'IGNORE';

const formats = Object.entries(formatNames).map(([value, label]) => ({ value: value as Format, label }));

/** One place for the file with the items and for the pictures that they name; the pictures go first, so that no task is without its own. */
export function DropFiles({ batchId, projectId }: { batchId: string; projectId: string }) {
  const [isOver, setOver] = useState(false);
  const [chosenFormat, setFormat] = useState<Format | null>(null);
  const [annotationsAs, setAs] = useState<As>('PRELABEL');
  const [share, setShare] = useState<number | null>(null);
  const [sent, setSent] = useState(0);
  const pictures = useChange((files: File[]) => sendPictures(projectId, files, setSent), { isQuiet: true });
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
  const take = async (files: FileList | null) => {
    if (send.isPending || pictures.isPending) return;
    const all = [...(files ?? [])];
    const shown = all.filter(({ name }) => pictureTypeOf(name));
    const file = all.find(({ name }) => !pictureTypeOf(name));
    setSent(0);
    if (shown.length > 0) await pictures.mutateAsync(shown);
    if (file) send.mutate(file);
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void take(event.dataTransfer.files);
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
        <Text size="sm" c="dimmed">
          {words.picturesHint}
        </Text>
        <input
          type="file"
          multiple
          aria-label={words.drop}
          style={{ position: 'absolute', width: 1, height: 1, opacity: 0 }}
          accept=".jsonl,.ndjson,.csv,.json,.gz,.jpg,.jpeg,.png"
          onChange={({ currentTarget }) => {
            void take(currentTarget.files);
            currentTarget.value = '';
          }}
        />
      </label>
      {pictures.variables && (
        <div role="status">
          <Text size="sm">
            {pictures.isPending
              ? words.sendingPictures(count(sent), count(pictures.variables.length))
              : words.picturesSent(pictures.variables.length - (pictures.data?.length ?? 0))}
          </Text>
          {pictures.isPending && <Progress value={(sent / pictures.variables.length) * 100} aria-label={words.drop} />}
        </div>
      )}
      {pictures.data && pictures.data.length > 0 && (
        <Alert color="red" role="alert" title={words.picturesRefused(pictures.data.length)}>
          <List size="sm">
            {pictures.data.slice(0, 100).map(({ name, message }) => (
              <List.Item key={name}>
                {name}: {message}
              </List.Item>
            ))}
          </List>
        </Alert>
      )}
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
