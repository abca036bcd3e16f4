import { Badge, Text } from '@mantine/core';
import { graphql, type ResultOf } from '../../api/graphql';
import { webhooks as words } from '../../messages/webhooks';
import { ago } from '../../parts/format';

export const endpointFields = graphql(`
  fragment EndpointFields on WebhookEndpoint {
    id
    url
    description
    types
    projectIds
    clientMemberId
    isOrdered
    signature
    isEnabled
    disabledAt
    disabledWhy
    failures
    failingSince
    pausedUntil
    formerSecretUntil
  }
`);
export type Endpoint = ResultOf<typeof endpointFields>;

/** On, or why not, and whether it fails just now. */
export function EndpointState({ endpoint }: { endpoint: Endpoint }) {
  const { isEnabled, disabledWhy, disabledAt, failures, failingSince, pausedUntil } = endpoint;
  if (!isEnabled)
    return (
      <>
        <Badge color="red">{words.off}</Badge>{' '}
        <Text size="xs" c="dimmed" component="span">
          {[disabledWhy && words.why[disabledWhy], disabledAt && ago(disabledAt)].filter(Boolean).join(', ')}
        </Text>
      </>
    );
  return (
    <>
      <Badge color={failures > 0 ? 'yellow' : 'gray'}>{words.on}</Badge>{' '}
      {failures > 0 && failingSince && (
        <Text size="xs" c="dimmed" component="span">
          {words.failing(failures, ago(failingSince))}
          {pausedUntil && new Date(pausedUntil) > new Date() && `; ${words.pausedUntil(ago(pausedUntil))}`}
        </Text>
      )}
    </>
  );
}
