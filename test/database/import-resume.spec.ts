import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { gzipSync } from 'node:zlib';
import pg from 'pg';
import { ImportRunner } from '../../src/batches/imports/import-runner.service.js';
import { startApp, type TestApp } from '../factories/app.js';
import { team } from '../factories/people.js';
import { discrepancies } from '../factories/time.js';
import { animal, batch, project, rowId } from '../factories/work.js';

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

/** The session that waits to insert its rows, and the one that has staged the rows after those. */
const phases = {
  INSERTING: `wait_event = 'advisory' AND query LIKE 'SELECT pg_advisory_xact_lock%'`,
  STAGED: `state = 'idle in transaction' AND query LIKE 'COPY staged_task%'`,
};

/** Nothing runs imports here but the test itself. */
describe('an import that is cut off', () => {
  let app: TestApp;
  let runner: ImportRunner;
  let organizationId: string;
  let projectId: string;
  let teamId: string;
  let gates: pg.Client[];

  beforeAll(async () => {
    app = await startApp({ ROLE: 'api' });
    runner = app.server.app.get(ImportRunner, { strict: false });
    teamId = await team(app);
    gates = [1, 2].map(() => new pg.Client({ connectionString: app.databaseUrl }));
    for (const gate of gates) await gate.connect();
    organizationId = rowId(
      (await app.owner.run<{ organization: { id: string } }>('{ organization { id } }')).organization.id,
    );
  });
  afterAll(async () => {
    for (const gate of gates) await gate.end();
    await app.stop();
  });

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

  const start = async (batchId: string, uploadId: string, format: string, annotationsAs = 'PRELABEL') => {
    const { importTasks } = await app.owner.run(
      `mutation ($input: ImportTasksInput!) { importTasks(input: $input) { ... on Import { id } ... on Problem { message } } }`,
      { input: { batchId, uploadId, format, annotationsAs } },
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

  /** Sessions of a kind; asked again until there are as many. */
  const sessions = async (condition: string, least = 1): Promise<number[]> => {
    for (;;) {
      const rows = await app.sql<{ pid: number }>(
        `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND ${condition}`,
      );
      if (rows.length >= least) return rows.map(({ pid }) => pid);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  const waiting = `wait_event_type = 'Lock' AND wait_event = 'advisory'`;

  /**
   * Runs the import and ends one of its sessions, as a crash of the server would. Imports of a project take turns by a
   * lock: two clients that hand it to each other let through one chunk after the other.
   * @param chunks that are committed first
   */
  const cutOff = async (id: string, phase: keyof typeof phases, chunks: number): Promise<void> => {
    const lock = (verb: string) => `SELECT ${verb}(hashtextextended('${rowId(projectId)}', 3))`;
    let [holder, other] = gates as [pg.Client, pg.Client];
    await holder.query(lock('pg_advisory_lock'));
    const ended = run(id).then(
      () => 'done',
      () => 'cut off',
    );
    for (let chunk = 0; chunk < chunks; chunk += 1) {
      await sessions(waiting);
      const turn = other.query(lock('pg_advisory_lock'));
      await sessions(waiting, 2);
      await holder.query(lock('pg_advisory_unlock'));
      await turn;
      [holder, other] = [other, holder];
    }
    await sessions(waiting);
    const [pid] = await sessions(phases[phase]);
    await app.sql(`SELECT pg_terminate_backend($1, 10000)`, [pid]);
    await holder.query(lock('pg_advisory_unlock'));
    expect(await ended).toBe('cut off');
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
    ['JSONL', jsonl, 'INSERTING', [0, 1]],
    ['JSONL', gzipSync(jsonl), 'STAGED', [0, 0]],
    ['CSV', csv, 'INSERTING', [0, 1]],
  ] as const)('%s goes on where its last commit stood', async (format, content, phase, cuts) => {
    await newProject();
    const batchId = await batch(app.owner, projectId);
    const uploadId = await upload(content);
    const id = await start(batchId, uploadId, format);
    for (const chunks of cuts) await cutOff(id, phase, chunks);
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

  it('brings each known answer once, and none to a task that was there before', async () => {
    await newProject();
    const batchId = await batch(app.owner, projectId);
    await run(await start(batchId, await upload('{"externalKey":"item-1"}'), 'JSONL'));
    const gold = numbers.map((n) =>
      JSON.stringify({ externalKey: keyOf(n), ...(!isBad(n) && { labels: animal('cat') }) }),
    );
    const uploadId = await upload(gold.join('\n'));
    const id = await start(batchId, uploadId, 'JSONL', 'GOLD');
    for (const chunks of [0, 1]) await cutOff(id, 'INSERTING', chunks);
    await run(id);
    const created = count - refused - existing - 1;
    expect(await look(id)).toMatchObject({ state: 'DONE', rowsRead: count, created, existing: existing + 1, refused });
    const known = async () => {
      const answer = await app.owner.run(
        `query ($projectId: ID!) { gold(projectId: $projectId, first: 1) { totalCount nodes { externalKey labels source } } }`,
        { projectId },
      );
      return answer.gold;
    };
    const first = { externalKey: 'item-2', labels: animal('cat'), source: 'IMPORTED' };
    expect(await known()).toEqual({ totalCount: created, nodes: [first] });
    const again = await start(batchId, uploadId, 'JSONL', 'GOLD');
    await run(again);
    expect(await look(again)).toMatchObject({ state: 'DONE', created: 0 });
    expect((await known()).totalCount).toBe(created);
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
