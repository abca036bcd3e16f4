import { notifications } from '@mantine/notifications';
import type { ApiError } from '../api/client';
import { messages } from '../messages';
import { ErrorWords } from './states';

/** Says that something was done. */
export function tellDone(message: string): void {
  notifications.show({ message, autoClose: 4000, withBorder: true });
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
