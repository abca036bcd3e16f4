import { Button, Group, Modal, Stack, Text, Title } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { ask, granted } from '../../api/client';
import { useAsk, useChange } from '../../api/hooks';
import { useSession } from '../../app/session';
import { messages } from '../../messages';
import { leaveRequests as words, ownShifts, roster } from '../../messages/roster';
import { faultsOf, showFirstFault } from '../../parts/faults';
import { OwnAsked } from '../../parts/own-asked';
import { Failure, Loaded } from '../../parts/states';
import { useUndo } from '../../parts/undo';
import { inputOf, LeaveFields, leaveOn } from './leave-fields';
import { type Leave, type LeaveRequest, ownRequestsQuery, requestMutation, withdrawMutation } from './queries';
import { leaveSpan } from './week';

/** What leave is noted for somebody, what they have asked for and what became of it. */
export function OwnLeave({ leave, today }: { leave: readonly Leave[]; today: string }) {
  const { me, can } = useSession();
  const [isAsking, setAsking] = useState(false);
  const mayAsk = can('leave:request');
  const query = useAsk(ownRequestsQuery, { memberId: me.id }, { isEnabled: mayAsk, everySeconds: 60 });
  const records = query.data?.leaveRule.isRecordedByPeople ?? false;
  return (
    <section aria-label={ownShifts.leave}>
      <Group justify="space-between" mb="xs">
        <Title order={2}>{ownShifts.leave}</Title>
        {mayAsk && (
          <Button variant="default" onClick={() => setAsking(true)}>
            {records ? roster.recordLeave : words.ask}
          </Button>
        )}
      </Group>
      {leave.length === 0 ? (
        <Text size="sm" c="dimmed">
          {ownShifts.noLeave}
        </Text>
      ) : (
        leave.map((one) => (
          <Text key={one.id} size="sm">
            {roster.kinds[one.kind]}: {leaveSpan(one)}
            {one.reason && ` · ${one.reason}`}
          </Text>
        ))
      )}
      {mayAsk && (
        <>
          <Title order={3} mt="md" mb={4}>
            {words.own}
          </Title>
          <Loaded query={query} lines={2}>
            {({ leaveRequests: { nodes } }) => <Requests requests={nodes} today={today} />}
          </Loaded>
        </>
      )}
      <Modal
        opened={isAsking}
        onClose={() => setAsking(false)}
        title={records ? words.recordTitle : words.askTitle}
        lockScroll={false}
      >
        {isAsking && <AskForm records={records} today={today} onClose={() => setAsking(false)} />}
      </Modal>
    </section>
  );
}

/** Whatever waits, and what was said of days that are not over. */
const isOfUse = ({ state, until }: LeaveRequest, today: string): boolean =>
  state === 'REQUESTED' || (state !== 'WITHDRAWN' && until >= today);

/** By their own word, where the organization lets people record their leave. */
const isOwnWord = ({ state, memberId, decidedById }: LeaveRequest): boolean =>
  state === 'APPROVED' && decidedById === memberId;

const mayTakeBack = (request: LeaveRequest): boolean =>
  request.state === 'REQUESTED' || (isOwnWord(request) && !request.isCancelled);

function Requests({ requests, today }: { requests: readonly LeaveRequest[]; today: string }) {
  const tellWithUndo = useUndo();
  const withdraw = useChange(
    async ({ id }: LeaveRequest) => granted((await ask(withdrawMutation, { id })).withdrawLeaveRequest),
    {
      onDone: (_, { kind, from, until, reason, leaveId }) =>
        tellWithUndo(leaveId ? words.takenBack : words.withdrawn, async () =>
          granted((await ask(requestMutation, { input: { kind, from, until, reason } })).requestLeave),
        ),
    },
  );
  return (
    <OwnAsked
      rows={requests.filter((request) => isOfUse(request, today))}
      none={words.noneOwn}
      whatOf={({ kind, ...days }) => `${roster.kinds[kind]}: ${leaveSpan(days)}`}
      stateOf={stateOf}
      saidOf={saidOf}
      takeBackOf={takeBackOf}
      takeBack={withdraw}
    />
  );
}

const colours = { REQUESTED: 'yellow', APPROVED: 'green', REFUSED: 'red', WITHDRAWN: 'gray' } as const;

function stateOf(request: LeaveRequest) {
  const { state, isCancelled } = request;
  if (isCancelled) return { colour: 'gray', said: isOwnWord(request) ? words.states.WITHDRAWN! : words.cancelled };
  return { colour: colours[state], said: isOwnWord(request) ? words.noted : words.states[state]! };
}

/** Who decided, when and why; of what waits or was noted by themselves, since when and what was given as the reason. */
function saidOf(request: LeaveRequest) {
  const { state, reason, requestedAt, decidedAt, decidedByName, decisionReason } = request;
  if (state === 'REQUESTED' || isOwnWord(request))
    return { by: state === 'REQUESTED' ? words.asked : words.youNoted, at: requestedAt, why: reason };
  return { by: words.by(decidedByName ?? ''), at: decidedAt ?? requestedAt, why: decisionReason };
}

function takeBackOf(request: LeaveRequest): string | null {
  if (!mayTakeBack(request)) return null;
  return (request.leaveId ? words.takeBackOf : words.withdrawOf)(roster.kinds[request.kind]!, leaveSpan(request));
}

function AskForm({ records, today, onClose }: { records: boolean; today: string; onClose: () => void }) {
  const [draft, setDraft] = useState(() => leaveOn(today));
  const tellWithUndo = useUndo();
  const send = useChange(async () => granted((await ask(requestMutation, { input: inputOf(draft) })).requestLeave), {
    isQuiet: true,
    onDone: ({ id, leaveId }) => {
      tellWithUndo(leaveId ? words.recorded : words.sent, async () =>
        granted((await ask(withdrawMutation, { id })).withdrawLeaveRequest),
      );
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send.mutate(undefined, { onError: showFirstFault });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {records ? words.recordHint : words.askHint}
        </Text>
        <LeaveFields draft={draft} whyHint={words.ownWhyHint} faultAt={faultsOf(send.error)} onChange={setDraft} />
        {send.isError && <Failure error={send.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {messages.common.cancel}
          </Button>
          <Button type="submit" loading={send.isPending}>
            {records ? roster.recordLeave : words.send}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
