import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { ask, granted } from '../../api/client';
import { useChange } from '../../api/hooks';
import { time as words } from '../../messages/time';
import { ago, dateTime } from '../../parts/format';
import { tellDone } from '../../parts/tell';
import { type TimeCorrection, withdrawMutation } from './queries';
import { whatOf } from './times';

const colours = { PROPOSED: 'yellow', APPROVED: 'green', REFUSED: 'red', UNDONE: 'gray', WITHDRAWN: 'gray' } as const;

/** What somebody proposed, and what became of it. */
export function OwnCorrections({ corrections }: { corrections: readonly TimeCorrection[] }) {
  const withdraw = useChange(
    async ({ id }: TimeCorrection) => granted((await ask(withdrawMutation, { id })).withdrawTimeCorrection),
    { onDone: () => tellDone(words.withdrawn) },
  );
  if (corrections.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {words.noneOwn}
      </Text>
    );
  return (
    <Stack gap={8} component="ul" p={0} m={0} style={{ listStyle: 'none' }}>
      {corrections.map((correction) => (
        <Group key={correction.id} component="li" justify="space-between" align="flex-start" gap="xs">
          <div>
            <Text size="sm">
              {whatOf(correction)} <Badge color={colours[correction.state]}>{words.states[correction.state]}</Badge>
            </Text>
            <Text size="xs" c="dimmed">
              <Said correction={correction} />
            </Text>
          </div>
          {correction.state === 'PROPOSED' && (
            <Button
              variant="default"
              size="compact-sm"
              aria-label={words.withdrawOf(whatOf(correction))}
              loading={withdraw.isPending && withdraw.variables?.id === correction.id}
              onClick={() => withdraw.mutate(correction)}
            >
              {words.withdraw}
            </Button>
          )}
        </Group>
      ))}
    </Stack>
  );
}

/** Who decided, when and why; of what waits or was taken back, since when and the person's own reason. */
function Said({ correction }: { correction: TimeCorrection }) {
  const { state, reason, proposedAt, decidedAt, decidedByName, decisionReason, undoReason } = correction;
  const isOwn = state === 'PROPOSED' || state === 'WITHDRAWN';
  const at = isOwn ? proposedAt : (decidedAt ?? proposedAt);
  const why = isOwn ? reason : (undoReason ?? decisionReason);
  return (
    <>
      {isOwn ? words.youProposed : words.by(decidedByName ?? '')} <span title={dateTime(at)}>{ago(at)}</span>
      {why && `: ${why}`}
    </>
  );
}
