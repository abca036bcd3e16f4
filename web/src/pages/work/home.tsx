import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { ask } from '../../api/client';
import { useAsk, useChange } from '../../api/hooks';
import { Loaded, Waiting } from '../../parts/states';
import { tellError } from '../../parts/tell';
import { noteAskedFor, takeWish, wasAskedFor } from './going-on';
import { claimMutation, type Nothing, workQuery } from './queries';
import { Start } from './start';

/** What a task needs to be shown comes with the first task. */
const HeldPage = lazy(() => import('./held').then(({ HeldPage: component }) => ({ default: component })));

/** One place for the day: the button while nothing is held, then the task, then the button again. */
export function WorkPage() {
  const query = useAsk(workQuery, undefined, { everySeconds: 30 });
  const [nothing, setNothing] = useState<Nothing | null>(null);
  const claim = useChange(() => ask(claimMutation), {
    isQuiet: true,
    onDone: async ({ claimTask }) => {
      setNothing(claimTask.__typename === 'QueueEmpty' ? claimTask : null);
      noteAskedFor(claimTask.__typename === 'QueueEmpty' ? null : claimTask.id);
      await query.refetch();
    },
  });
  useEffect(() => {
    if (claim.error) tellError(claim.error);
  }, [claim.error]);
  const first = useRef(() => {
    if (takeWish()) claim.mutate();
  });
  useEffect(() => first.current(), []);
  return (
    <Loaded query={query}>
      {(work) => {
        const [held] = work.myWork.held;
        if (!held)
          return <Start work={work} nothing={nothing} isLooking={claim.isPending} onNext={() => claim.mutate()} />;
        return (
          <Suspense fallback={<Waiting />}>
            <HeldPage
              key={held.id}
              held={held}
              isNew={wasAskedFor(held.id)}
              onGone={() => void query.refetch()}
              onNext={() => claim.mutate()}
            />
          </Suspense>
        );
      }}
    </Loaded>
  );
}
