import { Checkbox, Group, NumberInput, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { ask, granted } from '../../api/client';
import type { VariablesOf } from '../../api/graphql';
import { useChange } from '../../api/hooks';
import { time as words } from '../../messages/time';
import { faultsOf } from '../../parts/faults';
import { shownZone } from '../../parts/format';
import { useUndo } from '../../parts/undo';
import { localOf, momentOf } from '../roster/week';
import { TimeForm } from './form';
import { proposeMutation, withdrawMutation } from './queries';
import { draftOf, type Times, timesOf } from './times';
import { TimesFields } from './times-fields';

type Proposal = VariablesOf<typeof proposeMutation>['input'];

/** Sends a proposal, and lets it be taken back at once. */
function usePropose(onDone: () => void) {
  const tellWithUndo = useUndo();
  return useChange(async (input: Proposal) => (await ask(proposeMutation, { input })).proposeTimeCorrection, {
    isQuiet: true,
    onDone: ({ id }) => {
      tellWithUndo(words.proposed, async () => granted((await ask(withdrawMutation, { id })).withdrawTimeCorrection));
      onDone();
    },
  });
}

interface WhyProps {
  reason: string;
  fault: string | undefined;
  onChange: (reason: string) => void;
}

function Why({ reason, fault, onChange }: WhyProps) {
  return (
    <TextInput
      required
      label={words.why}
      description={words.whyHint}
      maxLength={500}
      value={reason}
      error={fault}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  );
}

/** What an entry should say instead, or that it should not be. */
export function CorrectEntry({ entryId, held, onClose }: { entryId: string; held: Times; onClose: () => void }) {
  const zone = shownZone();
  const [draft, setDraft] = useState(() => draftOf(held, zone));
  const [isRemoval, setRemoval] = useState(false);
  const [reason, setReason] = useState('');
  const propose = usePropose(onClose);
  const send = () =>
    propose.mutate({
      timeEntryId: entryId,
      reason: reason.trim(),
      ...(isRemoval ? { isRemoval } : timesOf(draft, zone)),
    });
  const faultAt = faultsOf(propose.error);
  return (
    <TimeForm hint={words.correctHint} submit={words.propose} of={propose} onSend={send} onClose={onClose}>
      {!isRemoval && <TimesFields draft={draft} faultAt={faultAt} onChange={setDraft} />}
      <Checkbox
        label={words.remove}
        checked={isRemoval}
        onChange={({ currentTarget }) => setRemoval(currentTarget.checked)}
      />
      <Why reason={reason} fault={faultAt('reason')} onChange={setReason} />
    </TimeForm>
  );
}

interface CorrectWorkProps {
  projects: readonly { id: string; name: string }[];
  onClose: () => void;
}

/** So many minutes at tasks more, or less. */
export function CorrectWork({ projects, onClose }: CorrectWorkProps) {
  const zone = shownZone();
  const [projectId, setProjectId] = useState(projects[0]?.id ?? '');
  const [{ date: day, time: at }, setMoment] = useState(() => localOf(new Date(), zone));
  const [minutes, setMinutes] = useState<number | string>('');
  const [reason, setReason] = useState('');
  const propose = usePropose(onClose);
  const send = () =>
    propose.mutate({
      projectId,
      at: momentOf(day, at, zone),
      seconds: Math.round(Number(minutes) * 60),
      reason: reason.trim(),
    });
  const faultAt = faultsOf(propose.error);
  return (
    <TimeForm hint={words.workHint} submit={words.propose} of={propose} onSend={send} onClose={onClose}>
      <Select
        label={words.project}
        allowDeselect={false}
        data={projects.map(({ id, name }) => ({ value: id, label: name }))}
        value={projectId}
        error={faultAt('projectId')}
        onChange={(id) => setProjectId(id ?? projectId)}
      />
      <Group grow align="flex-start">
        <TextInput
          type="date"
          required
          label={words.on}
          value={day}
          error={faultAt('at')}
          onChange={({ currentTarget: { value } }) => setMoment({ date: value, time: at })}
        />
        <TextInput
          type="time"
          required
          label={words.at}
          value={at}
          onChange={({ currentTarget: { value } }) => setMoment({ date: day, time: value })}
        />
      </Group>
      <NumberInput
        required
        label={words.minutes}
        description={words.minutesHint}
        allowDecimal={false}
        min={-1440}
        max={1440}
        value={minutes}
        error={faultAt('seconds') && words.minutesWanted}
        onChange={setMinutes}
      />
      <Why reason={reason} fault={faultAt('reason')} onChange={setReason} />
    </TimeForm>
  );
}
