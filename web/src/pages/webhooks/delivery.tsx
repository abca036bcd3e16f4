import { Code, Stack, Text } from '@mantine/core';
import { graphql, type ResultOf } from '../../api/graphql';
import { useAsk } from '../../api/hooks';
import { webhooks as words } from '../../messages/webhooks';
import { ago, dateTime } from '../../parts/format';
import { Loaded } from '../../parts/states';

const deliveryQuery = graphql(`
  query Delivery($id: ID!) {
    delivery(id: $id) {
      id
      webhookId
      payload
      history {
        at
        status
        milliseconds
        answer
        error
      }
    }
  }
`);
type Attempt = NonNullable<ResultOf<typeof deliveryQuery>['delivery']>['history'][number];

/** What was sent, and what came of every attempt. */
export function Details({ id }: { id: string }) {
  const query = useAsk(deliveryQuery, { id });
  return (
    <Loaded query={query} lines={4}>
      {({ delivery }) =>
        delivery && (
          <Stack gap="sm">
            <Text size="xs" c="dimmed" className="tabular">
              webhook-id {delivery.webhookId}
            </Text>
            <div>
              <Text fw={600} size="sm">
                {words.payload}
              </Text>
              <Code block tabIndex={0}>
                {JSON.stringify(delivery.payload, null, 2)}
              </Code>
            </div>
            <History attempts={delivery.history} />
          </Stack>
        )
      }
    </Loaded>
  );
}

/** Every attempt, the last one first: it is what one looks for. */
function History({ attempts }: { attempts: readonly Attempt[] }) {
  if (attempts.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {words.notTried}
      </Text>
    );
  return (
    <div>
      <Text fw={600} size="sm">
        {words.answer}
      </Text>
      <Stack gap="xs">
        {[...attempts].reverse().map(({ at, status, milliseconds, answer, error }, index) => (
          <div key={at}>
            <Text size="sm">
              {words.attempt(attempts.length - index)} · <span title={dateTime(at)}>{ago(at)}</span>
              {status !== null && ` · ${status}`}
              {milliseconds !== null && ` · ${words.milliseconds(milliseconds)}`}
            </Text>
            <Code block tabIndex={0}>
              {error ?? (answer || words.noAnswer)}
            </Code>
          </div>
        ))}
      </Stack>
    </div>
  );
}
