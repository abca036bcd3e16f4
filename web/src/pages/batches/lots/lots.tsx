import { Stack } from '@mantine/core';
import { useAsk } from '../../../api/hooks';
import { useSession } from '../../../app/session';
import { messages } from '../../../messages';
import type { BatchRow } from '../../../parts/batch-rows';
import { Empty, Loaded } from '../../../parts/states';
import { BeginAudit } from './begin-audit';
import { OneLot } from './lot';
import { NextRound } from './next-round';
import { lotsQuery } from './queries';

const words = messages.lots;

/** The batch as lots that are accepted or returned as one: the plan, what was found, and the word on it. */
export function Lots({ batch }: { batch: BatchRow }) {
  const { can } = useSession();
  const query = useAsk(lotsQuery, { batchId: batch.id }, { everySeconds: 5 });
  return (
    <Loaded query={query}>
      {({ auditLots }) =>
        auditLots.length === 0 ? (
          <Empty title={words.none} action={can('audit:open') && <BeginAudit batch={batch} />}>
            {words.noneHint}
          </Empty>
        ) : (
          <Stack gap="xl">
            {can('audit:open') && <NextRound batch={batch} last={auditLots.at(-1)!} />}
            {[...auditLots].reverse().map((lot) => (
              <OneLot key={lot.id} lot={lot} />
            ))}
          </Stack>
        )
      }
    </Loaded>
  );
}
