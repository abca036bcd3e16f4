import { Button, Group, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { ask, granted } from '../../api/client';
import { useAsk, useChange } from '../../api/hooks';
import { useSession } from '../../app/session';
import { leaveRequests as words, roster } from '../../messages/roster';
import { type Column, DataTable } from '../../parts/data-table';
import { ago, dateTime } from '../../parts/format';
import { ReasonDialog } from '../../parts/reason';
import { tellDone } from '../../parts/tell';
import { useUndo } from '../../parts/undo';
import { cancelMutation, decideMutation, type LeaveRequest, waitingRequestsQuery } from './queries';
import { leaveSpan } from './week';

interface Deciding {
  request: LeaveRequest;
  approves: boolean;
}

/** Who asks for leave and waits for a word; nothing is shown where nobody does. */
export function AskedLeave() {
  const { me } = useSession();
  const query = useAsk(waitingRequestsQuery, undefined, { everySeconds: 60 });
  const [deciding, setDeciding] = useState<Deciding | null>(null);
  const tellWithUndo = useUndo();
  const decide = useChange(
    async ({ request: { id }, approves, reason }: Deciding & { reason: string }) =>
      granted((await ask(decideMutation, { input: { leaveRequestId: id, approves, reason: reason || null } })).decideLeaveRequest), // prettier-ignore
    {
      onDone: ({ leaveId }, { request: { memberName } }) => {
        setDeciding(null);
        if (leaveId) tellWithUndo(words.granted(memberName), () => ask(cancelMutation, { id: leaveId }));
        else tellDone(words.refused(memberName));
      },
    },
  );
  const columns = useMemo(() => columnsFor(setDeciding), []);
  // Nobody decides for themselves.
  const waiting = (query.data?.leaveRequests.nodes ?? []).filter(({ memberId }) => memberId !== me.id);
  if (waiting.length === 0) return null;
  const of = deciding && words.of(deciding.request.memberName, leaveSpan(deciding.request));
  return (
    <section style={{ marginBottom: 'var(--mantine-spacing-lg)' }}>
      <Title order={2}>{words.waiting}</Title>
      <Text size="sm" c="dimmed" mb="xs">
        {words.waitingHint}
      </Text>
      <DataTable rows={waiting} columns={columns} idOf={({ id }) => id} caption={words.waiting} />
      <ReasonDialog
        isOpen={deciding !== null}
        title={deciding?.approves ? words.grantTitle(of!) : words.refuseTitle(of ?? '')}
        hint={deciding?.approves ? words.grantHint : words.refuseHint}
        submit={deciding?.approves ? words.grant : words.refuse}
        isOptional={deciding?.approves}
        maxLength={500}
        isBusy={decide.isPending}
        onClose={() => setDeciding(null)}
        onReason={(reason) => deciding && decide.mutate({ ...deciding, reason })}
      />
    </section>
  );
}

const columnsFor = (decide: (deciding: Deciding) => void): Column<LeaveRequest>[] => [
  {
    id: 'name',
    header: roster.name,
    value: ({ memberName }) => memberName,
    cell: ({ memberId, memberName }) => (
      <Link to="/people/$memberId" params={{ memberId }}>
        {memberName}
      </Link>
    ),
  },
  { id: 'kind', header: roster.kind, value: ({ kind }) => roster.kinds[kind]!, cell: ({ kind }) => roster.kinds[kind] },
  { id: 'days', header: words.days, value: ({ from }) => from, cell: leaveSpan },
  { id: 'reason', header: roster.why, cell: ({ reason }) => reason },
  {
    id: 'at',
    header: words.at,
    value: ({ requestedAt }) => requestedAt,
    cell: ({ requestedAt }) => <span title={dateTime(requestedAt)}>{ago(requestedAt)}</span>,
  },
  {
    id: 'decide',
    header: words.decide,
    isUnnamed: true,
    cell: (request) => (
      <Group gap={4} wrap="nowrap" justify="flex-end">
        {[true, false].map((approves) => (
          <Button
            key={String(approves)}
            variant="default"
            size="compact-sm"
            aria-label={`${approves ? words.grant : words.refuse}: ${words.of(request.memberName, leaveSpan(request))}`}
            onClick={() => decide({ request, approves })}
          >
            {approves ? words.grant : words.refuse}
          </Button>
        ))}
      </Group>
    ),
  },
];
