import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { type FormEvent, type ReactNode, useEffect } from 'react';
import { messages } from '../../messages';
import { showFirstFault } from '../../parts/faults';
import { Failure } from '../../parts/states';

interface FormDialogProps {
  isOpen: boolean;
  title: string;
  onClose: () => void;
  children: ReactNode;
}

export function FormDialog({ isOpen, title, onClose, children }: FormDialogProps) {
  return (
    <Modal opened={isOpen} onClose={onClose} title={title} lockScroll={false}>
      {isOpen && children}
    </Modal>
  );
}

interface TimeFormProps {
  hint: string;
  submit: string;
  /** How the sending goes, as `useChange` says. */
  of: { isPending: boolean; error: Error | null };
  onSend: () => void;
  onClose: () => void;
  children: ReactNode;
}

/** A hint, the fields, what was wrong with them, and the way out. */
export function TimeForm({ hint, submit, of: { isPending, error }, onSend, onClose, children }: TimeFormProps) {
  useEffect(() => {
    if (error) showFirstFault();
  }, [error]);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    onSend();
  };
  return (
    <form onSubmit={onSubmit}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {hint}
        </Text>
        {children}
        {error && <Failure error={error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {messages.common.cancel}
          </Button>
          <Button type="submit" loading={isPending}>
            {submit}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
