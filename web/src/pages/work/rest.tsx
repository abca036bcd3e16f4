import { Alert, Button, Group, Kbd, Stack, Text } from '@mantine/core';
import { ask, granted } from '../../api/client';
import type { ResultOf } from '../../api/graphql';
import { useChange } from '../../api/hooks';
import { useKey } from '../../app/keys';
import { messages } from '../../messages';
import { hourOf } from '../../parts/format';
import { endBreakMutation, startBreakMutation, type workQuery } from './queries';

const words = messages.work.rest;
const lengths = [15, 30];

/** A break, until one is back or for some minutes. What is done to end it stands where it was begun, under the same key. */
export function TakeBreak({ isOn }: { isOn: boolean }) {
  const take = useChange(async (minutes: number | null) => {
    const until = minutes && new Date(Date.now() + minutes * 60_000).toISOString();
    granted((await ask(startBreakMutation, { until: until || null })).startTime);
  });
  useKey('b', words.take, () => take.mutate(null), { isOn: isOn && !take.isPending });
  return (
    <Group gap="xs" justify="center">
      <Button
        variant="subtle"
        loading={take.isPending}
        onClick={() => take.mutate(null)}
        rightSection={
          <Kbd size="xs" aria-hidden="true">
            {words.key}
          </Kbd>
        }
      >
        {words.take}
      </Button>
      {lengths.map((minutes) => (
        <Button
          key={minutes}
          variant="subtle"
          color="gray"
          disabled={take.isPending}
          aria-label={words.ofMinutes(minutes)}
          onClick={() => take.mutate(minutes)}
        >
          {words.minutes(minutes)}
        </Button>
      ))}
    </Group>
  );
}

export function OnBreak({ since, until }: NonNullable<ResultOf<typeof workQuery>['myWork']['onBreak']>) {
  const end = useChange(async () => granted((await ask(endBreakMutation)).stopTime));
  useKey('b', words.back, () => end.mutate(undefined), { isOn: !end.isPending });
  return (
    <Alert color="yellow" title={words.title} role="status">
      <Stack gap="sm" align="flex-start">
        <Text size="sm">
          {words.since(hourOf(since))} {until && words.until(hourOf(until))}
        </Text>
        <Button
          size="md"
          data-autofocus
          loading={end.isPending}
          onClick={() => end.mutate(undefined)}
          rightSection={
            <Kbd size="sm" aria-hidden="true">
              {words.key}
            </Kbd>
          }
        >
          {words.back}
        </Button>
      </Stack>
    </Alert>
  );
}
