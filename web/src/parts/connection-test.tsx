import { Button, Group, Text } from '@mantine/core';
import { ask } from '../api/client';
import { graphql } from '../api/graphql';
import { useChange } from '../api/hooks';
import { setup as words } from '../messages/setup';

const testMutation = graphql(`
  mutation TestConnection($id: ID!) {
    testConnection(connectionId: $id) {
      isGood
      message
    }
  }
`);

/** Asks the tool whether it can be worked with, and says what it said. */
export function ConnectionTest({ connectionId }: { connectionId: string }) {
  const test = useChange(() => ask(testMutation, { id: connectionId }));
  const answer = test.data?.testConnection;
  return (
    <Group gap="sm" align="center">
      <Button variant="default" loading={test.isPending} onClick={() => test.mutate()}>
        {words.test}
      </Button>
      <Text size="sm" role="status" c={answer && (answer.isGood ? 'var(--m-good)' : 'var(--m-now)')}>
        {answer && `${answer.isGood ? '✓' : '✗'} ${answer.message}`}
      </Text>
    </Group>
  );
}
