import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Caller, startApp, type TestApp } from '../factories/app.js';
import { person, team } from '../factories/people.js';
import { animal, batchState, claim, close, judge, openBatchOf, submit, tasksOf, until } from '../factories/work.js';

/** Five items from import to release: two agree, one disagrees and is adjudicated, one is rejected and mended. */
describe('a manager runs a first small campaign', () => {
  let app: TestApp;
  let teamId: string;
  let [ann, ben]: Caller[] = [];
  let rita: Caller;
  let batchId: string;
  let projectId: string;

  beforeAll(async () => {
    app = await startApp();
    teamId = await team(app);
    [ann, ben] = [await person(app, ['ANNOTATOR'], teamId), await person(app, ['ANNOTATOR'], teamId)];
    rita = await person(app, ['REVIEWER'], teamId);
  });
  afterAll(() => app.stop());

  it('imports five items that want two answers each, and opens the batch', async () => {
    const policy = {
      overlap: 2,
      maximumOverlap: 2,
      agreement: { measure: 'SCORE', threshold: 0.9 },
      review: [{ rate: 1, seed: 'all' }],
    };
    ({ batchId, projectId } = await openBatchOf(app, teamId, 5, { project: { policy } }));
    expect((await batchState(app.owner, batchId)).state).toBe('OPEN');
  });

  it('two annotators answer everything, one item differently, without ever getting one twice', async () => {
    for (const [who, answers] of [
      [ann, ['cat', 'cat', 'cat', 'cat', 'cat']],
      [ben, ['cat', 'cat', 'cat', 'cat', 'dog']],
    ] as const) {
      const seen = new Set<string>();
      let held = await claim(who!);
      for (let index = 0; index < 5; index++) {
        expect(held.__typename).toBe('Assignment');
        seen.add(held.item.data.fileName);
        const option = held.item.data.fileName === '5.png' ? answers[4] : 'cat';
        const done = await submit(who!, held, animal(option), true);
        expect(done.__typename).toBe('SubmissionCounted');
        held = done.next;
      }
      expect(seen.size).toBe(5);
      expect(held).toMatchObject({
        __typename: 'QueueEmpty',
        reasons: [{ reason: expect.stringMatching(/NO_OPEN_SLOT|ALL_ANSWERED_BY_YOU/) }],
      });
    }
  });

  it('the reviewer adjudicates the one that differs and judges the others; the rejected one comes back to its author', async () => {
    const adjudication = await until(async () => {
      const held = await claim(rita, { stage: 'ADJUDICATE' });
      return held.__typename === 'Assignment' && held;
    });
    expect(adjudication.answers).toHaveLength(2);
    await submit(rita, adjudication, animal('dog'));
    const decisions = ['ACCEPT', 'REJECT', 'FIX', 'ACCEPT'];
    for (const decision of decisions) {
      const held = await until(async () => {
        const next = await claim(rita, { stage: 'REVIEW' });
        return next.__typename === 'Assignment' && next;
      });
      expect(held.subject).toEqual(animal('cat'));
      const more =
        decision === 'FIX'
          ? { labels: animal('dog') }
          : decision === 'REJECT'
            ? { comment: 'look again', errors: [{ code: 'WRONG', severity: 'MAJOR' }] }
            : {};
      expect(await judge(rita, held, decision, more)).toMatchObject({ __typename: 'Verdict', decision });
    }
    const rework = await until(async () => {
      for (const who of [ann!, ben!]) {
        const held = await claim(who);
        if (held.__typename === 'Assignment') return { who, held };
      }
      return undefined;
    });
    expect(rework.held).toMatchObject({ stage: 'REWORK', feedback: { decision: 'REJECT', comment: 'look again' } });
    await submit(rework.who, rework.held, animal('dog'));
    const again = await until(async () => {
      const next = await claim(rita, { stage: 'REVIEW' });
      return next.__typename === 'Assignment' && next;
    });
    await judge(rita, again, 'ACCEPT');
  });

  it('the closed batch completes when everything is settled, and says how each result came about', async () => {
    await close(app.owner, batchId);
    const state = await until(async () => {
      const batch = await batchState(app.owner, batchId);
      return batch.state === 'COMPLETED' && batch;
    });
    expect(state.progress).toMatchObject({ tasks: 5, answersWanted: 10, answersCounted: 10, overCollected: 0 });
    const tasks = await tasksOf(app.owner, batchId);
    expect(tasks.map((task) => task.result.method).sort()).toEqual([
      'ADJUDICATED',
      'CONSENSUS',
      'CONSENSUS',
      'FIXED',
      'REWORKED',
    ]);
    const fifth = tasks.find((task) => task.externalKey === 'item-5');
    expect(fifth.result).toMatchObject({ method: 'ADJUDICATED', labels: animal('dog'), agreement: { score: 0 } });
    expect(fifth.result.submissionIds).toHaveLength(3);
  });

  it('a release freezes the five results into files whose hashes are in a manifest', async () => {
    const { createRelease } = await app.owner.run(
      `mutation ($input: CreateReleaseInput!) { createRelease(input: $input) { __typename ... on Release { id } ... on Problem { message } } }`,
      { input: { projectId, formats: ['COCO', 'DARWIN_2'] } },
    );
    const release = await until(async () => {
      const { release } = await app.owner.run(
        `query ($id: ID!) { release(id: $id) { state path itemsTotal manifestSha256 files { path sha256 url } } }`,
        { id: createRelease.id },
      );
      return release.state === 'READY' && release;
    });
    expect(release.itemsTotal).toBe(5);
    const coco = JSON.parse(await readFile(join(release.path, 'instances.json'), 'utf8'));
    expect(coco.images).toHaveLength(5);
    const file = release.files.find((one: { path: string }) => one.path === 'instances.json');
    const fetched = await fetch(app.url + file.url, { headers: { authorization: `Bearer ${app.owner.token}` } });
    expect(fetched.status).toBe(200);
    expect(JSON.parse(await fetched.text())).toEqual(coco);
    expect((await fetch(app.url + file.url)).status).toBe(401);
  });
});
