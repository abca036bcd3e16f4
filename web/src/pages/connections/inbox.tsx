import { Badge, Button, Code, Group, Modal, Select, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import { ask } from '../../api/client';
import { graphql, type ResultOf, type VariablesOf } from '../../api/graphql';
import { useAsk, useChange } from '../../api/hooks';
import { useSession } from '../../app/session';
import { messages } from '../../messages';
import { connections as words } from '../../messages/connections';
import { type Column, DataTable } from '../../parts/data-table';
import { ago, count, dateTime } from '../../parts/format';
import { Loaded } from '../../parts/states';
import { tellDone } from '../../parts/tell';

const inboxQuery = graphql(`
  query Inbox($id: ID!, $states: [InboxState!]) {
    inbox(connectionId: $id, states: $states, first: 50) {
      totalCount
      nodes {
        id
        event
        items
        state
        sentence
        attempts
        receivedAt
        body
      }
    }
  }
`);
const replayMutation = graphql(`
  mutation ReplayInbox($connectionId: ID!, $ids: [ID!]!) {
    replayInbox(connectionId: $connectionId, inboxMessageIds: $ids) {
      id
    }
  }
`);
type Message = ResultOf<typeof inboxQuery>['inbox']['nodes'][number];
type State = NonNullable<VariablesOf<typeof inboxQuery>['states']>[number];

const tones: Record<string, string> = { FAILED: 'red', PARKED: 'yellow', RECEIVED: 'indigo' };

/** The newest fifty messages, and what became of each. */
export function Inbox({ connectionId }: { connectionId: string }) {
  const { can } = useSession();
  const [state, setState] = useState<State | null>(null);
  const [shown, setShown] = useState<Message | null>(null);
  const query = useAsk(
    inboxQuery,
    { id: connectionId, states: state ? [state] : null },
    { everySeconds: 3, keepsLast: true },
  );
  const { mutate, isPending } = useChange((ids: string[]) => ask(replayMutation, { connectionId, ids }), {
    onDone: () => tellDone(words.replayed),
  });
  const mayRepair = can('connection:repair');
  const columns = useMemo(() => columnsFor(setShown, mayRepair ? (id) => mutate([id]) : null), [mutate, mayRepair]);
  const messagesShown = query.data?.inbox.nodes ?? [];
  return (
    <>
      <Group justify="space-between" mb="xs">
        <Text size="sm" c="dimmed">
          {words.inboxHint}
        </Text>
        <Group gap="xs">
          <Select
            size="xs"
            w={150}
            aria-label={words.state}
            allowDeselect={false}
            data={[
              { value: '', label: words.all },
              ...Object.entries(words.states).map(([value, label]) => ({ value, label })),
            ]}
            value={state ?? ''}
            onChange={(next) => setState((next || null) as State | null)}
          />
          {mayRepair && state && messagesShown.length > 0 && (
            <Button variant="default" loading={isPending} onClick={() => mutate(messagesShown.map(({ id }) => id))}>
              {words.replayAll(messagesShown.length)}
            </Button>
          )}
        </Group>
      </Group>
      <Loaded query={query}>
        {({ inbox: { nodes, totalCount } }) =>
          nodes.length === 0 ? (
            <Text c="dimmed">{state ? words.noneSuch : words.noMessages}</Text>
          ) : (
            <>
              <DataTable rows={nodes} columns={columns} idOf={({ id }) => id} caption={words.inbox} />
              <Text size="sm" c="dimmed" mt="xs">
                {messages.common.ofTotal(count(nodes.length), count(totalCount))}
              </Text>
            </>
          )
        }
      </Loaded>
      <Modal opened={shown !== null} onClose={() => setShown(null)} title={words.body} size="lg" lockScroll={false}>
        {shown && (
          <Code block tabIndex={0}>
            {pretty(shown.body)}
          </Code>
        )}
      </Modal>
    </>
  );
}

function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}

const columnsFor = (show: (message: Message) => void, replay: ((id: string) => void) | null): Column<Message>[] => [
  {
    id: 'event',
    header: words.event,
    cell: (message) => (
      <Button variant="subtle" color="gray" size="compact-sm" onClick={() => show(message)}>
        {message.event ?? '–'}
      </Button>
    ),
  },
  { id: 'items', header: words.item, cell: ({ items }) => items.join(', ') },
  {
    id: 'received',
    header: words.received,
    cell: ({ receivedAt }) => <span title={dateTime(receivedAt)}>{ago(receivedAt)}</span>,
  },
  {
    id: 'state',
    header: words.why,
    cell: ({ state, sentence }) => (
      <>
        <Badge color={tones[state] ?? 'gray'}>{words.states[state]}</Badge> {sentence}
      </>
    ),
  },
  { id: 'attempts', header: words.attempts, isNumber: true, cell: ({ attempts }) => attempts },
  {
    id: 'replay',
    header: words.replay,
    isUnnamed: true,
    cell: ({ id }) =>
      replay && (
        <Button variant="subtle" color="gray" onClick={() => replay(id)}>
          {words.replay}
        </Button>
      ),
  },
];
