import { Button, Group, Modal, SegmentedControl, Stack } from '@mantine/core';
import { useState } from 'react';
import { ask, granted } from '../../../api/client';
import { useChange } from '../../../api/hooks';
import { messages } from '../../../messages';
import { ReasonDialog } from '../../../parts/reason';
import { tellDone } from '../../../parts/tell';
import { acceptMutation, type Lot, returnMutation } from './queries';

const words = messages.lots;

/** The word on a lot: accepted, or returned for one of two remedies. */
export function Decide({ lot }: { lot: Lot }) {
  const [asked, setAsked] = useState<'accept' | 'way' | 'return' | null>(null);
  const [how, setHow] = useState<'SCREENING' | 'REWORK'>('REWORK');
  const done = (message: string) => () => {
    setAsked(null);
    tellDone(message);
  };
  const accept = useChange(
    async (reason: string) => granted((await ask(acceptMutation, { lotId: lot.id, reason })).acceptLot),
    { onDone: done(words.wasAccepted) },
  );
  const giveBack = useChange(
    async (reason: string) => granted((await ask(returnMutation, { lotId: lot.id, reason, how })).returnLot),
    { onDone: done(words.wasReturned) },
  );
  return (
    <Group gap="xs">
      <Button onClick={() => setAsked('accept')}>{words.accept}</Button>
      <Button variant="default" onClick={() => setAsked('way')}>
        {words.return}
      </Button>
      <ReasonDialog
        isOpen={asked === 'accept'}
        title={words.acceptTitle}
        submit={words.accept}
        isBusy={accept.isPending}
        onClose={() => setAsked(null)}
        onReason={(reason) => accept.mutate(reason)}
      />
      <Modal opened={asked === 'way'} onClose={() => setAsked(null)} title={words.how} lockScroll={false}>
        <Stack>
          <SegmentedControl
            orientation="vertical"
            aria-label={words.how}
            data={Object.entries(words.ways).map(([value, label]) => ({ value, label }))}
            value={how}
            onChange={(value) => setHow(value as typeof how)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={() => setAsked(null)}>
              {messages.common.cancel}
            </Button>
            <Button onClick={() => setAsked('return')}>{words.return}</Button>
          </Group>
        </Stack>
      </Modal>
      <ReasonDialog
        isOpen={asked === 'return'}
        title={words.returnTitle}
        submit={words.return}
        isDangerous
        isBusy={giveBack.isPending}
        onClose={() => setAsked(null)}
        onReason={(reason) => giveBack.mutate(reason)}
      />
    </Group>
  );
}
