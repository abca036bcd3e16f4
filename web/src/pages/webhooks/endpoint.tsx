import { Button, Group, Modal, Paper, Stack, Text, Title } from '@mantine/core';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { ask, granted } from '../../api/client';
import { graphql } from '../../api/graphql';
import { useAsk, useChange } from '../../api/hooks';
import { messages } from '../../messages';
import { webhooks as words } from '../../messages/webhooks';
import { ago } from '../../parts/format';
import { ShowOnce } from '../../parts/show-once';
import { Empty, Loaded, PageHead } from '../../parts/states';
import { tellDone } from '../../parts/tell';
import { Deliveries } from './deliveries';
import { type Endpoint, endpointFields, EndpointState } from './endpoint-rows';

const route = getRouteApi('/in/endpoints/$endpointId');

const endpointQuery = graphql(
  `
    query WebhookEndpoint($id: ID!) {
      webhookEndpoint(id: $id) {
        ...EndpointFields
      }
      projects(first: 100) {
        nodes {
          id
          name
        }
      }
    }
  `,
  [endpointFields],
);
const pingMutation = graphql(`
  mutation PingWebhook($id: ID!) {
    pingWebhookEndpoint(id: $id) {
      ... on Delivery {
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
  mutation RotateWebhook($id: ID!) {
    rotateWebhookSecret(webhookEndpointId: $id) {
      secret
    }
  }
`);
const switchMutation = graphql(`
  mutation SwitchWebhook($id: ID!, $isEnabled: Boolean!) {
    updateWebhookEndpoint(input: { id: $id, isEnabled: $isEnabled }) {
      id
      isEnabled
    }
  }
`);
const deleteMutation = graphql(`
  mutation DeleteWebhook($id: ID!) {
    deleteWebhookEndpoint(id: $id) {
      id
    }
  }
`);

/** One receiver: what it hears, and what of that arrived. */
export function EndpointPage() {
  const { endpointId } = route.useParams();
  const query = useAsk(endpointQuery, { id: endpointId }, { everySeconds: 5 });
  return (
    <Loaded query={query}>
      {({ webhookEndpoint: endpoint, projects }) =>
        endpoint ? (
          <>
            <PageHead title={words.one} crumbs={<Link to="/endpoints">{words.crumb}</Link>}>
              <Actions endpoint={endpoint} />
            </PageHead>
            <Stack gap="lg">
              <Facts endpoint={endpoint} projects={new Map(projects.nodes.map(({ id, name }) => [id, name]))} />
              <Deliveries endpointId={endpoint.id} />
            </Stack>
          </>
        ) : (
          <Empty title={messages.errors.notFound} />
        )
      }
    </Loaded>
  );
}

function Facts({ endpoint, projects }: { endpoint: Endpoint; projects: ReadonlyMap<string, string> }) {
  const { url, description, types, projectIds, isOrdered, signature, formerSecretUntil } = endpoint;
  return (
    <Paper p="md">
      <Title order={2} mb="xs">
        {url}
      </Title>
      <dl className="facts">
        {description && <Fact name={words.description}>{description}</Fact>}
        <Fact name={words.state}>
          <EndpointState endpoint={endpoint} />
        </Fact>
        <Fact name={words.types}>{types.length === 0 ? words.allTypes : types.join(', ')}</Fact>
        <Fact name={words.projects}>
          {projectIds.length === 0 ? words.allProjects : projectIds.map((id) => projects.get(id) ?? id).join(', ')}
        </Fact>
        <Fact name={words.signature}>{words.signatures[signature]}</Fact>
        <Fact name={words.ordered}>{isOrdered ? messages.common.yes : messages.common.no}</Fact>
      </dl>
      {formerSecretUntil && (
        <Text size="sm" c="var(--m-soon)" mt="xs">
          {words.bothSecrets(ago(formerSecretUntil))}
        </Text>
      )}
    </Paper>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

function Actions({ endpoint: { id, isEnabled } }: { endpoint: Endpoint }) {
  const navigate = useNavigate();
  const [secret, setSecret] = useState<string | null>(null);
  const [isDeleting, setDeleting] = useState(false);
  const ping = useChange(async () => granted((await ask(pingMutation, { id })).pingWebhookEndpoint), {
    onDone: () => tellDone(words.pinged),
  });
  const rotate = useChange(() => ask(rotateMutation, { id }), {
    onDone: ({ rotateWebhookSecret }) => setSecret(rotateWebhookSecret.secret),
  });
  const turn = useChange(() => ask(switchMutation, { id, isEnabled: !isEnabled }), {
    onDone: () => tellDone(isEnabled ? words.disabledNow : words.enabled),
  });
  const remove = useChange(() => ask(deleteMutation, { id }), {
    onDone: () => {
      tellDone(words.removed);
      return navigate({ to: '/endpoints' });
    },
  });
  return (
    <>
      {isEnabled && (
        <Button loading={ping.isPending} onClick={() => ping.mutate()}>
          {words.ping}
        </Button>
      )}
      <Button variant="default" loading={rotate.isPending} onClick={() => rotate.mutate()}>
        {words.rotate}
      </Button>
      <Button variant={isEnabled ? 'default' : 'filled'} loading={turn.isPending} onClick={() => turn.mutate()}>
        {isEnabled ? words.disable : words.enable}
      </Button>
      <Button variant="subtle" color="gray" onClick={() => setDeleting(true)}>
        {words.remove}
      </Button>
      <ShowOnce
        isOpen={secret !== null}
        once={secret === null ? null : { title: words.secretTitle, secret, hint: words.rotatedHint }}
        onClose={() => setSecret(null)}
      />
      <Modal opened={isDeleting} onClose={() => setDeleting(false)} title={words.removeTitle} lockScroll={false}>
        <Stack gap="sm">
          <Text size="sm">{words.removeHint}</Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={() => setDeleting(false)}>
              {messages.common.cancel}
            </Button>
            <Button color="red" loading={remove.isPending} onClick={() => remove.mutate()}>
              {words.remove}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
