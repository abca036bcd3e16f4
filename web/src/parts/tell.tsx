import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { ApiError } from '../api/client';
import { messages } from '../messages';
import { ErrorWords } from './states';

let lastUndo: string | undefined;

/** Says that something was done; with a way back, for as long as one needs to see that it was the wrong thing. */
export function tellDone(message: string, takeBack?: () => void): void {
  if (!takeBack) {
    notifications.show({ message, autoClose: 4000, withBorder: true });
    return;
  }
  // Only what was done last is taken back: a pile of ways back is none.
  if (lastUndo) notifications.hide(lastUndo);
  const id = notifications.show({
    message: (
      <Group justify="space-between" gap="sm" wrap="nowrap">
        <Text size="sm">{message}</Text>
        <Button
          variant="default"
          size="compact-sm"
          style={{ flex: 'none' }}
          onClick={() => {
            notifications.hide(id);
            takeBack();
          }}
        >
          {messages.common.undo}
        </Button>
      </Group>
    ),
    autoClose: 20_000,
    withBorder: true,
  });
  lastUndo = id;
}

/** Says what went wrong; stays until it is put away. */
export function tellError(error: ApiError): void {
  notifications.show({
    title: messages.errors.title,
    message: <ErrorWords error={error} />,
    color: 'red',
    autoClose: 12_000,
    withBorder: true,
  });
}
