import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Caller, startApp, type TestApp } from '../factories/app.js';
import { person, team } from '../factories/people.js';
import { letLeasesEnd } from '../factories/time.js';
import {
  animal,
  batch,
  batchState,
  claim,
  importItems,
  items,
  open,
  openBatchOf,
  project,
  submit,
  tasksOf,
  until,
} from '../factories/work.js';

const held = (name: string) =>
  `mutation ($input: HeldAssignmentInput!) { ${name}(input: $input) { __typename ... on Assignment { state leaseExpiresAt } ... on Problem { code message } } }`;

describe('leases end, and late answers are never lost', () => {
  let app: TestApp;
  let [ann, ben]: Caller[] = [];
  let teamId: string;
  let batchId: string;

  beforeAll(async () => {
    // The sweeper hardly ever runs by itself here: the story decides when a lease is swept.
    app = await startApp({ LEASE_SWEEP_SECONDS: '3600' });
    teamId = await team(app);
    [ann, ben] = [await person(app, ['ANNOTATOR'], teamId), await person(app, ['ANNOTATOR'], teamId)];
    ({ batchId } = await openBatchOf(app, teamId, 1));
  });
  afterAll(() => app.stop());

  const oneTask = async (name: string, more: object = {}) => {
    const projectId = await project(app.owner, teamId, { name, ...more });
    const ownBatch = await batch(app.owner, projectId);
    await importItems(app.owner, ownBatch, items(1));
    await open(app.owner, ownBatch);
    return { projectId, batchId: ownBatch };
  };
  const input = (one: { id: string; token: string }) => ({ input: { assignmentId: one.id, token: one.token } });

  it('a heartbeat keeps the lease; a wrong token does not', async () => {
    const one = await claim(ann!);
    const { renewAssignment } = await ann!.run(held('renewAssignment'), input(one));
    expect(new Date(renewAssignment.leaseExpiresAt).getTime()).toBeGreaterThanOrEqual(
      new Date(one.leaseExpiresAt).getTime(),
    );
    const wrong = await ann!.run(held('renewAssignment'), input({ id: one.id, token: '999999' }));
    expect(wrong.renewAssignment.code).toBe('LEASE_LOST');
    const others = await ben!.run(held('renewAssignment'), input(one));
    expect(others.renewAssignment.code).toBe('LEASE_LOST');
  });

  it('after the lease the seat goes to somebody else; the first one answers late and is kept aside', async () => {
    const late = await claim(ann!);
    await letLeasesEnd(app);
    const now = await claim(ben!);
    expect(now.__typename).toBe('Assignment');
    expect(await submit(ann!, late, animal('cat'))).toMatchObject({ __typename: 'SubmissionQuarantined' });
    expect(await submit(ben!, now, animal('dog'))).toMatchObject({ __typename: 'SubmissionCounted' });
    const [task] = await until(async () => {
      const tasks = await tasksOf(app.owner, batchId);
      return tasks[0].state === 'SETTLED' && tasks;
    });
    expect(task.result.labels).toEqual(animal('dog'));
    expect(task.submissions.map((one: { state: string }) => one.state).sort()).toEqual(['COUNTED', 'QUARANTINED']);
    expect((await batchState(app.owner, batchId)).progress).toMatchObject({
      answersCounted: 1,
      answersQuarantined: 1,
      overCollected: 0,
    });
  });

  it('a late answer whose seat is still free counts, and nobody is asked again', async () => {
    const { projectId } = await oneTask('Second');
    const late = await claim(ann!, { projectId });
    await letLeasesEnd(app);
    expect(await submit(ann!, late, animal('cat'))).toMatchObject({ __typename: 'SubmissionCounted' });
    expect(await claim(ben!, { projectId })).toMatchObject({ __typename: 'QueueEmpty' });
  });

  it('two skips by this policy send a task to triage; nothing is dropped', async () => {
    const { projectId, batchId: own } = await oneTask('Third', { policy: { skipsToTriage: 2 } });
    for (const who of [ann!, ben!]) {
      const one = await claim(who, { projectId });
      const { skipAssignment } = await who.run(
        `mutation ($input: SkipAssignmentInput!) { skipAssignment(input: $input) { __typename ... on Assignment { state } } }`,
        { input: { ...input(one).input, reason: 'The picture is black.' } },
      );
      expect(skipAssignment.state).toBe('SKIPPED');
      expect((await claim(who, { projectId })).__typename).toBe('QueueEmpty');
    }
    expect((await tasksOf(app.owner, own))[0]).toMatchObject({ state: 'TRIAGED' });
  });

  it('unread guidelines are a reason, told in words; reading them opens the queue', async () => {
    const { projectId } = await oneTask('Fourth');
    await app.owner.run(
      `mutation ($id: ID!) { publishGuidelines(projectId: $id, body: "Draw along the rib cage.") { guidelineVersion } }`,
      { id: projectId },
    );
    expect(await claim(ann!, { projectId })).toMatchObject({
      __typename: 'QueueEmpty',
      reasons: [{ reason: 'GUIDELINES_UNREAD' }],
    });
    await ann!.run(`mutation ($id: ID!) { acknowledgeGuidelines(projectId: $id, version: 1) { version } }`, {
      id: projectId,
    });
    expect(await claim(ann!, { projectId })).toMatchObject({ __typename: 'Assignment' });
  });
});
