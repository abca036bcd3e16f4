import { Alert, Button, Group, Modal, NumberInput, Stack, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { ask, granted } from '../../api/client';
import { graphql } from '../../api/graphql';
import { useChange } from '../../api/hooks';
import { messages } from '../../messages';
import { ErrorWords } from '../../parts/states';
import { tellDone } from '../../parts/tell';

const words = messages.projects;

const createMutation = graphql(`
  mutation CreateBatch($input: CreateBatchInput!) {
    createBatch(input: $input) {
      ... on Batch {
        id
      }
      ... on Problem {
        code
        message
      }
    }
  }
`);

export function NewBatch({ projectId, isOpen, onClose }: { projectId: string; isOpen: boolean; onClose: () => void }) {
  return (
    <Modal opened={isOpen} onClose={onClose} title={words.newBatch} lockScroll={false}>
      {isOpen && <NewBatchForm projectId={projectId} onClose={onClose} />}
    </Modal>
  );
}

function NewBatchForm({ projectId, onClose }: { projectId: string; onClose: () => void }) {
  const [name, setName] = useState('');
  const [priority, setPriority] = useState<number | string>(0);
  const [deadline, setDeadline] = useState('');
  const [source, setSource] = useState('');
  const navigate = useNavigate();
  const create = useChange(
    async () => {
      const input = {
        projectId,
        name: name.trim(),
        priority: Number(priority) || 0,
        deadlineAt: deadline ? new Date(deadline).toISOString() : null,
        source: source.trim() || null,
      };
      return granted((await ask(createMutation, { input })).createBatch) as { id: string };
    },
    {
      isQuiet: true,
      onDone: ({ id }) => {
        onClose();
        tellDone(words.created);
        return navigate({ to: '/batches/$batchId', params: { batchId: id }, search: { tab: 'imports' } });
      },
    },
  );
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <form onSubmit={onSubmit}>
      <Stack gap="sm">
        {create.isError && (
          <Alert color="red" role="alert">
            <ErrorWords error={create.error} />
          </Alert>
        )}
        <TextInput
          data-autofocus
          label={words.name}
          required
          withAsterisk={false}
          maxLength={200}
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
        <NumberInput
          label={words.priority}
          description={words.priorityHint}
          min={-100}
          max={100}
          allowDecimal={false}
          value={priority}
          onChange={setPriority}
        />
        <TextInput
          type="datetime-local"
          label={words.deadline}
          value={deadline}
          onChange={({ currentTarget }) => setDeadline(currentTarget.value)}
        />
        <TextInput
          label={words.source}
          description={words.sourceHint}
          maxLength={200}
          value={source}
          onChange={({ currentTarget }) => setSource(currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {messages.common.cancel}
          </Button>
          <Button type="submit" loading={create.isPending} disabled={!name.trim()}>
            {words.create}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
