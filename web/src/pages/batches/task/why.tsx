import { Alert, Stack, Text } from '@mantine/core';
import { messages } from '../../../messages';
import { ago, dateTime } from '../../../parts/format';
import type { Why } from './queries';

const words = messages.task;

const stageOf = (stage: string) => messages.stages[stage] ?? stage;

/** What holds the task where it is, link by link. */
export function Chain({ why }: { why: Why }) {
  return (
    <Stack gap="sm">
      <Alert color="indigo" variant="light">
        {why.summary}
      </Alert>
      <ol className="story">
        <li>
          <Text size="sm">
            {messages.taskStates[why.state]}{' '}
            <Text component="span" c="dimmed" size="xs" title={dateTime(why.stateAt)}>
              {words.since} {ago(why.stateAt)}
            </Text>
          </Text>
        </li>
        {why.taken.map((seat) => (
          <li key={seat.assignmentId} data-tone={seat.state === 'SUBMITTED' ? 'good' : undefined}>
            <Text size="sm">
              {seat.state === 'SUBMITTED'
                ? words.filled(seat.memberName, stageOf(seat.stage))
                : words.held(seat.memberName, stageOf(seat.stage))}{' '}
              <Text component="span" c="dimmed" size="xs">
                {seat.submittedAt
                  ? dateTime(seat.submittedAt)
                  : seat.leaseExpiresAt && words.until(dateTime(seat.leaseExpiresAt))}
              </Text>
            </Text>
          </li>
        ))}
        {why.free.map((free, index) => (
          <li key={index} data-tone={free.mayTake === 0 ? 'now' : undefined}>
            <Text size="sm">
              {words.seatsFree(free.seats, stageOf(free.stage))}
              {free.keptForMemberName && `, ${words.keptFor(free.keptForMemberName)}`}.{' '}
              {words.mayTake(free.mayTake, free.people)}
            </Text>
            {free.standings.length > 0 && (
              // When nobody may take it, who is kept from it and why is the answer.
              <details open={free.mayTake === 0}>
                <summary>
                  <Text component="span" size="sm">
                    {words.standings}
                  </Text>
                </summary>
                <dl className="facts" style={{ marginTop: 6 }}>
                  {free.standings.map((person) => (
                    <Standing key={person.memberId} name={person.memberName} message={person.message} />
                  ))}
                </dl>
              </details>
            )}
          </li>
        ))}
        <li data-tone={why.waitsFor === 'LEAD' || why.waitsFor === 'ELIGIBLE_PEOPLE' ? 'soon' : undefined}>
          <Text size="sm" fw={600}>
            {words.waits[why.waitsFor]}
          </Text>
        </li>
      </ol>
    </Stack>
  );
}

function Standing({ name, message }: { name: string; message: string | null }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{message ?? words.may}</dd>
    </>
  );
}
