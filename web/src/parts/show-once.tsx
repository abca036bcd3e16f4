import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useRef, useState } from 'react';
import { messages } from '../messages';
import { organization as words } from '../messages/organization';

/** A secret that the server tells once: to be copied now, or to be made anew. */
export function ShowOnce({ secret, hint, onDone }: { secret: string; hint: string; onDone: () => void }) {
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
