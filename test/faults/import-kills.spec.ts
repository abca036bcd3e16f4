import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readConfig } from '../../src/platform/config.js';
import { checkQueue } from '../../src/tasks/check-queue.js';
import { embeddedUrlOf } from '../../src/platform/embedded-postgres.js';
import { type Caller, signIn } from '../factories/app.js';
import { batch, importDone, project } from '../factories/work.js';
import { freePort, RestartingServer } from './restarting-server.js';

const count = 100_000;
const content = Array.from({ length: count }, (_, n) => {
  const metadata = { note: `"${n}"\tof ${count}` };
  return JSON.stringify({ externalKey: `item-${n}`, metadata, ...(n % 5000 === 7 && { overlap: 0 }) });
}).join('\n');
const refused = count / 5000;

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const defaults = readConfig({});

/** The real thing: kill -9 of the process, and of every PostgreSQL process, while a file comes in. */
describe('an import under kill -9', () => {
  let server: RestartingServer;
  let home: string;
  let url: string;

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'muster-import-kills-'));
    await chmod(home, 0o755);
    server = new RestartingServer(join(home, 'data'), await freePort());
    url = `http://127.0.0.1:${server.port}`;
    server.start();
  });
  afterAll(async () => {
    await server.stop();
    await rm(home, { recursive: true, force: true });
  });

  /** Until it works: the server may be down at any moment. */
  const patiently = async <Answer>(ask: () => Promise<Answer>): Promise<Answer> => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await ask();
      } catch (error) {
        if (attempt === 600) throw error;
        await pause(100);
      }
    }
  };

  const teamOf = async (owner: Caller): Promise<string> =>
    (await owner.run(`mutation { createTeam(name: "Team") { ... on Team { id } } }`)).createTeam.id;

  const upload = async (owner: Caller) => {
    const response = await fetch(`${url}/imports?name=items`, {
      method: 'POST',
      headers: { authorization: `Bearer ${owner.token}`, 'content-type': 'application/x-ndjson' },
      body: content,
    });
    return ((await response.json()) as { uploadId: string }).uploadId;
  };

  it(
    'makes every task once, refuses every bad row once, and the same file again makes none',
    async () => {
      const owner = await patiently(() => signIn(url, defaults.OWNER_EMAIL, defaults.OWNER_PASSWORD));
      const projectId = await project(owner, await teamOf(owner));
      const batchId = await batch(owner, projectId);
      const uploadId = await upload(owner);
      const start = async () =>
        (
          await owner.run(
            `mutation ($input: ImportTasksInput!) { importTasks(input: $input) { ... on Import { id } } }`,
            { input: { batchId, uploadId, format: 'JSONL' } },
          )
        ).importTasks.id as string;
      const rowsRead = (id: string): Promise<number> =>
        patiently(
          async () => (await owner.run(`query ($id: ID!) { import(id: $id) { rowsRead } }`, { id })).import.rowsRead,
        );

      const id = await start();
      const seen: number[] = [];
      for (const [kill, from] of [
        [() => server.killNode(), 1],
        [() => server.killDatabase(), count * 0.3],
        [() => server.killNode(), count * 0.6],
      ] as const) {
        while ((await rowsRead(id)) < from) await pause(10);
        seen.push(await rowsRead(id));
        await kill();
        await pause(500);
      }
      // Were it done before the first kill, this would be no test.
      expect(seen[0]).toBeLessThan(count);
      const whole = { state: 'DONE', rowsRead: count, refused };
      const done = await patiently(async () => {
        const now = (await owner.run(`query ($id: ID!) { import(id: $id) { state rowsRead created existing refused } }`, { id })).import; // prettier-ignore
        if (now.state === 'RUNNING') throw new Error(`stands at ${now.rowsRead}`);
        return now;
      });
      expect(done).toEqual({ ...whole, created: count - refused, existing: 0 });
      const again = await importDone(owner, await start());
      expect(again).toMatchObject({ ...whole, created: 0, existing: count - refused });
      const check = await checkQueue((await embeddedUrlOf(server.home))!, false);
      expect(check).toMatchObject({ seats: count - refused, differences: [] });
    },
    10 * 60_000,
  );
});
