import { Button, Group, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { ask, granted } from '../../api/client';
import { useAsk, useChange } from '../../api/hooks';
import { useSession } from '../../app/session';
import { time as words } from '../../messages/time';
import { type Column, DataTable } from '../../parts/data-table';
import { ago, dateTime } from '../../parts/format';
import { ReasonDialog } from '../../parts/reason';
import { tellDone } from '../../parts/tell';
import { useUndo } from '../../parts/undo';
import { decideMutation, type TimeCorrection, undoMutation, waitingCorrectionsQuery } from './queries';
import { whatOf } from './times';

interface Deciding {
  correction: TimeCorrection;
  approves: boolean;
}

/** Whose hours should be otherwise, and wait for a word; nothing is shown where nobody's do. */
export function AskedCorrections() {
  const { me } = useSession();
  const query = useAsk(waitingCorrectionsQuery, undefined, { everySeconds: 60 });
  const [deciding, setDeciding] = useState<Deciding | null>(null);
  const tellWithUndo = useUndo();
  const decide = useChange(
    async ({ correction: { id }, approves, reason }: Deciding & { reason: string }) =>
      granted((await ask(decideMutation, { input: { timeCorrectionId: id, approves, reason: reason || null } })).decideTimeCorrection), // prettier-ignore
    {
      onDone: (_, { correction: { id, memberName }, approves }) => {
        setDeciding(null);
        if (!approves) return tellDone(words.refused(memberName));
        tellWithUndo(words.approved(memberName), async () =>
          granted((await ask(undoMutation, { id, reason: words.undoReason })).undoTimeCorrection),
        );
      },
    },
  );
  const columns = useMemo(() => columnsFor(setDeciding), []);
  // Nobody decides for themselves.
  const waiting = (query.data?.timeCorrections.nodes ?? []).filter(({ memberId }) => memberId !== me.id);
  if (waiting.length === 0) return null;
  const of = deciding ? words.of(deciding.correction.memberName, whatOf(deciding.correction)) : '';
  return (
    <section aria-label={words.waiting} style={{ marginBottom: 'var(--mantine-spacing-lg)' }}>
      <Title order={2}>{words.waiting}</Title>
      <Text size="sm" c="dimmed" mb="xs">
        {words.waitingHint}
      </Text>
      <DataTable rows={waiting} columns={columns} idOf={({ id }) => id} caption={words.waiting} />
      <ReasonDialog
        isOpen={deciding !== null}
        title={(deciding?.approves ? words.approveTitle : words.refuseTitle)(of)}
        hint={deciding?.approves ? words.approveHint : words.refuseHint}
        submit={deciding?.approves ? words.approve : words.refuse}
        isOptional={deciding?.approves}
        maxLength={500}
        isBusy={decide.isPending}
        onClose={() => setDeciding(null)}
        onReason={(reason) => deciding && decide.mutate({ ...deciding, reason })}
      />
    </section>
  );
}

const columnsFor = (decide: (deciding: Deciding) => void): Column<TimeCorrection>[] => [
  {
    id: 'name',
    header: words.name,
    value: ({ memberName }) => memberName,
    cell: ({ memberId, memberName }) => (
      <Link to="/people/$memberId" params={{ memberId }}>
        {memberName}
      </Link>
    ),
  },
  { id: 'what', header: words.shouldBe, cell: whatOf },
  { id: 'reason', header: words.why, cell: ({ reason }) => reason },
  {
    id: 'at',
    header: words.proposedAt,
    value: ({ proposedAt }) => proposedAt,
    cell: ({ proposedAt }) => <span title={dateTime(proposedAt)}>{ago(proposedAt)}</span>,
  },
  {
    id: 'decide',
    header: words.decide,
    isUnnamed: true,
    cell: (correction) => (
      <Group gap={4} wrap="nowrap" justify="flex-end">
        {[true, false].map((approves) => (
          <Button
            key={String(approves)}
            variant="default"
            size="compact-sm"
            aria-label={`${approves ? words.approve : words.refuse}: ${words.of(correction.memberName, whatOf(correction))}`}
            onClick={() => decide({ correction, approves })}
          >
            {approves ? words.approve : words.refuse}
          </Button>
        ))}
      </Group>
    ),
  },
];
