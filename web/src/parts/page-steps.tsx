import { Button, Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { messages } from '../messages';

interface PageStepsProps {
  /** The cursor behind which the page that is shown begins; null: it is the first. */
  after: string | null;
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
  onGo: (after: string | null) => void;
  /** How many there are. */
  children: ReactNode;
}

/** Below a page of a list: how many there are, and the ways to the first page and the next. */
export function PageSteps({ after, pageInfo, onGo, children }: PageStepsProps) {
  return (
    <Group mt="xs" gap="xs">
      <Text size="sm" c="dimmed">
        {children}
      </Text>
      {after !== null && (
        <Button variant="default" size="compact-xs" onClick={() => onGo(null)}>
          {messages.batch.first}
        </Button>
      )}
      {pageInfo.hasNextPage && (
        <Button variant="default" size="compact-xs" onClick={() => onGo(pageInfo.endCursor)}>
          {messages.batch.next}
        </Button>
      )}
    </Group>
  );
}
