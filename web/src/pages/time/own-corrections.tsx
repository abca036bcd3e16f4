import { ask, granted } from '../../api/client';
import { useChange } from '../../api/hooks';
import { time as words } from '../../messages/time';
import { OwnAsked } from '../../parts/own-asked';
import { tellDone } from '../../parts/tell';
import { type TimeCorrection, withdrawMutation } from './queries';
import { whatOf } from './times';

const colours = { PROPOSED: 'yellow', APPROVED: 'green', REFUSED: 'red', UNDONE: 'gray', WITHDRAWN: 'gray' } as const;

/** What somebody proposed, and what became of it. */
export function OwnCorrections({ corrections }: { corrections: readonly TimeCorrection[] }) {
  const withdraw = useChange(
    async ({ id }: TimeCorrection) => granted((await ask(withdrawMutation, { id })).withdrawTimeCorrection),
    { onDone: () => tellDone(words.withdrawn) },
  );
  return (
    <OwnAsked
      rows={corrections}
      none={words.noneOwn}
      whatOf={whatOf}
      stateOf={({ state }) => ({ colour: colours[state], said: words.states[state]! })}
      saidOf={saidOf}
      takeBackOf={(correction) => (correction.state === 'PROPOSED' ? words.withdrawOf(whatOf(correction)) : null)}
      takeBack={withdraw}
    />
  );
}

/** Who decided, when and why; of what waits or was taken back, since when and the person's own reason. */
function saidOf(correction: TimeCorrection) {
  const { state, reason, proposedAt, decidedAt, decidedByName, decisionReason, undoReason } = correction;
  if (state === 'PROPOSED' || state === 'WITHDRAWN') return { by: words.youProposed, at: proposedAt, why: reason };
  return { by: words.by(decidedByName ?? ''), at: decidedAt ?? proposedAt, why: undoReason ?? decisionReason };
}
