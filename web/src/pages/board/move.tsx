import { Button, Group, Modal, Radio, Select, Stack, Text, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type FormEvent, useState } from 'react';
import { ask, granted } from '../../api/client';
import { useChange } from '../../api/hooks';
import { messages } from '../../messages';
import { board as words } from '../../messages/board';
import { Failure } from '../../parts/states';
import { tellDone } from '../../parts/tell';
import { assignMutation, handOverMutation, type Person, type QueueOfProject, revokeMutation } from './queries';

export type Hold = QueueOfProject['working'][number];

const authoring = ['ANNOTATE', 'REWORK'];

interface MoveProps {
  hold: Hold;
  holder: { id: string; name: string };
  /** Everybody who may be given work, whoever holds this. */
  people: readonly Person[];
}

/** Takes a task out of somebody's hands: back to the queue, or to another person. */
export function Move({ hold, holder, people }: MoveProps) {
  const [isOpen, setOpen] = useState(false);
  const title = words.moveTitle(messages.stages[hold.stage]!, hold.batchName, holder.name);
  return (
    <>
      <Button size="compact-xs" variant="default" aria-label={title} onClick={() => setOpen(true)}>
        {words.move}
      </Button>
      <Modal opened={isOpen} onClose={() => setOpen(false)} title={title} lockScroll={false}>
        {isOpen && <MoveForm hold={hold} holder={holder} people={people} onClose={() => setOpen(false)} />}
      </Modal>
    </>
  );
}

function MoveForm({ hold, holder, people, onClose }: MoveProps & { onClose: () => void }) {
  const [to, setTo] = useState<'QUEUE' | 'PERSON'>('QUEUE');
  const [memberId, setMemberId] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const role = authoring.includes(hold.stage) ? 'ANNOTATOR' : 'REVIEWER';
  const others = people.filter(({ id, roles }) => id !== holder.id && roles.includes(role));
  const other = to === 'PERSON' ? others.find(({ id }) => id === memberId) : undefined;
  const undo = useUndo(hold, holder);
  const move = useChange(
    async () => {
      const input = { assignmentId: hold.assignmentId, reason: reason.trim() };
      if (other) granted((await ask(handOverMutation, { input: { ...input, toMemberId: other.id } })).handOver);
      else granted((await ask(revokeMutation, { input })).revokeAssignment);
    },
    {
      isQuiet: true,
      onDone: () => {
        onClose();
        tellMoved(other ? words.wasGiven(other.name) : words.wasReturned(holder.name), hold.taskId ? () => undo(other) : null); // prettier-ignore
      },
    },
  );
  const isReady = reason.trim() !== '' && (to === 'QUEUE' || other !== undefined);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isReady) move.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Text size="sm">{words.moveHint(holder.name)}</Text>
        <Radio.Group label={words.moveTo} value={to} onChange={(next) => setTo(next === 'PERSON' ? 'PERSON' : 'QUEUE')}>
          <Stack gap={6} mt={4}>
            <Radio value="QUEUE" label={words.toQueue} description={words.toQueueHint} />
            <Radio value="PERSON" label={words.toPerson} description={words.toPersonHint} />
          </Stack>
        </Radio.Group>
        {to === 'PERSON' && (
          <Select
            label={words.toWhom}
            searchable
            allowDeselect={false}
            nothingFoundMessage={words.nobodyFits}
            placeholder={others.length === 0 ? words.nobodyFits : undefined}
            data={others.map(({ id, name, pauses }) => ({
              value: id,
              label: pauses?.length ? `${name} (${messages.people.paused})` : name,
            }))}
            value={memberId}
            onChange={setMemberId}
          />
        )}
        <Textarea
          label={messages.common.reason}
          description={messages.common.reasonHint}
          required
          withAsterisk={false}
          autosize
          minRows={2}
          maxRows={6}
          maxLength={500}
          value={reason}
          onChange={({ currentTarget }) => setReason(currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit(event);
          }}
        />
        {move.isError && <Failure error={move.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {messages.common.cancel}
          </Button>
          <Button type="submit" loading={move.isPending} disabled={!isReady}>
            {other ? words.giveTo(other.name) : words.takeBack}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Puts the task back first in its holder's queue, while nobody else has come for it; else says what stands in the way. */
function useUndo({ taskId }: Hold, holder: { id: string; name: string }) {
  const back = useChange(
    async (from: Person | undefined) =>
      granted(
        (
          await ask(assignMutation, {
            input: { taskId: taskId!, memberId: holder.id, fromMemberId: from?.id ?? null, reason: words.undone },
          })
        ).assignTask,
      ),
    { onDone: () => tellDone(words.wasUndone(holder.name)) },
  );
  return (from: Person | undefined) => back.mutate(from);
}

/** Says what was done; with a way back for as long as it stands there. */
function tellMoved(message: string, undo: (() => void) | null): void {
  const id = notifications.show({
    withBorder: true,
    autoClose: 20_000,
    message: (
      <Group justify="space-between" wrap="nowrap" gap="sm">
        <span>{message}</span>
        {undo && (
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => {
              notifications.hide(id);
              undo();
            }}
          >
            {messages.people.undo}
          </Button>
        )}
      </Group>
    ),
  });
}
