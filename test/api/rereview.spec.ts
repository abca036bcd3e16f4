import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { drawOf } from '../../src/platform/seeded-draw.js';
import { type Caller, startApp, type TestApp } from '../factories/app.js';
import { evidence, hasSeat, reviewerQuality, seat } from '../factories/judging.js';
import { person, team } from '../factories/people.js';
import { asApplication, discrepancies } from '../factories/time.js';
import { animal, batchState, claim, close, judge, openBatchOf, submit, tasksOf, until } from '../factories/work.js';

const tasks = 12;
const policy = {
  review: [{ rate: 1, seed: 'all' }],
  rereview: { rate: 0.5, seed: 'again' },
  errors: [{ code: 'WRONG', severity: 'MAJOR' }],
};

/** QA of QA: a share of the reviews is judged again, blind, by somebody else. */
describe('reviews made again', () => {
  let app: TestApp;
  let [ann, rita, rob]: Caller[] = [];
  let projectId: string;
  let batchId: string;
  /** the keys whose review is drawn */
  const drawn = Array.from({ length: tasks }, (_, index) => `item-${index + 1}`).filter(
    (key) => drawOf('again', `${key}:1`) < 0.5,
  );

  beforeAll(async () => {
    app = await startApp();
    const teamId = await team(app);
    ann = await person(app, ['ANNOTATOR'], teamId);
    [rita, rob] = [await person(app, ['REVIEWER'], teamId), await person(app, ['REVIEWER'], teamId)];
    ({ projectId, batchId } = await openBatchOf(app, teamId, tasks, { project: { policy } }));
    for (let count = 0; count < tasks; count += 1) await submit(ann, await claim(ann), animal('cat'));
    for (let count = 0; count < tasks; count += 1)
      await judge(rita, await seat(rita, 'REVIEW'), 'ACCEPT', { comment: 'fine by me' });
  }, 60_000);
  afterAll(() => app.stop());

  const keysOfSeats = () =>
    asApplication(app, async (client) =>
      (
        await client.query(
          `SELECT t.external_key AS key FROM slot s JOIN task t ON t.id = s.task_id WHERE s.stage = 'REREVIEW' AND s.subject_verdict_id IS NOT NULL`,
        )
      ).rows.map(({ key }) => key as string),
    );

  it('are drawn by the seed, so that anybody can draw them again', async () => {
    expect(drawn.length).toBeGreaterThan(1);
    expect(drawn.length).toBeLessThan(tasks);
    await until(async () => (await keysOfSeats()).length >= drawn.length);
    expect((await keysOfSeats()).sort()).toEqual([...drawn].sort());
  });

  it('are shown without the first verdict, and never to whoever gave it or did the work', async () => {
    await close(app.owner, batchId);
    await until(async () => (await batchState(app.owner, batchId)).state === 'COMPLETED');
    expect(await hasSeat(rita!, 'REREVIEW')).toBe(false);
    const held = await seat(rob!, 'REREVIEW');
    expect(held).toMatchObject({ stage: 'REREVIEW', subject: animal('cat'), feedback: null, answers: null });
    expect(JSON.stringify(held)).not.toContain('fine by me');
    await judge(rob!, held, 'REJECT', { errors: [{ code: 'WRONG' }] });
    for (let count = 1; count < drawn.length; count += 1) await judge(rob!, await seat(rob!, 'REREVIEW'), 'ACCEPT');
    expect(await hasSeat(rob!, 'REREVIEW')).toBe(false);
  });

  it('say how often reviewers agree, and change neither the result nor what is held for the author', async () => {
    const noted = await evidence(app);
    const judged = noted.filter(({ part }) => part === 'JUDGE');
    expect(judged.map(({ member }) => member)).toEqual(drawn.map(() => rita!.id));
    expect(judged.filter(({ isRight }) => !isRight)).toHaveLength(1);
    const authored = noted.filter(({ part }) => part === 'AUTHOR');
    expect(authored).toHaveLength(tasks);
    expect(authored.every(({ isRight, member }) => isRight && member === ann!.id)).toBe(true);
    expect((await tasksOf(app.owner, batchId)).every(({ state }) => state === 'SETTLED')).toBe(true);

    const { reviewers, firstPassYield } = await reviewerQuality(app.owner, projectId);
    expect(firstPassYield).toMatchObject({ value: 1, n: tasks });
    // Who only judged again gave no review.
    expect(reviewers).toHaveLength(1);
    const share = (drawn.length - 1) / drawn.length;
    expect(reviewers[0]).toMatchObject({ memberId: rita!.id, agreement: { value: share, n: drawn.length } });
    expect(reviewers[0].agreement.low).toBeLessThan(share);
    expect(await discrepancies(app)).toEqual([]);
  });

  it('are not told to whoever works, whatever else they are', async () => {
    const both = await person(app, ['PROJECT_MANAGER', 'REVIEWER']);
    const answer = await both.send(
      `query ($projectId: ID!) { reviewerQuality(projectId: $projectId) { firstPassYield { n } } }`,
      { projectId },
    );
    expect(answer.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });

  it('go when the work goes back into the queue', async () => {
    await app.owner.run(
      `mutation ($input: RequeueTasksInput!) { requeueTasks(input: $input) { id } }`,
      { input: { batchId, externalKeys: ['item-1', 'item-2'], reason: 'A new guideline.' } },
    ); // prettier-ignore
    expect(await discrepancies(app)).toEqual([]);
  });
});
