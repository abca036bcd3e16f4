/**
 * The default database: a real PostgreSQL 18 that Muster starts, watches and stops by itself.
 *
 * The npm class `EmbeddedPostgres` is not used, only its binaries: its `stop()` hangs after a failed start, it ties the server's
 * log to a pipe that dies with Node, and it shares Node's process group, so Ctrl-C would stop the database before Muster has drained.
 */
import fs from 'node:fs/promises';
import path from 'node:path';
import { ensureOwner, readSecrets, readySecretsAndData, urlOf, writeSecrets } from './embedded-postgres/data-folder.js';
import { forgetAnsweringAt } from './embedded-postgres/answering-at.js';
import { lockFolder } from './embedded-postgres/folder-lock.js';
import { isPostgresOf, readStatus, stopOrphans } from './embedded-postgres/orphans.js';
import { findPlace } from './embedded-postgres/place.js';
import { Server } from './embedded-postgres/server.js';

export { forgetAnsweringAt, noteAnsweringAt, startOrFind } from './embedded-postgres/answering-at.js';
export { FolderInUse } from './embedded-postgres/folder-lock.js';

export interface EmbeddedPostgres {
  /** postgres://muster_owner:…@127.0.0.1:port/muster */
  url: string;
  /** Fast shutdown. Resolves even when the server is dead already or being restarted. */
  stop(): Promise<void>;
}

export async function startEmbeddedPostgres(options: {
  home: string;
  log: (line: string) => void;
  fsync?: boolean;
}): Promise<EmbeddedPostgres> {
  const { log, fsync = true } = options;
  await fs.mkdir(options.home, { recursive: true });
  const home = await fs.realpath(options.home); // processes are recognised by their real working folder
  const lock = await lockFolder(home);
  let server: Server | undefined;
  try {
    await forgetAnsweringAt(home); // a killed one left it
    const place = await findPlace(home);
    await stopOrphans(place.data, log);
    const secrets = await readySecretsAndData(place, fsync, log);
    server = new Server(place, log, fsync, lock);
    secrets.port = await server.start(secrets.port);
    await ensureOwner(secrets, place, log);
    await writeSecrets(home, secrets);
    const { stop } = server;
    return { url: urlOf(secrets), stop };
  } catch (error) {
    await (server ? server.stop() : lock.release());
    throw error;
  }
}

/** The address of the server that runs on this folder, for commands beside the running Muster; null when none runs. */
export async function embeddedUrlOf(home: string): Promise<string | null> {
  const folder = await fs.realpath(home).catch(() => null);
  if (!folder) return null;
  const data = path.join(folder, 'postgres');
  const [secrets, status] = [await readSecrets(folder), await readStatus(data)];
  if (!secrets || !status?.ready || !(await isPostgresOf(status.pid, data))) return null;
  return urlOf({ ...secrets, port: status.port });
}
