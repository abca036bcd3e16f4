import { Alert, Badge, Button, Code, Group, Stack, Tabs } from '@mantine/core';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { ask, granted } from '../../api/client';
import { graphql, type ResultOf } from '../../api/graphql';
import { useAsk, useChange } from '../../api/hooks';
import { useSession } from '../../app/session';
import { messages } from '../../messages';
import { connections as words } from '../../messages/connections';
import { ConnectionTest } from '../../parts/connection-test';
import { ago } from '../../parts/format';
import { ShowOnce } from '../../parts/show-once';
import { Empty, Loaded, PageHead } from '../../parts/states';
import { tellDone } from '../../parts/tell';
import { Inbox } from './inbox';
import { Ledger } from './ledger';
import { connectionFields } from './queries';
import { Users } from './users';

const route = getRouteApi('/in/connections/$connectionId');

const connectionQuery = graphql(
  `
    query Connection($id: ID!) {
      connection(connectionId: $id) {
        ...ConnectionFields
        settings
        hasApiSecret
        reconcileMinutes
        toolUsers {
          toolUser
          memberId
        }
      }
    }
  `,
  [connectionFields],
);
export type WholeConnection = NonNullable<ResultOf<typeof connectionQuery>['connection']>;
const switchMutation = graphql(`
  mutation SwitchConnection($id: ID!, $isEnabled: Boolean!) {
    updateConnection(input: { connectionId: $id, isEnabled: $isEnabled }) {
      ... on Connection {
        id
      }
      ... on Problem {
        code
        message
      }
    }
  }
`);
const rotateMutation = graphql(`
  mutation RotateConnection($id: ID!) {
    rotateConnectionSecret(connectionId: $id) {
      signingSecret
    }
  }
`);
const reconcileMutation = graphql(`
  mutation Reconcile($id: ID!) {
    reconcileConnection(connectionId: $id) {
      ... on Reconciliation {
        read
        failed
        error
      }
      ... on Problem {
        code
        message
      }
    }
  }
`);

/** One tool: what it says against what Muster says, what it sent, and who is who in it. */
export function ConnectionPage() {
  const { connectionId } = route.useParams();
  const { tab = 'ledger' } = route.useSearch();
  const { can } = useSession();
  const navigate = useNavigate();
  const query = useAsk(connectionQuery, { id: connectionId }, { everySeconds: 10 });
  const show = (next: string | null) =>
    void navigate({
      to: '/connections/$connectionId',
      params: { connectionId },
      search: { tab: next === 'inbox' || next === 'users' ? next : undefined },
      replace: true,
    });
  return (
    <Loaded query={query}>
      {({ connection }) =>
        connection ? (
          <>
            <PageHead
              title={
                <>
                  {connection.name} <Badge color="gray">{words.kinds[connection.kind]}</Badge>{' '}
                  {!connection.isEnabled && <Badge color="red">{words.off}</Badge>}
                </>
              }
              crumbs={<Link to="/connections">{words.crumb}</Link>}
            >
              <Actions connection={connection} />
            </PageHead>
            <Stack gap="md">
              <Facts connection={connection} />
              <Tabs value={tab} onChange={show} keepMounted={false}>
                <Tabs.List mb="md">
                  <Tabs.Tab value="ledger">{words.ledger}</Tabs.Tab>
                  <Tabs.Tab value="inbox">{words.inbox}</Tabs.Tab>
                  {can('member:read') && <Tabs.Tab value="users">{words.users}</Tabs.Tab>}
                </Tabs.List>
                <Tabs.Panel value="ledger">
                  <Ledger connectionId={connection.id} />
                </Tabs.Panel>
                <Tabs.Panel value="inbox">
                  <Inbox connectionId={connection.id} />
                </Tabs.Panel>
                <Tabs.Panel value="users">
                  <Users connectionId={connection.id} users={connection.toolUsers} />
                </Tabs.Panel>
              </Tabs>
            </Stack>
          </>
        ) : (
          <Empty title={messages.errors.notFound} />
        )
      }
    </Loaded>
  );
}

function Facts({ connection }: { connection: WholeConnection }) {
  const { hookPath, reconciledAt, reconcileError, badSignatures, badSignatureReason, settings } = connection;
  return (
    <>
      {reconcileError && <Alert color="red">{words.reconcileFailed(reconcileError)}</Alert>}
      {badSignatures > 0 && (
        <Alert color="yellow">{words.badSignatures(badSignatures, badSignatureReason ?? '')}</Alert>
      )}
      <dl className="facts">
        <dt>{words.hook}</dt>
        <dd>{window.location.origin + hookPath}</dd>
        <dt>{words.reconciled}</dt>
        <dd>{reconciledAt ? ago(reconciledAt) : words.never}</dd>
        <dt>{words.settings}</dt>
        <dd>
          <Code>{JSON.stringify(settings)}</Code>
        </dd>
      </dl>
    </>
  );
}

function Actions({ connection: { id, isEnabled } }: { connection: WholeConnection }) {
  const { can } = useSession();
  const [secret, setSecret] = useState<string | null>(null);
  const turn = useChange(
    async () => granted((await ask(switchMutation, { id, isEnabled: !isEnabled })).updateConnection),
    { onDone: () => tellDone(words.switched) },
  );
  const rotate = useChange(() => ask(rotateMutation, { id }), {
    onDone: ({ rotateConnectionSecret }) => setSecret(rotateConnectionSecret.signingSecret),
  });
  const reconcile = useChange(
    async () =>
      granted((await ask(reconcileMutation, { id })).reconcileConnection) as {
        read: number;
        failed: number;
        error: string | null;
      },
    { onDone: ({ read, failed, error }) => tellDone(error ? words.brokeOff(error) : words.read(read, failed)) },
  );
  return (
    <Group gap="xs">
      {can('connection:manage') && <ConnectionTest connectionId={id} />}
      {can('connection:repair') && (
        <Button loading={reconcile.isPending} onClick={() => reconcile.mutate()}>
          {words.reconcile}
        </Button>
      )}
      {can('connection:manage') && (
        <>
          <Button variant="default" loading={rotate.isPending} onClick={() => rotate.mutate()}>
            {words.rotate}
          </Button>
          <Button variant="default" loading={turn.isPending} onClick={() => turn.mutate()}>
            {isEnabled ? words.turnOff : words.turnOn}
          </Button>
        </>
      )}
      <ShowOnce
        isOpen={secret !== null}
        once={secret === null ? null : { title: words.secretTitle, secret, hint: words.rotatedHint }}
        onClose={() => setSecret(null)}
      />
    </Group>
  );
}
