import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { type ReactNode, useRef, useState } from 'react';
import { messages } from '../messages';
import { organization as words } from '../messages/organization';

/** What is shown of something that has just been made. */
export interface Once {
  title: string;
  secret: string;
  hint: string;
}

interface ShowOnceProps {
  isOpen: boolean;
  /** Null: it is still to be made, with `children`. */
  once: Once | null;
  /** While it is made. */
  title?: string;
  size?: 'md' | 'lg';
  onClose: () => void;
  children?: ReactNode;
}

/** The window in which a secret is made, and then shown: the server tells it once. A slip of the pointer does not close it. */
export function ShowOnce({ isOpen, once, title, size, onClose, children }: ShowOnceProps) {
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={once ? once.title : title}
      size={size}
      lockScroll={false}
      closeOnClickOutside={false}
    >
      {isOpen && (once ? <Secret {...once} onDone={onClose} /> : children)}
    </Modal>
  );
}

/** For a window of its own: what was made stays until the window is closed. */
export function useMade<Made>(onClose: (made: Made | null) => void) {
  const [made, setMade] = useState<Made | null>(null);
  const close = () => {
    setMade(null);
    onClose(made);
  };
  return { made, setMade, close };
}

function Secret({ secret, hint, onDone }: { secret: string; hint: string; onDone: () => void }) {
  const field = useRef<HTMLInputElement>(null);
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    field.current?.select();
    try {
      await navigator.clipboard.writeText(secret);
      setCopied(true);
    } catch {
      // Browsers give the clipboard to pages under https only; it is selected, so Ctrl + C does it.
    }
  };
  return (
    <Stack gap="sm">
      <Text size="sm">{hint}</Text>
      <Group gap="xs" wrap="nowrap">
        <TextInput
          ref={field}
          aria-label={words.secret}
          readOnly
          data-autofocus
          style={{ flex: 1 }}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
          value={secret}
          onFocus={({ currentTarget }) => currentTarget.select()}
        />
        <Button variant="default" onClick={() => void copy()}>
          {isCopied ? words.copied : words.copy}
        </Button>
      </Group>
      <Group justify="flex-end">
        <Button onClick={onDone}>{messages.common.close}</Button>
      </Group>
    </Stack>
  );
}
