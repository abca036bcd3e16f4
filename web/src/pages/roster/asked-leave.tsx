import { ask, granted } from '../../api/client';
import { useAsk, useChange } from '../../api/hooks';
import { useSession } from '../../app/session';
import { leaveRequests as words, roster } from '../../messages/roster';
import { AskedOfOthers, type Decision } from '../../parts/asked';
import type { Column } from '../../parts/data-table';
import { useUndo } from '../../parts/undo';
import { cancelMutation, decideMutation, type LeaveRequest, reopenMutation, waitingRequestsQuery } from './queries';
import { leaveSpan } from './week';

const columns: Column<LeaveRequest>[] = [
  { id: 'kind', header: roster.kind, value: ({ kind }) => roster.kinds[kind]!, cell: ({ kind }) => roster.kinds[kind] },
  { id: 'days', header: words.days, value: ({ from }) => from, cell: leaveSpan },
];
const atOf = ({ requestedAt }: LeaveRequest) => requestedAt;

/** Who asks for leave and waits for a word. */
export function AskedLeave() {
  const { me } = useSession();
  const query = useAsk(waitingRequestsQuery, undefined, { everySeconds: 60 });
  const tellWithUndo = useUndo();
  const decide = useChange(
    async ({ row: { id }, approves, reason }: Decision<LeaveRequest>) =>
      granted((await ask(decideMutation, { input: { leaveRequestId: id, approves, reason: reason || null } })).decideLeaveRequest), // prettier-ignore
    {
      onDone: ({ id, leaveId }, { row: { memberName } }) => {
        if (leaveId) tellWithUndo(words.granted(memberName), () => ask(cancelMutation, { id: leaveId }));
        else tellWithUndo(words.refused(memberName), async () => granted((await ask(reopenMutation, { id })).reopenLeaveRequest)); // prettier-ignore
      },
    },
  );
  // Nobody decides for themselves.
  const rows = (query.data?.leaveRequests.nodes ?? []).filter(({ memberId }) => memberId !== me.id);
  return (
    <AskedOfOthers rows={rows} words={words.waiting} columns={columns} whatOf={leaveSpan} atOf={atOf} decide={decide} />
  );
}
