import { Badge, Button, Group, Modal, Select, Stack, Text, TextInput, Title } from '@mantine/core';
import { type FormEvent, useMemo, useState } from 'react';
import { ask, granted } from '../../api/client';
import { graphql, type ResultOf, type VariablesOf } from '../../api/graphql';
import { useAsk, useChange } from '../../api/hooks';
import { messages } from '../../messages';
import { webhooks as words } from '../../messages/webhooks';
import { type Column, DataTable } from '../../parts/data-table';
import { ago, count, dateTime } from '../../parts/format';
import { PageSteps } from '../../parts/page-steps';
import { Loaded } from '../../parts/states';
import { tellDone } from '../../parts/tell';
import { Details } from './delivery';

const deliveriesQuery = graphql(`
  query Deliveries($id: ID!, $state: DeliveryState, $after: String) {
    deliveries(webhookEndpointId: $id, state: $state, first: 50, after: $after) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        id
        type
        state
        attempts
        attemptedAt
        occurredAt
        dueAt
        status
        milliseconds
        error
      }
    }
  }
`);
const replayMutation = graphql(`
  mutation ReplayDeliveries($input: ReplayDeliveriesInput!) {
    replayDeliveries(input: $input) {
      ... on ReplayedDeliveries {
        count
        hasMore
      }
      ... on Problem {
        code
        message
      }
    }
  }
`);
type Delivery = ResultOf<typeof deliveriesQuery>['deliveries']['nodes'][number];
type State = NonNullable<VariablesOf<typeof deliveriesQuery>['state']>;
type Replay = VariablesOf<typeof replayMutation>['input'];

const tones: Record<string, string> = { PENDING: 'indigo', DELIVERED: 'gray', FAILED: 'red' };

/** What was sent or will be, newest first. */
export function Deliveries({ endpointId }: { endpointId: string }) {
  const [state, setState] = useState<State | null>(null);
  const [after, setAfter] = useState<string | null>(null);
  const [openId, setOpenId] = useState<string | null>(null);
  const [isChoosing, setChoosing] = useState(false);
  const query = useAsk(
    deliveriesQuery,
    { id: endpointId, state, after },
    { everySeconds: after ? false : 3, keepsLast: true },
  );
  const replay = useChange(
    async (input: Replay) =>
      granted((await ask(replayMutation, { input })).replayDeliveries) as { count: number; hasMore: boolean },
    { onDone: ({ count, hasMore }) => tellDone(words.replayed(count, hasMore)) },
  );
  const { mutate } = replay;
  const columns = useMemo(() => columnsFor(setOpenId, (id) => mutate({ deliveryIds: [id] })), [mutate]);
  return (
    <section>
      <Group justify="space-between" mb="xs" align="flex-end">
        <Title order={2}>{words.deliveries}</Title>
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
            onChange={(next) => {
              setAfter(null);
              setState((next || null) as State | null);
            }}
          />
          <Button
            variant="default"
            loading={replay.isPending && replay.variables.allFailed === true}
            onClick={() => replay.mutate({ webhookEndpointId: endpointId, allFailed: true })}
          >
            {words.replayFailed}
          </Button>
          <Button variant="default" onClick={() => setChoosing(true)}>
            {words.replayRange}
          </Button>
        </Group>
      </Group>
      <Loaded query={query}>
        {({ deliveries: { nodes, totalCount, pageInfo } }) =>
          nodes.length === 0 ? (
            <Text c="dimmed">{state ? words.noneSuch : words.noDeliveries}</Text>
          ) : (
            <>
              <DataTable rows={nodes} columns={columns} idOf={({ id }) => id} caption={words.deliveries} />
              <PageSteps after={after} pageInfo={pageInfo} onGo={setAfter}>
                {messages.common.total(count(totalCount))}
              </PageSteps>
            </>
          )
        }
      </Loaded>
      <Modal
        opened={openId !== null}
        onClose={() => setOpenId(null)}
        title={words.details}
        size="lg"
        lockScroll={false}
      >
        {openId && <Details id={openId} />}
      </Modal>
      <Modal opened={isChoosing} onClose={() => setChoosing(false)} title={words.replayRange} lockScroll={false}>
        {isChoosing && (
          <Range
            onRange={(from, to) => {
              setChoosing(false);
              replay.mutate({ webhookEndpointId: endpointId, from, to });
            }}
          />
        )}
      </Modal>
    </section>
  );
}

const columnsFor = (open: (id: string) => void, replay: (id: string) => void): Column<Delivery>[] => [
  {
    id: 'news',
    header: words.news,
    cell: ({ id, type }) => (
      <Button variant="subtle" color="gray" size="compact-sm" onClick={() => open(id)}>
        {type}
      </Button>
    ),
  },
  {
    id: 'happened',
    header: words.happened,
    cell: ({ occurredAt }) => <span title={dateTime(occurredAt)}>{ago(occurredAt)}</span>,
  },
  {
    id: 'state',
    header: words.state,
    cell: ({ state, attempts, dueAt }) => (
      <>
        <Badge color={tones[state]}>{words.states[state]}</Badge>{' '}
        {state === 'PENDING' && attempts > 0 && dueAt && (
          <Text component="span" size="xs" c="dimmed">
            {words.next(ago(dueAt))}
          </Text>
        )}
      </>
    ),
  },
  { id: 'attempts', header: words.attempts, isNumber: true, cell: ({ attempts }) => attempts },
  {
    id: 'answer',
    header: words.answered,
    cell: ({ status, error }) => status ?? (error && <Text size="sm">{error}</Text>),
  },
  {
    id: 'took',
    header: words.duration,
    isNumber: true,
    cell: ({ milliseconds }) => milliseconds !== null && words.milliseconds(milliseconds),
  },
  {
    id: 'replay',
    header: words.replay,
    isUnnamed: true,
    cell: ({ id, state }) =>
      state !== 'PENDING' && (
        <Button variant="subtle" color="gray" onClick={() => replay(id)}>
          {words.replay}
        </Button>
      ),
  },
];

function Range({ onRange }: { onRange: (from: string, to: string | null) => void }) {
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    onRange(new Date(from).toISOString(), to ? new Date(to).toISOString() : null);
  };
  return (
    <form onSubmit={onSubmit}>
      <Stack gap="sm">
        <TextInput
          data-autofocus
          type="datetime-local"
          label={words.from}
          required
          withAsterisk={false}
          value={from}
          onChange={({ currentTarget }) => setFrom(currentTarget.value)}
        />
        <TextInput
          type="datetime-local"
          label={words.to}
          description={words.toHint}
          value={to}
          onChange={({ currentTarget }) => setTo(currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button type="submit" disabled={from === ''}>
            {words.replay}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
