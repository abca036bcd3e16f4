import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { checkWorkHours, linesOfWork } from '../../src/metrics/work-hours/check-work-hours.js';
import { type Caller, startApp, type TestApp } from '../factories/app.js';
import { person, team } from '../factories/people.js';
import { asApplication, letLeasesEnd } from '../factories/time.js';
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
const box = (x: number) => ({ kind: 'BOX', class: 'Cat', x, y: 0, width: 10, height: 10 });
const cat = { kind: 'CHOICE', field: 'animal', option: 'cat' };

beforeAll(async () => {
  app = await startApp();
  const teamId = await team(app);
  const policy = { overlap: 1, review: [{ rate: 1, seed: 'all' }], reworkRounds: 1 };
  ({ batchId, projectId } = await openBatchOf(app, teamId, 6, { project: { policy } }));
  anna = await person(app, ['ANNOTATOR'], teamId);
  ben = await person(app, ['REVIEWER'], teamId);
});
afterAll(() => app.stop());

/** What is kept of a person, over all hours; figures that are 0 are left out. */
const kept = (of: Caller, where = 'true') =>
  asApplication(app, async (client) => {
    const { rows } = await client.query(`SELECT * FROM work_hour WHERE member_id = $1 AND ${where}`, [rowId(of.id)]);
    const sums: Record<string, number> = {};
    for (const row of rows)
      for (const [figure, count] of Object.entries(row))
        if (/^\d+$|^-\d+$/.test(String(count))) sums[figure] = (sums[figure] ?? 0) + Number(count);
    return Object.fromEntries(Object.entries(sums).filter(([, count]) => count !== 0));
  });
const heartbeatAgo = (assignmentId: string, seconds: number) =>
  asApplication(app, (client) =>
    client.query(`UPDATE assignment SET heartbeat_at = muster_now() - $2 * interval '1 second' WHERE id = $1`, [
      rowId(assignmentId),
      seconds,
    ]),
  );
const renew = (by: Caller, { id, token }: { id: string; token: string }, activity: string) =>
  by.run(
    `mutation ($input: HeldAssignmentInput!, $activity: Activity!) { renewAssignment(input: $input, activity: $activity) { __typename } }`,
    { input: { assignmentId: id, token }, activity },
  );
const differences = async () => (await checkWorkHours(app.databaseUrl, false)).differences;

it('counts what people do, in the commit in which they do it', async () => {
  const held = await claim(anna);
  expect(await kept(anna)).toEqual({ claimed: 1 });
  await heartbeatAgo(held.id, 60);
  await renew(anna, held, 'ACTIVE');
  await heartbeatAgo(held.id, 400);
  await renew(anna, held, 'IDLE');
  await heartbeatAgo(held.id, 30);
  await submit(anna, held, [cat, box(0), box(20)]);
  expect(await kept(anna)).toEqual({
    claimed: 1, started: 1, submitted: 1, counted: 1, objects: 2, active_seconds: 90, idle_seconds: 400,
  }); // prettier-ignore
  await until(async () => (await tasksOf(app.owner, batchId)).some(({ state }) => state === 'REVIEWING'));
  const review = await claim(ben);
  await judge(ben, review, 'REJECT', { errors: [], comment: 'No.' });
  expect(await kept(anna)).toMatchObject({ rejected: 1, first_reviewed: 1 });
  expect(await kept(ben)).toMatchObject({ claimed: 1, submitted: 1, counted: 1 });
  await until(async () => (await kept(anna)).reworked === 1);
  const again = await claim(anna);
  expect(again.stage).toBe('REWORK');
  await submit(anna, again, [cat]);
  expect(await kept(anna, `stage = 'REWORK'`)).toEqual({ claimed: 1, started: 1, submitted: 1, counted: 1 });
  expect(await differences()).toEqual([]);
});

it('an expired hold that turns out to be answered was no expiry', async () => {
  const held = await claim(anna);
  await letLeasesEnd(app);
  expect(await kept(anna)).toMatchObject({ expired: 1 });
  await submit(anna, held, [cat]);
  expect(await kept(anna)).not.toHaveProperty('expired');
  expect(await differences()).toEqual([]);
});

it('what is made void was submitted; a task that changes its batch takes its work along', async () => {
  const mended = async () => (await tasksOf(app.owner, batchId)).find(({ submissions }) => submissions.length > 1);
  const { externalKey } = await mended();
  await until(async () => {
    const seat = await claim(ben);
    if (seat.id) await judge(ben, seat, 'ACCEPT');
    return (await mended()).state === 'SETTLED';
  });
  expect(await kept(anna, `stage = 'REWORK'`)).toMatchObject({ accepted: 1 });
  const before = await kept(anna, `stage = 'ANNOTATE'`);
  const other = await batch(app.owner, projectId, 'Batch 2');
  await importItems(app.owner, other, [{ externalKey: 'other', data: { fileName: 'o.png', width: 10, height: 10 } }]);
  await open(app.owner, other);
  const about = { batchId, externalKeys: [externalKey], reason: 'Again.' };
  await app.owner.run(`mutation ($input: RequeueTasksInput!) { requeueTasks(input: $input) { id } }`, { input: about });
  expect(await kept(anna, `stage = 'ANNOTATE'`)).toEqual({ ...before, counted: before.counted! - 1, voided: 1 });
  await app.owner.run(`mutation ($input: MoveTasksInput!) { moveTasks(input: $input) { id } }`, {
    input: { ...about, toBatchId: other },
  });
  expect(await kept(anna, `batch_id = '${rowId(other)}' AND stage = 'ANNOTATE'`)).toMatchObject({ voided: 1, active_seconds: 90 }); // prettier-ignore
  expect(await kept(anna, `stage = 'ANNOTATE'`)).toEqual({ ...before, counted: before.counted! - 1, voided: 1 });
  expect(await differences()).toEqual([]);
});

it('folds without changing a figure, finds what is wrong, and adds what is missing', async () => {
  const before = await kept(anna);
  await app.sql(`SET ROLE muster_system; SELECT fold_work_changes(); RESET ROLE`);
  expect(await kept(anna)).toEqual(before);
  await asApplication(app, (client) => client.query(`UPDATE submission SET is_replaced = is_replaced`));
  expect(await kept(anna)).toEqual(before);
  await asApplication(app, (client, organizationId) =>
    client.query(
      `INSERT INTO work_change (organization_id, hour, member_id, project_id, batch_id, stage, submitted)
       VALUES ($1, date_trunc('hour', muster_now()), $2, $3, $4, 'ANNOTATE', 3)`,
      [organizationId, rowId(anna.id), rowId(projectId), rowId(batchId)],
    ),
  );
  const check = await checkWorkHours(app.databaseUrl, false);
  expect(check.differences).toMatchObject([{ memberId: anna.id, batchId, stage: 'ANNOTATE', missing: { submitted: -3 } }]); // prettier-ignore
  expect(linesOfWork(check)[0]).toContain('missing submitted -3');
  expect((await checkWorkHours(app.databaseUrl, true)).repaired).toBe(1);
  expect(await kept(anna)).toEqual(before);
  expect(linesOfWork(await checkWorkHours(app.databaseUrl, false))).toEqual([
    'The hours of work of 1 organization are those of the rows.',
  ]);
});
