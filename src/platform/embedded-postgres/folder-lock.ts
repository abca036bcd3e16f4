/** One living Muster a folder. */
import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf } from './files.js';
import { identityOf } from './processes.js';

/** Another living process owns this folder. */
export class FolderInUse extends Error {
  override name = 'FolderInUse';
}

export interface FolderLock {
  release(): Promise<void>;
  releaseNow(): void;
}

/** `<home>/muster.pid`: pid, when that process began (a recycled pid is another process), and a random word. */
export async function lockFolder(home: string): Promise<FolderLock> {
  const file = path.join(home, 'muster.pid');
  const release = await acquire(file, (pid) => {
    const who = pid === process.pid ? 'this very process' : 'another Muster';
    return new FolderInUse(
      `${home} is in use by ${who} (process ${pid}). Stop that one first (kill ${pid}), or set MUSTER_HOME to another folder.`,
    );
  });
  return {
    release: async () => release(),
    releaseNow: release,
  };
}

/**
 * A lock file that survives its owner's SIGKILL without blocking the next. Replacing a dead owner's file is the delicate part:
 * of two starts that both saw it, the slower one must not remove the quicker one's fresh lock. So the replacing itself is
 * done under a lock of the same kind (`….takeover`), and by rename, so that the file is never absent in between.
 */
async function acquire(file: string, inUse: (pid: number) => Error, depth = 0): Promise<() => void> {
  const mine = `${process.pid}\n${await identityOf(process.pid)}\n${randomBytes(8).toString('hex')}\n`;
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  // Synchronous: also called while Node exits. The comparison protects the lock of one who started after ours was deleted by hand.
  const release = () => {
    try {
      if (taken && readFileSync(file, 'utf8') === mine) rmSync(file, { force: true });
    } catch {
      // the folder was deleted under us
    }
    taken = false;
  };
  let taken = false;
  await fs.writeFile(draft, mine, { mode: 0o644 });
  try {
    for (let attempt = 0; attempt < 100; attempt += 1, await sleep(50)) {
      taken = await create(draft, file, mine);
      if (taken) break;
      const seen = await fs.readFile(file, 'utf8').catch(() => null);
      if (seen === null) continue;
      const pid = await livingOwner(seen);
      if (pid !== null) {
        if (depth === 0) throw inUse(pid);
        continue; // a takeover lasts milliseconds
      }
      const done = await acquire(`${file}.takeover`, inUse, depth + 1);
      try {
        if ((await fs.readFile(file, 'utf8').catch(() => null)) === seen) {
          await fs.rename(draft, file);
          taken = true;
          break;
        }
      } finally {
        done();
      }
    }
  } finally {
    await fs.rm(draft, { force: true });
  }
  if (!taken) throw new Error(`${file} cannot be taken. If no Muster is running, delete it.`);
  return release;
}

/** link() makes the file appear with its content, at once or not at all; some file systems have no links. */
export async function create(draft: string, file: string, content: string): Promise<boolean> {
  try {
    await fs.link(draft, file);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
  }
  try {
    await fs.writeFile(file, content, { flag: 'wx' });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

async function livingOwner(content: string): Promise<number | null> {
  const [pid, identity] = content.split('\n');
  const living = Number(pid) > 0 ? await identityOf(Number(pid)) : null;
  if (living === null) return null;
  // What cannot be told apart counts as living: refusing is safe, two servers on one folder are not.
  return living === identity || living === 'unknown' || identity === 'unknown' ? Number(pid) : null;
}
