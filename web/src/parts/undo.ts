import { useQueryClient } from '@tanstack/react-query';
import { ApiError } from '../api/client';
import { messages } from '../messages';
import { tellDone, tellError } from './tell';

/** Says that something was done, with a way back: whoever takes it looks at everything anew. */
export function useUndo(): (message: string, takeBack: () => Promise<unknown>) => void {
  const client = useQueryClient();
  return (message, takeBack) => {
    const undo = async () => {
      try {
        await takeBack();
        tellDone(messages.common.undone);
      } catch (error) {
        tellError(error instanceof ApiError ? error : new ApiError('UNKNOWN', messages.errors.unknown));
      }
      await client.invalidateQueries();
    };
    tellDone(message, () => void undo());
  };
}
