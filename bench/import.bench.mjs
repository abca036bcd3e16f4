/*
 * A file of a million items: uploaded over HTTP and imported by a running Muster, against a raw COPY of the rows that
 * come of it into the same tables with the same indexes, keys and checks, by the tables' owner.
 *
 *   --rows N      items in the file (1,000,000)
 *   --rounds N    windows a side (3)
 *   --resume no   leave the kill out
 *   --profile F   a folder for V8 CPU profiles of the importing process
 *
 * Afterwards the same file again (same counts), and once more on a fresh database with a kill -9 in the middle.
 */
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import pg from 'pg';
import { openDatabaseServer } from './database.mjs';
import { writeItems } from './fixtures/items.mjs';
import { openAsOwner } from './fixtures/owner.mjs';
import * as make from './fixtures/queue.mjs';
import { alternate, cpuMeter, median, round } from './measure.mjs';
import { ask, memoryOf, startMuster } from './muster.mjs';

export const about = 'a million items from upload to tasks, against raw COPY of the same rows';

const tables = ['lane', 'task', 'queue_item'];

export async function run({ say, options }) {
  const rows = Number(options.rows ?? 1_000_000);
  const rounds = Number(options.rounds ?? 3);
  const folder = await mkdtemp(join(tmpdir(), 'muster-bench-import-'));
  const server = await openDatabaseServer({ say });
  try {
    const file = join(folder, 'items.jsonl');
    const bytes = await writeItems(file, rows);
    const context = { server, say, folder, file, rows, profile: options.profile, ...(await makeTemplate(server)) };
    say(`${rows} items, ${Math.round(bytes / 2 ** 20)} MB`);
    const figures = await alternate(
      { muster: (turn) => importWindow(context, turn), copy: () => copyWindow(context) },
      rounds,
      (name, turn, one) => say(`${turn + 1}. ${name}: ${one.perSecond} rows/s in ${one.seconds} s`),
    );
    const repeated = figures.muster.find((one) => one.repeated)?.repeated;
    const resumed = options.resume === 'no' ? undefined : await resumeWindow(context);
    const perSecond = {
      muster: median(figures.muster.map((one) => one.perSecond)),
      copy: median(figures.copy.map((one) => one.perSecond)),
    };
    return {
      settings: server.settings,
      rows,
      megabytes: round(bytes / 2 ** 20, 1),
      ratio: round(perSecond.muster / perSecond.copy, 3),
      perSecond,
      uploadMegabytesPerSecond: median(figures.muster.map((one) => one.uploadMegabytesPerSecond)),
      peakMegabytes: Math.max(...figures.muster.map((one) => one.peakMegabytes)),
      repeated,
      resumed,
      windows: figures,
    };
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** An organization with a manager who is signed in, a project and an empty batch: each window starts as a copy of it. */
async function makeTemplate(server) {
  const template = await server.createDatabase('template');
  const owner = await openAsOwner(template);
  const organizationId = await make.createOrganization(owner);
  const teamId = await make.createTeam(owner, { organizationId });
  const memberIds = await make.createPeople(owner, { organizationId, teamId, count: 1, roles: ['OWNER'] });
  const [token] = await make.createSessions(owner, { organizationId, memberIds });
  const projectId = await make.createProject(owner, { organizationId, teamIds: [teamId], policy: { overlap: 3 } });
  const batchId = await make.createBatch(owner, { organizationId, projectId, state: 'DRAFT' });
  await owner.close();
  return { template, organizationId, token, batchId: `bat_${batchId.replaceAll('-', '')}` };
}

/** A fresh database with a running Muster; `work` gets both. */
async function withMuster(context, name, work, flags = []) {
  const url = await context.server.createDatabase(name, { copyOf: context.template });
  const home = join(context.folder, name);
  const muster = await startMuster(url, { home, flags });
  try {
    return await work({ url, home, muster });
  } finally {
    await muster.stop();
    await context.server.dropDatabase(url);
    await rm(home, { recursive: true, force: true });
  }
}

function importWindow(context, turn) {
  const { profile, file, server, rows } = context;
  const flags = profile ? ['--cpu-prof', `--cpu-prof-dir=${profile}`] : [];
  const work = async ({ url, muster }) => {
    const { uploadId, bytes, seconds } = await upload(context, muster.url);
    const cpu = cpuMeter({ postgres: server.pid, muster: muster.pid });
    await cpu.start();
    const done = await importAll(context, muster, uploadId);
    const answer = {
      seconds: round(done.seconds),
      perSecond: Math.round(rows / done.seconds),
      uploadSeconds: round(seconds),
      uploadMegabytesPerSecond: Math.round(bytes / 2 ** 20 / seconds),
      cpuSeconds: await cpu.stop(),
      memory: done.memory,
      peakMegabytes: done.peakMegabytes,
      ...done.counts,
    };
    if (turn > 0) return answer;
    await dumpRows(url, context.folder);
    const again = await importAll(context, muster, uploadId);
    answer.repeated = { ...again.counts, ...(await leftIn(context, url)), seconds: round(again.seconds) };
    answer.peakMegabytes = again.peakMegabytes;
    return answer;
  };
  return withMuster({ ...context, file }, `import_${turn}`, work, flags);
}

async function upload({ file, token }, url) {
  const began = performance.now();
  const response = await fetch(`${url}/imports?name=items.jsonl`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' },
    body: createReadStream(file, { highWaterMark: 256 * 1024 }),
    duplex: 'half',
  });
  const answer = await response.json();
  if (response.status !== 201) throw new Error(JSON.stringify(answer));
  return { ...answer, seconds: (performance.now() - began) / 1000 };
}

async function start({ token, batchId }, url, uploadId) {
  const { importTasks } = await ask(
    url,
    token,
    `mutation ($input: ImportTasksInput!) { importTasks(input: $input) { __typename ... on Import { id } ... on Problem { message } } }`,
    { input: { batchId, uploadId, format: 'JSONL', annotationsAs: 'PRELABEL' } },
  );
  if (!importTasks.id) throw new Error(importTasks.message);
  return importTasks.id;
}

const progressOf = async ({ token }, url, id) =>
  (await ask(url, token, `query ($id: ID!) { import(id: $id) { state rowsRead created existing refused error } }`, { id }))
    .import; // prettier-ignore

/** From the mutation to DONE, as a client sees it, with the memory of the process at every tenth. */
async function importAll(context, muster, uploadId) {
  const began = performance.now();
  const id = await start(context, muster.url, uploadId);
  const memory = [];
  for (;;) {
    await sleep(100);
    const { state, error, ...counts } = await progressOf(context, muster.url, id);
    const seconds = (performance.now() - began) / 1000;
    if (counts.rowsRead >= (memory.length * context.rows) / 10) memory.push((await memoryOf(muster.pid)).now);
    if (state === 'FAILED') throw new Error(error);
    if (state === 'DONE') return { seconds, counts, memory, peakMegabytes: (await memoryOf(muster.pid)).peak };
  }
}

/** What stands in the tables, and whether queue and law agree. */
async function leftIn({ organizationId }, url) {
  const owner = await openAsOwner(url);
  const tasks = Number(await owner.value('SELECT count(*) FROM task'));
  const seats = Number(await owner.value('SELECT sum(seats_in(seats)) FROM queue_item'));
  const faults = await make.faultsOf(owner, organizationId);
  await owner.close();
  return { tasks, seats, faults };
}

async function dumpRows(url, folder) {
  const owner = await openAsOwner(url);
  await owner.close();
  const client = await connected(url);
  for (const table of tables)
    await pipeline(client.query(copyTo(`COPY ${table} TO STDOUT`)), createWriteStream(join(folder, `${table}.copy`)));
  await client.end();
}

/** The owner's connection, past row-level security. */
async function connected(url) {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  for (const table of [...tables, 'organization', 'project', 'batch', 'media'])
    await client.query(`ALTER TABLE ${table} NO FORCE ROW LEVEL SECURITY`);
  return client;
}

async function copyWindow({ server, template, folder, rows }) {
  const url = await server.createDatabase('copy', { copyOf: template });
  const client = await connected(url);
  const cpu = cpuMeter({ postgres: server.pid });
  await cpu.start();
  const began = performance.now();
  for (const table of tables) {
    const content = createReadStream(join(folder, `${table}.copy`), { highWaterMark: 256 * 1024 });
    await pipeline(content, client.query(copyFrom(`COPY ${table} FROM STDIN`)));
  }
  const seconds = (performance.now() - began) / 1000;
  const cpuSeconds = await cpu.stop();
  const answer = { seconds: round(seconds), perSecond: Math.round(rows / seconds), cpuSeconds };
  const { count } = (await client.query('SELECT count(*) FROM task')).rows[0];
  if (Number(count) !== rows) throw new Error(`${count} rows were copied`);
  await client.end();
  await server.dropDatabase(url);
  return answer;
}

/** kill -9 in the middle, another start, and the same counts; `lost` seconds pass until somebody goes on. */
async function resumeWindow(context) {
  const { server, folder, rows } = context;
  const url = await server.createDatabase('resume', { copyOf: context.template });
  const home = join(folder, 'resume');
  let muster = await startMuster(url, { home });
  try {
    const { uploadId } = await upload(context, muster.url);
    const id = await start(context, muster.url, uploadId);
    let progress;
    do {
      await sleep(20);
      progress = await progressOf(context, muster.url, id);
    } while (progress.rowsRead < rows * 0.4 && progress.state === 'RUNNING');
    await muster.kill();
    const killedAt = performance.now();
    const atKill = progress.rowsRead;
    muster = await startMuster(url, { home });
    let idleSeconds = null;
    do {
      await sleep(100);
      progress = await progressOf(context, muster.url, id);
      if (progress.rowsRead > atKill) idleSeconds ??= round((performance.now() - killedAt) / 1000, 1);
    } while (progress.state === 'RUNNING');
    const { state, ...counts } = progress;
    return { state, ...counts, atKill, idleSeconds, ...(await leftIn(context, url)) };
  } finally {
    await muster.stop();
    await server.dropDatabase(url);
  }
}
