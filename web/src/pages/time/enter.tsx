import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { ask, granted } from '../../api/client';
import { useChange } from '../../api/hooks';
import { time as words } from '../../messages/time';
import { faultsOf } from '../../parts/faults';
import { shownZone } from '../../parts/format';
import { tellDone } from '../../parts/tell';
import { TimeForm } from './form';
import { enterMutation } from './queries';
import { type TimesDraft, timesOf } from './times';
import { TimesFields } from './times-fields';

/** Notes time for which no clock ran. */
export function EnterTime({ today, onClose }: { today: string; onClose: () => void }) {
  const [draft, setDraft] = useState<TimesDraft>({ code: 'MEETING', day: today, from: '09:00', until: '10:00' });
  const [note, setNote] = useState('');
  const send = useChange(
    async () => {
      const input = { ...timesOf(draft, shownZone()), note: note.trim() || null };
      return granted((await ask(enterMutation, { input })).enterTime);
    },
    {
      isQuiet: true,
      onDone: () => {
        tellDone(words.entered);
        onClose();
      },
    },
  );
  const faultAt = faultsOf(send.error);
  return (
    <TimeForm hint={words.enterHint} submit={words.enter} of={send} onSend={() => send.mutate()} onClose={onClose}>
      <TimesFields draft={draft} faultAt={faultAt} onChange={setDraft} />
      <TextInput
        label={words.note}
        maxLength={500}
        value={note}
        error={faultAt('note')}
        onChange={({ currentTarget }) => setNote(currentTarget.value)}
      />
    </TimeForm>
  );
}
