import { Paper, Text, Title } from '@mantine/core';
import { messages } from '../../../messages';
import type { BatchRow } from '../../../parts/batch-rows';
import { BeginAudit } from './begin-audit';
import type { Lot } from './queries';

const words = messages.lots;
/** Of which the API says that there is no word to be said any more. */
const ended = new Set(['ACCEPTED', 'ARCHIVED', 'CANCELLED']);

/** A round that ended without acceptance is followed by another: from its word on, since nothing is drawn before it is mended. */
export function NextRound({ batch, last }: { batch: BatchRow; last: Lot }) {
  if (last.state !== 'RETURNED' && last.state !== 'VOID') return null;
  return (
    <Paper component="section" p="md">
      <Title order={2}>{words.nextRound(last.round + 1)}</Title>
      <Text size="sm" c="dimmed" mb="sm">
        {last.state === 'VOID' && `${words.wasVoid(last.voidReason ?? '')} `}
        {ended.has(batch.state)
          ? words.nextNever(messages.batchStates[batch.state]!.toLowerCase())
          : last.state === 'VOID'
            ? words.nextAfterVoid
            : words.nextAfterReturn}
      </Text>
      {!ended.has(batch.state) && <BeginAudit batch={batch} round={last.round + 1} />}
    </Paper>
  );
}
