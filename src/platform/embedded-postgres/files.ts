import fs from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

export function codeOf(error: unknown): string | undefined {
  // Not `instanceof`: inside Jest, Node's errors come from another realm.
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : undefined;
}

export function exists(file: string): Promise<boolean> {
  return fs.access(file).then(
    () => true,
    () => false,
  );
}

export async function remove(folder: string): Promise<void> {
  // An initdb that outlived its Node may still write here; what remains is removed next time.
  await fs.rm(folder, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
}

export async function syncFolder(folder: string): Promise<void> {
  const handle = await fs.open(folder, 'r').catch(() => null); // Windows cannot open folders
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

/** Waits for the promise, but no longer than this. */
export async function within(promise: Promise<unknown>, milliseconds: number): Promise<void> {
  const done = new AbortController();
  await Promise.race([promise, sleep(milliseconds, undefined, { signal: done.signal }).catch(() => undefined)]);
  done.abort();
}
