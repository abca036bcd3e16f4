import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { messages } from '../messages';

interface ReasonDialogProps {
  isOpen: boolean;
  title: string;
  hint?: string;
  label?: string;
  submit: string;
  isDangerous?: boolean;
  /** Frequent reasons, one click each. */
  suggestions?: readonly string[];
  /** Nothing needs to be said. */
  isOptional?: boolean;
  maxLength?: number;
  isBusy?: boolean;
  onClose: () => void;
  onReason: (reason: string) => void;
}

/** Asks why, before something is done that others will want to understand. */
export function ReasonDialog({ isOpen, title, onClose, ...rest }: ReasonDialogProps) {
  return (
    <Modal opened={isOpen} onClose={onClose} title={title} lockScroll={false}>
      {isOpen && <ReasonForm {...rest} onClose={onClose} />}
    </Modal>
  );
}

function ReasonForm({
  hint = messages.common.reasonHint,
  label = messages.common.reason,
  submit,
  isDangerous,
  suggestions = [],
  isOptional = false,
  maxLength = 1000,
  isBusy,
  onClose,
  onReason,
}: Omit<ReasonDialogProps, 'isOpen' | 'title'>) {
  const [reason, setReason] = useState('');
  const isSaid = isOptional || reason.trim() !== '';
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (isSaid) onReason(reason.trim());
  };
  return (
    <form onSubmit={onSubmit}>
      <Stack gap="sm">
        <Textarea
          data-autofocus
          label={label}
          description={hint}
          required={!isOptional}
          withAsterisk={false}
          autosize
          minRows={2}
          maxRows={8}
          maxLength={maxLength}
          value={reason}
          onChange={({ currentTarget }) => setReason(currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) onSubmit(event);
          }}
        />
        {suggestions.length > 0 && (
          <Group gap={6}>
            {suggestions.map((one) => (
              <Button key={one} variant="default" size="compact-xs" onClick={() => setReason(one)}>
                {one}
              </Button>
            ))}
          </Group>
        )}
        <Group justify="space-between">
          <Text size="xs" c="dimmed" className="wide-only">
            Ctrl + Enter
          </Text>
          <Group gap="xs">
            <Button variant="default" onClick={onClose}>
              {messages.common.cancel}
            </Button>
            <Button type="submit" color={isDangerous ? 'red' : undefined} loading={isBusy} disabled={!isSaid}>
              {submit}
            </Button>
          </Group>
        </Group>
      </Stack>
    </form>
  );
}
