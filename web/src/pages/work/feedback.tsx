import { Badge, Group, Stack, Text } from '@mantine/core';
import { messages } from '../../messages';
import { ago, dateTime } from '../../parts/format';
import { errorWords } from '../../parts/verdict';
import type { OwnVerdict } from './queries';

const tones: Record<string, string> = { ACCEPT: 'green', FIX: 'yellow', REJECT: 'red' };

export function Decision({ decision }: { decision: string }) {
  return <Badge color={tones[decision] ?? 'gray'}>{messages.decisions[decision] ?? decision}</Badge>;
}

/** What reviewers said of one's own work, newest first; never who. */
export function FeedbackLines({ verdicts }: { verdicts: readonly OwnVerdict[] }) {
  if (verdicts.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {messages.work.noFeedback}
      </Text>
    );
  return (
    <Stack gap={8} component="ul" p={0} m={0} style={{ listStyle: 'none' }}>
      {verdicts.map(({ id, decision, comment, errors, createdAt }) => (
        <Group key={id} component="li" gap="sm" wrap="nowrap" align="flex-start">
          <Decision decision={decision} />
          <Text size="sm" style={{ flex: 1 }}>
            {[errorWords(errors), comment].filter(Boolean).join(' · ') || ' '}
          </Text>
          <Text size="xs" c="dimmed" title={dateTime(createdAt)} style={{ whiteSpace: 'nowrap' }}>
            {ago(createdAt)}
          </Text>
        </Group>
      ))}
    </Stack>
  );
}
