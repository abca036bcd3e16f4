import { Button, Stack } from '@mantine/core';
import { ask, granted } from '../../../api/client';
import { useAsk, useChange } from '../../../api/hooks';
import { useSession } from '../../../app/session';
import { messages } from '../../../messages';
import type { BatchRow } from '../../../parts/batch-rows';
import { Empty, Loaded } from '../../../parts/states';
import { tellDone } from '../../../parts/tell';
import { OneLot } from './lot';
import { lotsQuery, openMutation } from './queries';

const words = messages.lots;

/** The batch as lots that are accepted or returned as one: the plan, what was found, and the word on it. */
export function Lots({ batch }: { batch: BatchRow }) {
  const { can } = useSession();
  const query = useAsk(lotsQuery, { batchId: batch.id }, { everySeconds: 5 });
  const begin = useChange(async () => granted((await ask(openMutation, { input: { batchId: batch.id } })).openAudit), {
    onDone: () => tellDone(words.begun),
  });
  const beginButton = can('audit:open') && (
    <Button variant="default" loading={begin.isPending} onClick={() => begin.mutate()}>
      {words.begin}
    </Button>
  );
  return (
    <Loaded query={query}>
      {({ auditLots }) =>
        auditLots.length === 0 ? (
          <Empty title={words.none} action={beginButton}>
            {words.noneHint}
          </Empty>
        ) : (
          <Stack gap="xl">
            {[...auditLots].reverse().map((lot) => (
              <OneLot key={lot.id} lot={lot} />
            ))}
          </Stack>
        )
      }
    </Loaded>
  );
}
