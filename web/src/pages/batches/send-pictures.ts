import { ApiError, upload } from '../../api/client';
import { messages } from '../../messages';
import { pictureTypeOf } from './file-kind';

/** Pictures on their way at a time: enough to hide the way there and back, few enough for the server's disk. */
const atOnce = 4;

export interface RefusedPicture {
  name: string;
  message: string;
}

/**
 * Sends pictures for the items of a project. One that is refused holds up no other; the same picture sent again is the same picture.
 * @param onSent how many are done with, kept or refused
 * @returns those that were refused, and why
 */
export async function sendPictures(
  projectId: string,
  files: readonly File[],
  onSent: (sent: number) => void,
): Promise<RefusedPicture[]> {
  const refused: RefusedPicture[] = [];
  const waiting = [...files];
  let sent = 0;
  const work = async () => {
    for (let file = waiting.shift(); file; file = waiting.shift()) {
      const path = `/media?projectId=${encodeURIComponent(projectId)}&name=${encodeURIComponent(file.name)}`;
      try {
        await upload(path, file, pictureTypeOf(file.name)!, () => undefined);
      } catch (error) {
        refused.push({ name: file.name, message: error instanceof ApiError ? error.message : messages.errors.unknown });
      }
      onSent((sent += 1));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return refused;
}
