import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { QueueHealthStore } from '../../src/metrics/queue-health/queue-health.store.js';
import type { Tx } from '../../src/platform/index.js';
import { checkProgress, linesOfProgress } from '../../src/tasks/progress/check-progress.js';
import { type Caller, startApp, type TestApp } from '../factories/app.js';
import { person, team } from '../factories/people.js';
import { asApplication } from '../factories/time.js';
import {
  batch,
  claim,
  importItems,
  judge,
  open,
  openBatchOf,
  rowId,
  submit,
  tasksOf,
  until,
} from '../factories/work.js';

let app: TestApp;
let anna: Caller;
let ben: Caller;
let batchId: string;
let projectId: string;
const cat = { kind: 'CHOICE', field: 'animal', option: 'cat' };

beforeAll(async () => {
  app = await startApp();
  const teamId = await team(app);
  const policy = { overlap: 1, review: [{ rate: 1, seed: 'all' }], reworkRounds: 1 };
  ({ batchId, projectId } = await openBatchOf(app, teamId, 4, { project: { policy } }));
  anna = await person(app, ['ANNOTATOR'], teamId);
  ben = await person(app, ['REVIEWER'], teamId);
});
afterAll(() => app.stop());

const progressOf = async (id: string) => {
  const { node } = await app.owner.run(
    `query ($id: ID!) { node(id: $id) { ... on Batch { progress { tasks states { state count } answersWanted answersCounted answersQuarantined overCollected tasksReviewed tasksHeld } } } }`,
    { id },
  );
  const { states, ...rest } = node.progress;
  return {
    ...rest,
    ...Object.fromEntries(states.map((one: { state: string; count: number }) => [one.state, one.count])),
  };
};
const check = () => checkProgress(app.databaseUrl, false);
const none = { answersQuarantined: 0, overCollected: 0, tasksHeld: 0 };

it('counts in the commit of the work, whatever moves a task', async () => {
  expect(await progressOf(batchId)).toEqual({ ...none, tasks: 4, OPEN: 4, answersWanted: 4, answersCounted: 0, tasksReviewed: 0 }); // prettier-ignore
  await submit(anna, await claim(anna), [cat]);
  await until(async () => (await progressOf(batchId)).REVIEWING === 1);
  await judge(ben, await claim(ben), 'ACCEPT');
  await until(async () => (await progressOf(batchId)).SETTLED === 1);
  expect(await progressOf(batchId)).toEqual({ ...none, tasks: 4, OPEN: 3, SETTLED: 1, answersWanted: 4, answersCounted: 1, tasksReviewed: 1 }); // prettier-ignore
  const other = await batch(app.owner, projectId, 'Batch 2');
  await importItems(app.owner, other, [{ externalKey: 'other', data: { fileName: 'o.png', width: 10, height: 10 } }]);
  await open(app.owner, other);
  const { externalKey } = (await tasksOf(app.owner, batchId)).find(({ state }) => state === 'SETTLED');
  const about = { batchId, externalKeys: [externalKey], reason: 'Again.' };
  await app.owner.run(`mutation ($input: RequeueTasksInput!) { requeueTasks(input: $input) { id } }`, { input: about });
  expect(await progressOf(batchId)).toMatchObject({ OPEN: 4, answersCounted: 0, tasksReviewed: 1 });
  const input = { batchId, externalKeys: [externalKey], overlap: 3 };
  await app.owner.run(`mutation ($input: SetOverlapInput!) { setOverlap(input: $input) { id } }`, { input });
  expect(await progressOf(batchId)).toMatchObject({ answersWanted: 6 });
  await app.owner.run(`mutation ($input: MoveTasksInput!) { moveTasks(input: $input) { id } }`, {
    input: { ...about, toBatchId: other },
  });
  expect(await progressOf(batchId)).toMatchObject({ tasks: 3, answersWanted: 3, tasksReviewed: 0 });
  expect(await progressOf(other)).toMatchObject({ tasks: 2, OPEN: 2, answersWanted: 4, tasksReviewed: 1 });
  expect((await check()).differences).toEqual([]);
});

it('counts what SQL alone does: answers beyond the overlap, a task that is deleted', async () => {
  await submit(anna, await claim(anna), [cat]);
  const [{ task_id: taskId }] = await asApplication(app, async (client) => {
    const { rows } = await client.query(`SELECT task_id FROM submission WHERE state = 'COUNTED'`);
    await client.query(`UPDATE submission SET ordinal = 2 WHERE task_id = $1 AND state = 'COUNTED'`, [rows[0].task_id]);
    return rows;
  });
  expect((await check()).differences).toEqual([]);
  const over = async () => (await progressOf(batchId)).overCollected + (await progressOf(await otherBatch())).overCollected; // prettier-ignore
  const wasOver = await over();
  await asApplication(app, (client) => client.query(`UPDATE task SET overlap = 5 - overlap WHERE id = $1`, [taskId]));
  expect(await over()).not.toBe(wasOver);
  expect((await check()).differences).toEqual([]);
  await asApplication(app, async (client) => {
    await client.query(
      `INSERT INTO task SELECT (jsonb_populate_record(t, jsonb_build_object('id', $2::uuid, 'external_key', 'short-lived'))).* FROM task t WHERE id = $1`,
      [taskId, randomUUID()],
    );
    await client.query(`DELETE FROM task WHERE external_key = 'short-lived'`);
    await client.query(`UPDATE task SET overlap = 5 - overlap WHERE id = $1`, [taskId]);
  });
  expect((await check()).differences).toEqual([]);
});

it('folds without changing a figure, finds what is wrong, and adds what is missing', async () => {
  const before = await progressOf(batchId);
  await app.sql(`SET ROLE muster_system; SELECT fold_work_changes(); RESET ROLE`);
  expect(await progressOf(batchId)).toEqual(before);
  await asApplication(app, (client, organizationId) =>
    client.query(`INSERT INTO progress_change (organization_id, batch_id, settled) VALUES ($1, $2, 3)`, [
      organizationId,
      rowId(batchId),
    ]),
  );
  const found = await check();
  expect(found.differences).toMatchObject([{ batchId, missing: { settled: -3 } }]);
  expect(linesOfProgress(found)[0]).toContain('missing settled -3');
  expect((await checkProgress(app.databaseUrl, true)).repaired).toBe(1);
  expect(await progressOf(batchId)).toEqual(before);
  expect(linesOfProgress(await check())).toEqual(['The progress of batches of 1 organization is that of the rows.']);
});

it('what is asked of one organization does not grow with what others did, nor with tasks that wait for nobody', async () => {
  const force = (word: string) =>
    ['assignment', 'task', 'progress_change']
      .map((table) => `ALTER TABLE ${table} ${word} ROW LEVEL SECURITY;`)
      .join('\n');
  await app.sql(`
    ${force('NO FORCE')}
    INSERT INTO task SELECT (jsonb_populate_record(t, jsonb_build_object('id', uuidv7(), 'external_key', 'copy-' || n))).*
      FROM task t, generate_series(1, 5000) n WHERE t.id = (SELECT id FROM task WHERE state = 'OPEN' LIMIT 1);
    ALTER TABLE assignment DISABLE TRIGGER USER;
    INSERT INTO assignment SELECT (jsonb_populate_record(a, jsonb_build_object('id', uuidv7(), 'organization_id', uuidv7(), 'task_id', t.id,
        'token', nextval('fencing_token'), 'claim_key', NULL, 'is_gold', true))).* FROM assignment a, task t
     WHERE a.id = (SELECT id FROM assignment WHERE state = 'SUBMITTED' AND stage = 'ANNOTATE' LIMIT 1) AND t.external_key LIKE 'copy-%';
    ALTER TABLE assignment ENABLE TRIGGER USER;
    ${force('FORCE')}
    ANALYZE assignment, task`);
  const store = new QueueHealthStore();
  const planOf = (ask: (tx: Tx) => Promise<unknown>) =>
    asApplication(app, async (client, organizationId) => {
      const plans: string[] = [];
      const query = async (sql: string, values: unknown[]) => {
        const { rows } = await client.query(`EXPLAIN (ANALYZE, COSTS off, TIMING off, SUMMARY off) ${sql}`, values);
        plans.push(rows.map((row) => row['QUERY PLAN']).join('\n'));
        return [];
      };
      await ask({ organizationId, query } as unknown as Tx);
      return plans[0]!;
    });
  const holdTimes = await planOf((tx) => store.holdTimes(tx, [rowId(projectId)]));
  expect(holdTimes).toMatch(/Index Scan.* using assignment_submitted on assignment/);
  // Of the 5,000 others none was read and thrown away.
  expect(holdTimes).not.toMatch(/Rows Removed by Filter: \d{3}/);
  const states = await planOf((tx) => store.states(tx, [rowId(projectId)]));
  expect(states).toMatch(/Index.* Scan.* using task_waiting on task/);
  expect((await check()).differences).toEqual([]);
});

const otherBatch = async (): Promise<string> => {
  const { projects } = await app.owner.run('query { projects { nodes { batches { nodes { id } } } } }');
  return projects.nodes[0].batches.nodes.find((one: { id: string }) => one.id !== batchId).id;
};
