import { Button } from '@mantine/core';
import { useState } from 'react';
import { ask, granted } from '../../api/client';
import { graphql } from '../../api/graphql';
import { useChange } from '../../api/hooks';
import { messages } from '../../messages';
import { ReasonDialog } from '../../parts/reason';
import { tellDone } from '../../parts/tell';

const words = messages.people;

const pauseMutation = graphql(`
  mutation PauseMember($input: PauseMemberInput!) {
    pauseMember(input: $input) {
      reason
    }
  }
`);
const resumeMutation = graphql(`
  mutation ResumeMember($memberId: ID!, $projectId: ID) {
    resumeMember(memberId: $memberId, projectId: $projectId) {
      ... on Member {
        id
      }
      ... on Problem {
        code
        message
      }
    }
  }
`);

export interface PausedPerson {
  id: string;
  name: string;
  pauses: { projectId: string | null; reason: string; pausedByName: string }[] | null;
}

/** Gives somebody nothing new in a project (null: anywhere), or lets them go on. */
export function Pausing({ person, projectId }: { person: PausedPerson; projectId: string | null }) {
  const [isAsking, setAsking] = useState(false);
  const pause = (person.pauses ?? []).find((one) => one.projectId === projectId || one.projectId === null);
  const stop = useChange(
    (reason: string) => ask(pauseMutation, { input: { memberId: person.id, projectId, reason } }),
    {
      onDone: () => {
        setAsking(false);
        tellDone(words.wasPaused(person.name));
      },
    },
  );
  const goOn = useChange(
    async () =>
      granted((await ask(resumeMutation, { memberId: person.id, projectId: pause?.projectId ?? null })).resumeMember),
    { onDone: () => tellDone(words.wasResumed(person.name)) },
  );
  return (
    <>
      {pause ? (
        <Button variant="light" loading={goOn.isPending} onClick={() => goOn.mutate()}>
          {words.resume}
        </Button>
      ) : (
        <Button variant="default" onClick={() => setAsking(true)}>
          {words.pause}
        </Button>
      )}
      <ReasonDialog
        isOpen={isAsking}
        title={words.pauseTitle(person.name)}
        hint={words.pauseHint}
        submit={words.pause}
        isBusy={stop.isPending}
        onClose={() => setAsking(false)}
        onReason={(reason) => stop.mutate(reason)}
      />
    </>
  );
}
