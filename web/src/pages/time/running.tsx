import { Alert, Button, Group, Stack, Text, Title } from '@mantine/core';
import { ask, granted } from '../../api/client';
import { useChange } from '../../api/hooks';
import { time as words } from '../../messages/time';
import { hourOf } from '../../parts/format';
import { startMutation, stopMutation, type TimeEntry } from './queries';
import { type Code, codes } from './times';

/** The clock beside the tasks: what runs and its end, or what may begin. */
export function Running({ entry }: { entry: TimeEntry | null }) {
  const start = useChange(async (code: Code) => granted((await ask(startMutation, { input: { code } })).startTime));
  const stop = useChange(async () => granted((await ask(stopMutation)).stopTime));
  return (
    <section aria-label={words.now}>
      <Title order={2} mb="xs">
        {words.now}
      </Title>
      {entry ? (
        <Alert color="yellow" role="status" title={words.runs(words.codes[entry.code]!, hourOf(entry.startedAt))}>
          <Button loading={stop.isPending} onClick={() => stop.mutate()}>
            {words.stop}
          </Button>
        </Alert>
      ) : (
        <Stack gap="xs">
          <Text size="sm" c="dimmed">
            {words.nothingRuns}
          </Text>
          <Group gap="xs">
            {codes.map((code) => (
              <Button
                key={code}
                variant="default"
                aria-label={words.start(words.codes[code]!)}
                loading={start.isPending && start.variables === code}
                onClick={() => start.mutate(code)}
              >
                {words.codes[code]}
              </Button>
            ))}
          </Group>
        </Stack>
      )}
    </section>
  );
}
