import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../../src/platform/embedded-postgres.js';

export interface OwnPostgres {
  /** of a database without anything in it */
  url: string;
  home: string;
  stop(): Promise<void>;
}

/** A PostgreSQL of the test's own, for those that run real servers over it and kill them. */
export async function ownPostgres(): Promise<OwnPostgres> {
  const home = await mkdtemp(join(tmpdir(), 'muster-own-'));
  await chmod(home, 0o755);
  const server = await startEmbeddedPostgres({ home, log: () => undefined, fsync: false });
  return {
    url: server.url,
    home,
    stop: async () => {
      await server.stop();
      await rm(home, { recursive: true, force: true });
    },
  };
}
