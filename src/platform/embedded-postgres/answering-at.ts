/** Where the Muster of a folder answers, for commands beside it: it may listen on any port. */
import fs from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { FolderInUse } from './folder-lock.js';

const fileOf = (home: string) => path.join(home, 'muster.url');

/** Whoever has the folder's lock says it. */
export async function noteAnsweringAt(home: string, url: string): Promise<void> {
  await fs.writeFile(fileOf(home), `${url}\n`);
}

export async function forgetAnsweringAt(home: string): Promise<void> {
  await fs.rm(fileOf(home), { force: true });
}

async function answeringAt(home: string): Promise<string | null> {
  const said = await fs.readFile(fileOf(home), 'utf8').catch(() => '');
  return said.trim() || null;
}

const looksAgainMilliseconds = 200;

/**
 * What `start` starts on the folder, or the address of the one that has it. While that one is still starting it says no address yet, and
 * a command that holds the folder for a moment never does: both are waited for.
 * @throws FolderInUse it is held for longer by one that says no address
 */
export async function startOrFind<Started>(
  home: string,
  start: () => Promise<Started>,
  patienceMilliseconds: number,
): Promise<Started | string> {
  const until = Date.now() + patienceMilliseconds;
  for (;;) {
    try {
      return await start();
    } catch (error) {
      const url = error instanceof FolderInUse ? await answeringAt(home) : null;
      if (url) return url;
      if (!(error instanceof FolderInUse) || Date.now() > until) throw error;
    }
    await sleep(looksAgainMilliseconds);
  }
}
