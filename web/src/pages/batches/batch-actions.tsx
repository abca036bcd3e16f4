import { Button, Group, Modal, NumberInput, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { ask, granted } from '../../api/client';
import { graphql } from '../../api/graphql';
import { useChange } from '../../api/hooks';
import { useSession } from '../../app/session';
import { messages } from '../../messages';
import type { BatchRow } from '../../parts/batch-rows';
import { ReasonDialog } from '../../parts/reason';
import { tellDone } from '../../parts/tell';

const words = messages.batch;

const openMutation = graphql(`
  mutation OpenBatch($id: ID!) {
    openBatch(batchId: $id) {
      ... on Batch {
        id
        state
      }
      ... on Problem {
        code
        message
      }
    }
  }
`);
const pauseMutation = graphql(`
  mutation PauseBatch($id: ID!) {
    pauseBatch(batchId: $id) {
      ... on Batch {
        id
        state
      }
      ... on Problem {
        code
        message
      }
    }
  }
`);
const closeMutation = graphql(`
  mutation CloseBatch($id: ID!) {
    closeBatch(batchId: $id) {
      ... on Batch {
        id
        state
      }
      ... on Problem {
        code
        message
      }
    }
  }
`);
const cancelMutation = graphql(`
  mutation CancelBatch($id: ID!, $reason: String!) {
    cancelBatch(batchId: $id, reason: $reason) {
      ... on Batch {
        id
        state
      }
      ... on Problem {
        code
        message
      }
    }
  }
`);
const planMutation = graphql(`
  mutation PlanBatch($id: ID!, $priority: Int!, $deadlineAt: DateTime) {
    prioritizeBatch(batchId: $id, priority: $priority, deadlineAt: $deadlineAt) {
      ... on Batch {
        id
        priority
        deadlineAt
      }
      ... on Problem {
        code
        message
      }
    }
  }
`);

/** What a manager does with a batch as a whole, as far as its state allows. */
export function BatchActions({ batch }: { batch: BatchRow }) {
  const { can } = useSession();
  const [dialog, setDialog] = useState<'plan' | 'cancel' | null>(null);
  const { id, state, closedAt } = batch;
  const open = useChange(async () => granted((await ask(openMutation, { id })).openBatch), {
    onDone: () => tellDone(words.opened),
  });
  const pause = useChange(async () => granted((await ask(pauseMutation, { id })).pauseBatch), {
    onDone: () => tellDone(words.paused),
  });
  const close = useChange(async () => granted((await ask(closeMutation, { id })).closeBatch), {
    onDone: () => tellDone(words.closed),
  });
  const cancel = useChange(async (reason: string) => granted((await ask(cancelMutation, { id, reason })).cancelBatch), {
    onDone: () => {
      setDialog(null);
      tellDone(words.cancelled);
    },
  });
  const isLive = ['DRAFT', 'READY', 'OPEN', 'PAUSED'].includes(state);
  return (
    <>
      {can('batch:open') && ['DRAFT', 'READY', 'PAUSED'].includes(state) && (
        <Button loading={open.isPending} onClick={() => open.mutate()} title={words.openHint}>
          {words.open}
        </Button>
      )}
      {can('batch:open') && state === 'OPEN' && (
        <Button variant="default" loading={pause.isPending} onClick={() => pause.mutate()}>
          {words.pause}
        </Button>
      )}
      {can('batch:prioritize') && (isLive || state === 'RETURNED') && (
        <Button variant="default" onClick={() => setDialog('plan')}>
          {words.plan}
        </Button>
      )}
      {can('batch:close') && (isLive || state === 'RETURNED') && !closedAt && (
        <Button variant="default" loading={close.isPending} onClick={() => close.mutate()} title={words.closeHint}>
          {words.close}
        </Button>
      )}
      {can('batch:cancel') && isLive && (
        <Button variant="subtle" color="gray" onClick={() => setDialog('cancel')}>
          {words.cancel}
        </Button>
      )}
      <ReasonDialog
        isOpen={dialog === 'cancel'}
        title={words.cancelTitle}
        submit={words.cancel}
        isDangerous
        isBusy={cancel.isPending}
        onClose={() => setDialog(null)}
        onReason={(reason) => cancel.mutate(reason)}
      />
      <Modal opened={dialog === 'plan'} onClose={() => setDialog(null)} title={words.plan} lockScroll={false}>
        {dialog === 'plan' && <Plan batch={batch} onClose={() => setDialog(null)} />}
      </Modal>
    </>
  );
}

/** What the field of a browser takes: the time of this computer, without a zone. */
function localTime(at: string | null): string {
  if (!at) return '';
  const time = new Date(at);
  return new Date(time.getTime() - time.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function Plan({ batch, onClose }: { batch: BatchRow; onClose: () => void }) {
  const [priority, setPriority] = useState<number | string>(batch.priority);
  const [deadline, setDeadline] = useState(localTime(batch.deadlineAt));
  const plan = useChange(
    async () => {
      const deadlineAt = deadline ? new Date(deadline).toISOString() : null;
      return granted((await ask(planMutation, { id: batch.id, priority: Number(priority) || 0, deadlineAt })).prioritizeBatch); // prettier-ignore
    },
    {
      onDone: () => {
        onClose();
        tellDone(words.planned);
      },
    },
  );
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    plan.mutate();
  };
  return (
    <form onSubmit={onSubmit}>
      <Stack gap="sm">
        <NumberInput
          data-autofocus
          label={messages.projects.priority}
          description={messages.projects.priorityHint}
          min={-100}
          max={100}
          allowDecimal={false}
          value={priority}
          onChange={setPriority}
        />
        <TextInput
          type="datetime-local"
          label={messages.projects.deadline}
          value={deadline}
          onChange={({ currentTarget }) => setDeadline(currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {messages.common.cancel}
          </Button>
          <Button type="submit" loading={plan.isPending}>
            {messages.common.save}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
