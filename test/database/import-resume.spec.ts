import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { gzipSync } from 'node:zlib';
import { ImportRunner } from '../../src/batches/imports/import-runner.service.js';
import { startApp, type TestApp } from '../factories/app.js';
import { team } from '../factories/people.js';
import { discrepancies } from '../factories/time.js';
import { batch, project, rowId } from '../factories/work.js';

const count = 25_000;
/** Of these, in the file's order: each 1,000th is refused, and each 700th has the key of the one before it. */
const isBad = (n: number) => n % 1000 === 0;
const isTwice = (n: number) => n % 700 === 0 && !isBad(n);
const numbers = Array.from({ length: count }, (_, index) => index + 1);
const refused = numbers.filter(isBad).length;
const existing = numbers.filter(isTwice).length;
const keyOf = (n: number) => `item-${isTwice(n) ? n - 1 : n}`;

const jsonl = numbers
  .map((n) => JSON.stringify({ externalKey: keyOf(n), ...(isBad(n) && { overlap: 99 }) }))
  .join('\n');
/** Each tenth row runs over two lines. */
const isLong = (n: number) => n % 10 === 0;
const note = (n: number) => (isLong(n) ? '"a\nb"' : 'a');
const csv = ['external_key,overlap,note', ...numbers.map((n) => `${keyOf(n)},${isBad(n) ? 99 : ''},${note(n)}`)].join(
  '\n',
);
const lineOf = (format: string, n: number) => (format === 'CSV' ? 1 + n + Math.floor((n - 1) / 10) : n);

/** Nothing runs imports here but the test itself. */
describe('an import that is cut off', () => {
  let app: TestApp;
  let runner: ImportRunner;
  let organizationId: string;
  let projectId: string;
  let teamId: string;

  beforeAll(async () => {
    app = await startApp({ ROLE: 'api' });
    runner = app.server.app.get(ImportRunner, { strict: false });
    teamId = await team(app);
    organizationId = rowId(
      (await app.owner.run<{ organization: { id: string } }>('{ organization { id } }')).organization.id,
    );
  });
  afterAll(() => app.stop());

  let projects = 0;
  const newProject = async () =>
    (projectId = await project(app.owner, teamId, { name: `Project ${(projects += 1)}`, policy: { overlap: 2 } }));

  const upload = async (content: string | Uint8Array) => {
    const response = await fetch(`${app.url}/imports?name=items`, {
      method: 'POST',
      headers: { authorization: `Bearer ${app.owner.token}`, 'content-type': 'application/octet-stream' },
      body: content as string,
    });
    return ((await response.json()) as { uploadId: string }).uploadId;
  };

  const start = async (batchId: string, uploadId: string, format: string) => {
    const { importTasks } = await app.owner.run(
      `mutation ($input: ImportTasksInput!) { importTasks(input: $input) { ... on Import { id } ... on Problem { message } } }`,
      { input: { batchId, uploadId, format } },
    );
    return importTasks.id as string;
  };
  const run = (id: string) => runner.run(organizationId, rowId(id));
  const look = async (id: string) =>
    (
      await app.owner.run(
        `query ($id: ID!) { import(id: $id) { state rowsRead created existing refused error refusals(first: 100) { line code externalKey } } }`,
        { id },
      )
    ).import;

  /** Ends the session that sends a statement like this, as a crash of the server would; waits until there is one. */
  const terminate = async (statement: string) => {
    for (;;) {
      const ended = await app.sql(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' AND query LIKE $1 AND pid <> pg_backend_pid()`,
        [statement],
      );
      if (ended.length > 0) return;
    }
  };

  const expectWhole = async (batchId: string) => {
    const tasks = count - refused - existing;
    expect(await seen(batchId)).toEqual({ tasks, seats: 2 * tasks });
    expect(await discrepancies(app)).toEqual([]);
  };
  const seen = async (batchId: string) => {
    const { batch: answer } = await app.owner.run(
      `query ($id: ID!) { batch(id: $id) { progress { tasks answersWanted } } }`,
      { id: batchId },
    );
    return { tasks: answer.progress.tasks as number, seats: answer.progress.answersWanted as number };
  };

  it.each([
    ['JSONL', jsonl, 'WITH added AS%'],
    ['JSONL', gzipSync(jsonl), 'COPY staged_task%'],
    ['CSV', csv, 'WITH added AS%'],
  ])('%s goes on where its last commit stood', async (format, content, statement) => {
    await newProject();
    const batchId = await batch(app.owner, projectId);
    const uploadId = await upload(content);
    const id = await start(batchId, uploadId, format);
    for (const rowsBefore of [0, 10_000]) {
      const cut = (async () => {
        while ((await look(id)).rowsRead < rowsBefore) await new Promise((resolve) => setTimeout(resolve, 5));
        await terminate(statement);
      })();
      await expect(run(id)).rejects.toThrow();
      await cut;
    }
    const { state, rowsRead } = await look(id);
    expect(state).toBe('RUNNING');
    expect(rowsRead).toBeGreaterThanOrEqual(10_000);
    await run(id);
    const done = await look(id);
    expect(done).toMatchObject({
      state: 'DONE',
      rowsRead: count,
      created: count - refused - existing,
      existing,
      refused,
    });
    expect(done.refusals.map((one: { line: number }) => one.line)).toEqual(
      numbers.filter(isBad).map((n) => lineOf(format, n)),
    );
    await expectWhole(batchId);

    const again = await start(batchId, uploadId, format);
    await run(again);
    expect(await look(again)).toMatchObject({
      state: 'DONE',
      rowsRead: count,
      created: 0,
      existing: count - refused,
      refused,
    });
    await expectWhole(batchId);
  });

  it('is done once by two runs at the same time', async () => {
    await newProject();
    const batchId = await batch(app.owner, projectId);
    const id = await start(batchId, await upload(jsonl), 'JSONL');
    await Promise.all([run(id), run(id)]);
    expect(await look(id)).toMatchObject({
      state: 'DONE',
      rowsRead: count,
      created: count - refused - existing,
      existing,
      refused,
    });
    await expectWhole(batchId);
  });

  it('shares out its keys with another import that has them in the opposite order', async () => {
    const keys = 9000; // one chunk each, so that both insert all of them at the same time
    const lines = numbers.slice(0, keys).map((n) => JSON.stringify({ externalKey: `item-${n}` }));
    const uploads = [await upload(lines.join('\n')), await upload(lines.reverse().join('\n'))];
    for (let round = 0; round < 3; round += 1) {
      await newProject();
      const batches = [await batch(app.owner, projectId, 'one'), await batch(app.owner, projectId, 'other')];
      const ids = await Promise.all(batches.map((batchId, at) => start(batchId, uploads[at]!, 'JSONL')));
      await Promise.all(ids.map(run));
      const done = await Promise.all(ids.map(look));
      expect(done.map(({ state, rowsRead }) => [state, rowsRead])).toEqual(Array(2).fill(['DONE', keys]));
      expect(done.map(({ created }) => created).sort()).toEqual([0, keys]);
    }
    expect(await discrepancies(app)).toEqual([]);
  });
});
