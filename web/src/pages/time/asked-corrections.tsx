import { ask, granted } from '../../api/client';
import { useAsk, useChange } from '../../api/hooks';
import { useSession } from '../../app/session';
import { time as words } from '../../messages/time';
import { AskedOfOthers, type Decision } from '../../parts/asked';
import type { Column } from '../../parts/data-table';
import { tellDone } from '../../parts/tell';
import { useUndo } from '../../parts/undo';
import { decideMutation, type TimeCorrection, undoMutation, waitingCorrectionsQuery } from './queries';
import { whatOf } from './times';

const columns: Column<TimeCorrection>[] = [{ id: 'what', header: words.shouldBe, cell: whatOf }];
const atOf = ({ proposedAt }: TimeCorrection) => proposedAt;

/** Whose hours should be otherwise, and wait for a word. */
export function AskedCorrections() {
  const { me } = useSession();
  const query = useAsk(waitingCorrectionsQuery, undefined, { everySeconds: 60 });
  const tellWithUndo = useUndo();
  const decide = useChange(
    async ({ row: { id }, approves, reason }: Decision<TimeCorrection>) =>
      granted((await ask(decideMutation, { input: { timeCorrectionId: id, approves, reason: reason || null } })).decideTimeCorrection), // prettier-ignore
    {
      onDone: (_, { row: { id, memberName }, approves }) => {
        if (!approves) return tellDone(words.refused(memberName));
        tellWithUndo(words.approved(memberName), async () =>
          granted((await ask(undoMutation, { id, reason: words.undoReason })).undoTimeCorrection),
        );
      },
    },
  );
  // Nobody decides for themselves.
  const rows = (query.data?.timeCorrections.nodes ?? []).filter(({ memberId }) => memberId !== me.id);
  return (
    <AskedOfOthers rows={rows} words={words.waiting} columns={columns} whatOf={whatOf} atOf={atOf} decide={decide} />
  );
}
