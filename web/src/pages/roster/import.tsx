import { Button, Code, FileInput, Group, Modal, Stack, Text, TextInput, Title } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { ask } from '../../api/client';
import type { ResultOf } from '../../api/graphql';
import { useChange } from '../../api/hooks';
import { messages } from '../../messages';
import { shifts as words } from '../../messages/roster';
import { type Column, DataTable } from '../../parts/data-table';
import { faultsOf } from '../../parts/faults';
import { Failure } from '../../parts/states';
import { importMutation } from './queries';

type Line = ResultOf<typeof importMutation>['importShifts']['lines'][number];

const columns: Column<Line>[] = [
  { id: 'line', header: words.line, isNumber: true, value: ({ line }) => line, cell: ({ line }) => line },
  { id: 'email', header: words.email, value: ({ email }) => email, cell: ({ email }) => email },
  { id: 'why', header: words.why, cell: ({ message }) => message },
];

/** The shifts of a whole floor at once: what is refused is said line by line, the rest is set. */
export function ImportShifts({ isOpen, today, onClose }: { isOpen: boolean; today: string; onClose: () => void }) {
  return (
    <Modal opened={isOpen} onClose={onClose} title={words.importTitle} size="lg" lockScroll={false}>
      {isOpen && <ImportForm today={today} onClose={onClose} />}
    </Modal>
  );
}

function ImportForm({ today, onClose }: { today: string; onClose: () => void }) {
  const [file, setFile] = useState<File | null>(null);
  const [from, setFrom] = useState(today);
  const send = useChange(
    async (chosen: File) => (await ask(importMutation, { input: { csv: await chosen.text(), from } })).importShifts,
    { isQuiet: true },
  );
  const faultAt = faultsOf(send.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (file) send.mutate(file);
  };
  const told = send.data;
  const refused = told?.lines.filter(({ outcome }) => outcome === 'REFUSED') ?? [];
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <Text size="sm">{words.importHint}</Text>
        <Code block>{words.importExample}</Code>
        <Group gap="sm" align="flex-start" grow>
          <FileInput
            data-autofocus
            label={words.file}
            description={words.fileHint}
            placeholder={words.choose}
            accept=".csv,text/csv"
            value={file}
            error={faultAt('csv')}
            onChange={setFile}
          />
          <TextInput
            type="date"
            label={words.from}
            description={words.weeklyHint}
            value={from}
            error={faultAt('from')}
            onChange={({ currentTarget }) => setFrom(currentTarget.value)}
          />
        </Group>
        {send.isError && <Failure error={send.error} />}
        {told && (
          <Text size="sm" role="status" fw={600}>
            {words.imported(told.set, told.unchanged, told.refused)}
          </Text>
        )}
        {refused.length > 0 && (
          <section>
            <Title order={3}>{words.refused}</Title>
            <Text size="sm" c="dimmed" mb={6}>
              {words.refusedHint}
            </Text>
            <DataTable
              rows={refused}
              columns={columns}
              idOf={({ line, message }) => `${line} ${message}`}
              caption={words.refused}
            />
          </section>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {messages.common.close}
          </Button>
          <Button type="submit" loading={send.isPending} disabled={!file}>
            {words.import}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
