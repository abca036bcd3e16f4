import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { checkResults } from '../../src/workflow/check-results.js';
import { type Caller, startApp, type TestApp } from '../factories/app.js';
import { evidence, hasSeat, myVerdicts, notices, openDispute, resolveDispute, reviewerQuality, seat } from '../factories/judging.js'; // prettier-ignore
import { person, team } from '../factories/people.js';
import { discrepancies } from '../factories/time.js';
import { animal, claim, judge, openBatchOf, rowId, submit, tasksOf, until } from '../factories/work.js';

const policy = {
  review: [{ rate: 1, seed: 'all' }],
  errors: [{ code: 'WRONG', severity: 'MAJOR', class: 'animal' }],
};
const wrong = { errors: [{ code: 'WRONG' }], comment: 'the ears' };

/** An annotator contests verdicts; somebody who did neither decides. */
describe('disputes', () => {
  let app: TestApp;
  let teamId: string;
  let [ann, rita, rob, lead]: Caller[] = [];
  let projectId: string;
  let batchId: string;

  beforeAll(async () => {
    app = await startApp();
    teamId = await team(app);
    ann = await person(app, ['ANNOTATOR'], teamId);
    [rita, rob] = [await person(app, ['REVIEWER'], teamId), await person(app, ['REVIEWER'], teamId)];
    lead = await person(app, ['TEAM_LEAD'], teamId);
    ({ projectId, batchId } = await openBatchOf(app, teamId, 8, { project: { policy } }));
  });
  afterAll(() => app.stop());
  // Whatever happened: the queue is what the law says, and each result comes out again from what it names.
  const isSound = async () => {
    expect(await discrepancies(app)).toEqual([]);
    expect((await checkResults(app.databaseUrl)).differences).toEqual([]);
  };

  /** The next item answered with a cat, and the reviewer's word on it. Answers the verdict and the task. */
  const judged = async (decision: string, more: object = wrong) => {
    const held = await claim(ann!, { stage: 'ANNOTATE' });
    await submit(ann!, held, animal('cat'));
    await judge(rita!, await seat(rita!, 'REVIEW'), decision, more);
    const verdict = (await myVerdicts(ann!))[0];
    expect(verdict.assignmentId).toBe(held.id);
    const key = `item-${parseInt(held.item.data.fileName, 10)}`;
    return { verdict, task: async () => (await tasksOf(app.owner, batchId)).find((one) => one.externalKey === key) };
  };
  const state = (task: () => Promise<any>, wanted: string) =>
    until(async () => {
      const now = await task();
      return now.state === wanted && now;
    });
  const fixed = { ...wrong, labels: animal('dog') };
  const addGold = (externalKey: string, labels: object[]) =>
    app.owner.run(`mutation ($input: AddGoldInput!) { addGold(input: $input) { externalKey } }`, {
      input: { batchId, items: [{ externalKey, labels }], reason: 'Judged by an expert.' },
    });
  const goldOf = async () => {
    const listing = `query ($id: ID!) { gold(projectId: $id) { nodes { externalKey retiredReason } } }`;
    return (await app.owner.run(listing, { id: projectId })).gold.nodes;
  };

  it('overturn a REJECT: the rework is taken back, and the answer is the result', async () => {
    const { verdict, task } = await judged('REJECT');
    const rework = await seat(ann!, 'REWORK');
    expect(verdict).toMatchObject({ isDisputable: true, disputeState: null });
    const opened = await openDispute(ann!, { verdictId: verdict.id, reason: 'It is a cat, guideline 3.' });
    expect(opened).toMatchObject({ state: 'OPEN', decision: 'REJECT', taskId: null, openedById: null });

    expect(await hasSeat(rita!, 'DISPUTE')).toBe(false);
    const held = await seat(rob!, 'DISPUTE');
    expect(held).toMatchObject({ subject: animal('cat'), feedback: null });
    expect(JSON.stringify(held)).not.toMatch(/ears|guideline 3/);
    await judge(rob!, held, 'ACCEPT', { comment: 'clearly a cat' });

    const settled = await state(task, 'SETTLED');
    expect(settled.result).toMatchObject({ method: 'SINGLE', labels: animal('cat') });
    expect((await submit(ann!, rework, animal('dog'))).__typename).toBe('LeaseLost');
    expect(await hasSeat(ann!, 'REWORK')).toBe(false);
    expect((await myVerdicts(ann!))[0]).toMatchObject({ isDisputable: false, disputeState: 'OVERTURNED' });
    await isSound();
  }, 60_000);

  it('correct the trust of both, tell both, and leave a note on the guidelines', async () => {
    const noted = await evidence(app);
    expect(noted.map((one) => [one.member, one.part, one.source, one.class, one.isRight, one.isForgiven])).toEqual([
      [ann!.id, 'AUTHOR', 'DISPUTE', '', true, false],
      [ann!.id, 'AUTHOR', 'REVIEW', '', false, true],
      [ann!.id, 'AUTHOR', 'REVIEW', 'animal', false, true],
      [rita!.id, 'JUDGE', 'DISPUTE', '', false, false],
    ]);
    expect((await notices(ann!))[0].sentence).toMatch(/You were right/);
    expect((await notices(rita!))[0].sentence).toMatch(/overturned.*guideline 3/);
    expect(JSON.stringify([await notices(ann!), await notices(rita!)])).not.toContain('Person');
    const { project } = await ann!.run(
      `query ($id: ID!) { project(id: $id) { guidelineNotes { guidelineVersion text } } }`,
      { id: projectId },
    );
    expect(project.guidelineNotes).toHaveLength(1);
    expect(project.guidelineNotes[0].text).toMatch(
      /A rejection for WRONG \(animal\)[^]*ears[^]*guideline 3[^]*clearly a cat/,
    );
    const { reviewers } = await reviewerQuality(app.owner, projectId);
    expect(reviewers[0]).toMatchObject({ memberId: rita!.id, overturned: { value: 1, n: 1 } });
  });

  it('overturn a FIX: the correction is no longer the result, and stays on record', async () => {
    const { verdict, task } = await judged('FIX', fixed);
    const before = await state(task, 'SETTLED');
    expect(before.result).toMatchObject({ method: 'FIXED', labels: animal('dog') });
    await addGold(before.externalKey, animal('dog'));
    await openDispute(ann!, { assignmentId: verdict.assignmentId, reason: 'It is a cat.' });
    await judge(rob!, await seat(rob!, 'DISPUTE'), 'ACCEPT');
    const { result } = await until(async () => {
      const now = await task();
      return now.result.method !== 'FIXED' && now;
    });
    expect(result).toMatchObject({ method: 'SINGLE', labels: animal('cat') });
    expect((await task()).state).toBe('SETTLED');
    // The known answer was the correction.
    expect((await goldOf()).map(({ externalKey, retiredReason }: any) => [externalKey, retiredReason])).toEqual([
      [before.externalKey, 'A dispute found an answer right that says otherwise.'],
    ]);
    await isSound();
  }, 60_000);

  it('leave everything as it is where the second judge agrees, and speak for the reviewer', async () => {
    const { verdict, task } = await judged('FIX', fixed);
    await state(task, 'SETTLED');
    await openDispute(ann!, { verdictId: verdict.id, reason: 'Still a cat.' });
    await judge(rob!, await seat(rob!, 'DISPUTE'), 'REJECT', wrong);
    expect((await myVerdicts(ann!))[0].disputeState).toBe('UPHELD');
    expect((await task()).result).toMatchObject({ method: 'FIXED', labels: animal('dog') });
    const last = (await evidence(app)).filter(({ part }) => part === 'JUDGE').at(-1);
    expect(last).toMatchObject({ member: rita!.id, source: 'DISPUTE', isRight: true });
    expect((await notices(ann!))[0].sentence).toMatch(/stands/);
    await isSound();
  }, 60_000);

  it('may be decided by a lead, with a reason, also after a judge who let the verdict stand', async () => {
    const { disputes } = await lead!.run(
      `query ($projectId: ID!) { disputes(projectId: $projectId, state: UPHELD) { totalCount nodes { id externalKey openedById reviewerId } } }`,
      { projectId },
    );
    expect(disputes).toMatchObject({ totalCount: 1, nodes: [{ openedById: ann!.id, reviewerId: rita!.id }] });
    const [{ id, externalKey }] = disputes.nodes;
    expect(await resolveDispute(lead!, id, 'UPHELD')).toMatchObject({ __typename: 'DisputeRefused', code: 'DISPUTE_CLOSED' }); // prettier-ignore
    expect(await resolveDispute(lead!, id, 'OVERTURNED')).toMatchObject({ state: 'OVERTURNED', isOverride: true, openedById: ann!.id }); // prettier-ignore
    expect(await resolveDispute(lead!, id, 'UPHELD')).toMatchObject({ code: 'DISPUTE_CLOSED' });
    await until(async () => {
      const task = (await tasksOf(app.owner, batchId)).find((one) => one.externalKey === externalKey);
      return task.result.method === 'SINGLE';
    });
    const last = (await evidence(app)).filter(({ part }) => part === 'JUDGE').at(-1);
    expect(last).toMatchObject({ member: rita!.id, isRight: false });
    await isSound();
  }, 60_000);

  it('end when a lead is faster than the judge who holds the seat', async () => {
    const { verdict, task } = await judged('REJECT');
    const { id } = await openDispute(ann!, { verdictId: verdict.id, reason: 'A cat.' });
    const held = await seat(rob!, 'DISPUTE');
    expect(await resolveDispute(lead!, id, 'OVERTURNED')).toMatchObject({ state: 'OVERTURNED' });
    expect((await judge(rob!, held, 'REJECT', wrong)).__typename).toBe('LeaseLost');
    expect((await state(task, 'SETTLED')).result).toMatchObject({ method: 'SINGLE', labels: animal('cat') });
    await isSound();
  }, 60_000);

  it('come too late for the task once the mended answer is there, never for the people', async () => {
    const { verdict, task } = await judged('REJECT');
    await submit(ann!, await seat(ann!, 'REWORK'), animal('dog'));
    await state(task, 'REVIEWING');
    await openDispute(ann!, { verdictId: verdict.id, reason: 'It was a cat all the same.' });
    await judge(rob!, await seat(rob!, 'DISPUTE'), 'ACCEPT');
    expect((await myVerdicts(ann!))[0].disputeState).toBe('OVERTURNED');
    await judge(rita!, await seat(rita!, 'REVIEW'), 'ACCEPT');
    expect((await state(task, 'SETTLED')).result).toMatchObject({ method: 'REWORKED', labels: animal('dog') });
    await isSound();
  }, 60_000);

  it('are heard when the work has gone back into the queue', async () => {
    const { verdict, task } = await judged('FIX', fixed);
    const { externalKey } = await state(task, 'SETTLED');
    await openDispute(ann!, { verdictId: verdict.id, reason: 'A cat.' });
    const input = { batchId, externalKeys: [externalKey], reason: 'A new guideline.', byOthers: true };
    await app.owner.run(`mutation ($input: RequeueTasksInput!) { requeueTasks(input: $input) { id } }`, { input });
    await isSound();
    await judge(rob!, await seat(rob!, 'DISPUTE'), 'ACCEPT');
    expect((await myVerdicts(ann!))[0].disputeState).toBe('OVERTURNED');
    expect(await task()).toMatchObject({ state: 'OPEN', result: null });
    await isSound();
  }, 60_000);

  it('are refused when there is nothing to contest, too late, twice, and about the work of others', async () => {
    const { verdict } = await judged('ACCEPT', {});
    expect(verdict.isDisputable).toBe(false);
    const reason = 'No.';
    expect((await openDispute(ann!, { verdictId: verdict.id, reason })).code).toBe('NOTHING_TO_DISPUTE');
    const earlier = (await myVerdicts(ann!))[1];
    expect((await openDispute(ann!, { verdictId: earlier.id, reason })).code).toBe('DISPUTED_BEFORE');
    const ben = await person(app, ['ANNOTATOR'], teamId);
    const send = (by: Caller, input: object) =>
      by.send(`mutation ($input: OpenDisputeInput!) { openDispute(input: $input) { __typename } }`, { input });
    const foreign = await send(ben, { verdictId: earlier.id, reason });
    expect(foreign.errors?.[0]?.extensions.code).toBe('NOT_FOUND');
    const both = await send(ann!, { verdictId: earlier.id, assignmentId: earlier.assignmentId, reason });
    expect(both.errors?.[0]?.extensions.fields?.[0]?.path).toBe('input.verdictId');

    await submit(ben, await claim(ben, { stage: 'ANNOTATE' }), animal('cat'));
    await judge(rita!, await seat(rita!, 'REVIEW'), 'FIX', fixed);
    const [late] = await myVerdicts(ben);
    await givenDaysAgo(late.id, 7.01);
    expect((await myVerdicts(ben))[0].isDisputable).toBe(false);
    expect((await openDispute(ben, { verdictId: late.id, reason })).code).toBe('TOO_LATE');
    await givenDaysAgo(late.id, 6.99);
    expect((await openDispute(ben, { verdictId: late.id, reason })).state).toBe('OPEN');
  }, 60_000);

  it('are not decided by a lead who has a part in the task, nor listed for whoever may be asked to judge', async () => {
    const { disputes } = await app.owner.run(
      `query ($projectId: ID!) { disputes(projectId: $projectId, state: OPEN) { nodes { id } } }`,
      { projectId },
    );
    const partial = await person(app, ['TEAM_LEAD', 'REVIEWER'], teamId);
    const held = await seat(partial, 'DISPUTE');
    const asked = `mutation ($id: ID!) { resolveDispute(id: $id, decision: OVERTURNED, reason: "x") { __typename } }`;
    const refused = await partial.send(asked, { id: disputes.nodes[0].id });
    expect(refused.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    const listed = await partial.send(`query ($id: ID!) { disputes(projectId: $id) { totalCount } }`, {
      id: projectId,
    });
    expect(listed.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    expect((await partial.run(`{ myPermissions }`)).myPermissions).not.toContain('dispute:read');
    await judge(partial, held, 'ACCEPT');
  }, 60_000);

  /** The owner of the database may do what nobody else may. */
  const givenDaysAgo = async (verdictId: string, days: number) => {
    const client = new pg.Client({ connectionString: app.databaseUrl });
    await client.connect();
    await client.query(`ALTER TABLE verdict NO FORCE ROW LEVEL SECURITY`);
    await client.query(`UPDATE verdict SET created_at = muster_now() - $2 * interval '1 day' WHERE id = $1`, [rowId(verdictId), days]); // prettier-ignore
    await client.query(`ALTER TABLE verdict FORCE ROW LEVEL SECURITY`);
    await client.end();
  };
});
