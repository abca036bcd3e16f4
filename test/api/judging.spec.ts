import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Caller, startApp, type TestApp } from '../factories/app.js';
import { evidence, hasSeat, myVerdicts, seat } from '../factories/judging.js';
import { person, team } from '../factories/people.js';
import { asApplication } from '../factories/time.js';
import { animal, batch, claim, importItems, judge, open, project, rowId, submit, tasksOf, until } from '../factories/work.js'; // prettier-ignore

/** What is judged, how, and what people hear of it. */
describe('judging', () => {
  let app: TestApp;
  let teamId: string;
  let ann: Caller;
  let rita: Caller;

  beforeAll(async () => {
    app = await startApp();
    teamId = await team(app);
    ann = await person(app, ['ANNOTATOR'], teamId);
    rita = await person(app, ['REVIEWER'], teamId);
  });
  afterAll(() => app.stop());

  const begin = async (name: string, policy: object, sources: (string | null)[]) => {
    const projectId = await project(app.owner, teamId, { name, policy });
    const batchId = await batch(app.owner, projectId, name);
    const items = sources.map((source, index) => ({ externalKey: `${name}-${index}`, ...(source && { source }) }));
    await importItems(app.owner, batchId, items);
    await open(app.owner, batchId);
    return { projectId, batchId };
  };
  const settled = (batchId: string) =>
    until(async () => {
      const tasks = await tasksOf(app.owner, batchId);
      return tasks.every(({ state }) => state === 'SETTLED' || state === 'REVIEWING') && tasks;
    });

  it('is routed by source and class, and by how much people are trusted', async () => {
    const review = [
      { rate: 1, seed: 's', sources: ['north'] },
      { rate: 0, seed: 's', sources: ['south'], trustBelow: 0.01 },
      { rate: 1, seed: 's', classes: ['animal'], sources: ['south'], trustBelow: 0.7 },
    ];
    const { projectId, batchId } = await begin('Routed', { review }, ['north', 'south', null]);
    // Two more rules of the three match once she is known: below 0.7, and not below 0.01.
    await asApplication(app, (client, organizationId) =>
      client.query(
        `INSERT INTO trust (organization_id, project_id, member_id, part, alpha, beta, n) VALUES ($1, $2, $3, 'AUTHOR', 6, 4, 10)`,
        [organizationId, rowId(projectId), rowId(ann.id)],
      ),
    );
    for (let count = 0; count < 3; count += 1)
      expect((await submit(ann, await claim(ann, { batchId }), animal('cat'))).__typename).toBe('SubmissionCounted');
    const states = (await settled(batchId)).map(({ externalKey, state }) => [externalKey, state]);
    expect(Object.fromEntries(states)).toEqual({
      'Routed-0': 'REVIEWING',
      'Routed-1': 'REVIEWING',
      'Routed-2': 'SETTLED',
    });
    for (let count = 0; count < 2; count += 1) await judge(rita, await seat(rita, 'REVIEW'), 'ACCEPT');
  });

  it('comes to everybody whose work is to be reviewed, without any rule', async () => {
    const { projectId, batchId } = await begin('Watched', {}, [null, null]);
    await submit(ann, await claim(ann, { batchId }), animal('cat'));
    await until(async () => (await tasksOf(app.owner, batchId)).some(({ state }) => state === 'SETTLED'));
    const rule = JSON.stringify({ minimum: 1, below: 0.5, certainty: 0.9, action: 'REQUIRE_REVIEW' });
    await asApplication(app, (client, organizationId) =>
      client.query(
        `INSERT INTO trust_action (organization_id, project_id, member_id, action, rule, sentence) VALUES ($1, $2, $3, 'REQUIRE_REVIEW', $4, 'x')`,
        [organizationId, rowId(projectId), rowId(ann.id), rule],
      ),
    );
    await submit(ann, await claim(ann, { batchId }), animal('cat'));
    const tasks = await settled(batchId);
    expect(tasks.map(({ state }) => state).sort()).toEqual(['REVIEWING', 'SETTLED']);
    await judge(rita, await seat(rita, 'REVIEW'), 'ACCEPT');
  }, 60_000);

  it('keeps to the error catalogue, and goes back to the same person twice, then to another', async () => {
    const errors = [
      { code: 'WRONG_ANIMAL', severity: 'CRITICAL', class: 'animal' },
      { code: 'EDGE', severity: 'MINOR', class: 'Cat' },
    ];
    const { batchId, projectId } = await begin('Mended', { review: [{ rate: 1, seed: 's' }], errors }, [null]);
    const ben = await person(app, ['ANNOTATOR'], teamId);
    await submit(ann, await claim(ann, { batchId }), animal('cat'));

    let review = await seat(rita, 'REVIEW');
    const refused = async (error: object) => {
      const answer = await rita.send(
        `mutation ($input: SubmitVerdictInput!) { submitVerdict(input: $input) { __typename } }`,
        { input: { assignmentId: review.id, token: review.token, decision: 'REJECT', errors: [error] } },
      );
      return answer.errors![0]!.extensions.fields;
    };
    expect(await refused({ code: 'UGLY' })).toEqual([
      { path: 'input.errors[0].code', message: 'must be one of WRONG_ANIMAL, EDGE' },
    ]);
    expect(await refused({ code: 'EDGE', class: 'animal' })).toMatchObject([{ path: 'input.errors[0].class' }]);

    const found = [{ code: 'WRONG_ANIMAL' }];
    await judge(rita, review, 'REJECT', { errors: found, comment: 'look at the ears' });
    for (const round of [1, 2]) {
      expect([round, await hasSeat(ben, 'REWORK')]).toEqual([round, false]);
      const mending = await seat(ann, 'REWORK');
      expect(mending.feedback).toMatchObject({ decision: 'REJECT' });
      await submit(ann, mending, animal('cat'));
      review = await seat(rita, 'REVIEW');
      await judge(rita, review, 'REJECT', { errors: found });
    }
    const others = await seat(ben, 'REWORK');
    expect(await hasSeat(ann, 'REWORK')).toBe(false);
    await submit(ben, others, animal('dog'));
    await judge(rita, await seat(rita, 'REVIEW'), 'ACCEPT');
    await until(async () => (await tasksOf(app.owner, batchId))[0].state === 'SETTLED');

    const verdicts = (await myVerdicts(ann)).slice(0, 3);
    const critical = { code: 'WRONG_ANIMAL', severity: 'CRITICAL', class: 'animal' };
    expect(verdicts.map(({ decision, errors }) => [decision, errors])).toEqual(
      Array.from({ length: 3 }, () => ['REJECT', [critical]]),
    );
    expect(verdicts[2].comment).toBe('look at the ears');
    const ofProject = (await evidence(app)).slice(-7);
    expect(ofProject.map((one) => [one.member, one.source, one.class, one.isRight])).toEqual([
      ...[1, 2, 3].flatMap(() => [
        [ann.id, 'REVIEW', '', false],
        [ann.id, 'REVIEW', 'animal', false],
      ]),
      [ben.id, 'REVIEW', '', true],
    ]);
    const { reviewerQuality } = await app.owner.run(
      `query ($projectId: ID!) { reviewerQuality(projectId: $projectId) { firstPassYield { value n } reviewers { memberId reviews accepted { value n } rejected { value } } } }`,
      { projectId },
    );
    expect(reviewerQuality).toMatchObject({
      firstPassYield: { value: 0, n: 1 },
      reviewers: [{ memberId: rita.id, reviews: 4, accepted: { value: 0.25, n: 4 }, rejected: { value: 0.75 } }],
    });
  }, 60_000);

  it('shows the verdict with the next task, once, and notices until they are read', async () => {
    const cat = await person(app, ['ANNOTATOR'], teamId);
    const { batchId } = await begin('Heard', { review: [{ rate: 1, seed: 's' }] }, [null, null, null]);
    const news = async (held: { id: string }) =>
      (
        await cat.run(`query ($id: ID!) { assignment(id: $id) { news { kind id decision comment errors } } }`, {
          id: held.id,
        })
      ).assignment.news;
    const first = await claim(cat, { batchId });
    expect(await news(first)).toEqual([]);
    await submit(cat, first, animal('cat'));
    const errors = [{ code: 'EDGE', severity: 'MINOR' }];
    await judge(rita, await seat(rita, 'REVIEW'), 'FIX', { labels: animal('dog'), errors, comment: 'a dog' });
    const second = await claim(cat, { batchId });
    expect(await news(second)).toMatchObject([{ kind: 'VERDICT', decision: 'FIX', comment: 'a dog', errors }]);
    await submit(cat, second, animal('cat'));
    await asApplication(app, (client, organizationId) =>
      client.query(
        `INSERT INTO notice (organization_id, member_id, kind, sentence) VALUES ($1, $2, 'WARN', 'Mind the ears.')`,
        [organizationId, rowId(cat.id)],
      ),
    );
    const third = await claim(cat, { batchId });
    const [notice, ...others] = await news(third);
    expect([notice.kind, notice.comment, others]).toEqual(['WARN', 'Mind the ears.', []]);
    const read = `mutation ($noticeIds: [ID!]!) { readNotices(noticeIds: $noticeIds) { id } }`;
    // Another person's id is not theirs to read.
    await ann.run(read, { noticeIds: [notice.id] });
    expect(await news(third)).toHaveLength(1);
    expect((await cat.run(read, { noticeIds: [notice.id] })).readNotices).toEqual([]);
    expect(await news(third)).toEqual([]);
    const all = await cat.run(`query { myNotices(unreadOnly: false) { sentence readAt } }`);
    expect(all.myNotices).toEqual([{ sentence: 'Mind the ears.', readAt: expect.any(String) }]);
    await judge(rita, await seat(rita, 'REVIEW'), 'ACCEPT');
  }, 60_000);
});
