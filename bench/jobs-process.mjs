/*
 * One side of the redis benchmark: Muster's job queue with its worker, on what the environment says. Told a kind and a
 * number over IPC, it adds that many jobs, waits until all are done, and answers jobs a second.
 */
import { randomUUID } from 'node:crypto';
import { readConfig } from '../dist/src/platform/config.js';
import { Database } from '../dist/src/platform/database.js';
import { createLog } from '../dist/src/platform/log.js';
import { Jobs } from '../dist/src/platform/queue.js';

/** As many as the relay hands on at once. */
const batch = 200;

const config = readConfig(process.env);
const database = new Database(config);
await database.open();
const jobs = new Jobs(config, createLog('error', 2));
const organizationId = randomUUID();
let left = 0;
let finished = () => {};
const done = () => --left === 0 && finished();

jobs.define('fast', 'nothing', async () => done());
jobs.define('fast', 'transaction', async () => {
  await database.transact({ organizationId }, (tx) => tx.query('SELECT count(*) FROM project'));
  done();
});
await jobs.start(true);

process.on('message', async ({ kind, count }) => {
  left = count;
  const allDone = new Promise((resolve) => (finished = resolve));
  const began = performance.now();
  for (let from = 0; from < count; from += batch) {
    const size = Math.min(batch, count - from);
    await jobs.add(
      Array.from({ length: size }, () => ({
        name: kind,
        id: randomUUID(),
        data: { organizationId, subjectId: randomUUID() },
      })),
    );
  }
  await allDone;
  process.send({ perSecond: count / ((performance.now() - began) / 1000) });
});
process.on('disconnect', async () => {
  await jobs.close();
  await database.close();
  process.exit(0);
});
process.send('ready');
