import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Caller, startApp, type TestApp } from '../factories/app.js';
import { person, team } from '../factories/people.js';
import { animal, claim, openBatchOf, submit, tasksOf, until } from '../factories/work.js';

const createTeam = `mutation ($name: String!) { createTeam(name: $name) { __typename ... on Team { id name } ... on Problem { code } } }`;

describe('a network that swallows answers', () => {
  let app: TestApp;
  let ann: Caller;
  let batchId: string;

  beforeAll(async () => {
    app = await startApp();
    const teamId = await team(app);
    ann = await person(app, ['ANNOTATOR'], teamId);
    ({ batchId } = await openBatchOf(app, teamId, 3));
  });
  afterAll(() => app.stop());

  it('the same key and request give the first answer again, and one effect', async () => {
    const key = { 'idempotency-key': 'team-1' };
    const first = await app.owner.run(createTeam, { name: 'Night shift' }, key);
    const again = await Promise.all(
      Array.from({ length: 5 }, () => app.owner.run(createTeam, { name: 'Night shift' }, key)),
    );
    for (const answer of again) expect(answer).toEqual(first);
    const { teams } = await app.owner.run('query { teams(first: 100) { nodes { name } } }');
    expect(teams.nodes.filter((one: { name: string }) => one.name === 'Night shift')).toHaveLength(1);
  });

  it('five that race under one key have one effect and one answer', async () => {
    const key = { 'idempotency-key': 'team-2' };
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => app.owner.run(createTeam, { name: 'Day shift' }, key)),
    );
    expect(new Set(answers.map((answer) => answer.createTeam.id)).size).toBe(1);
  });

  it('the same key with another request is refused', async () => {
    const answer = await app.owner.send(createTeam, { name: 'Another' }, { 'idempotency-key': 'team-1' });
    expect(answer.errors?.[0]?.extensions.code).toBe('IDEMPOTENCY_KEY_REUSED');
  });

  it('a refusal is not kept: what was refused may be asked again', async () => {
    const key = { 'idempotency-key': 'team-3' };
    const refused = await app.owner.run(createTeam, { name: 'Night shift' }, key);
    expect(refused.createTeam.code).toBe('NAME_TAKEN');
    expect((await app.owner.run(createTeam, { name: 'Night shift' }, key)).createTeam.code).toBe('NAME_TAKEN');
  });

  it('a claim repeated under its key is the same assignment, even after it was submitted', async () => {
    const held = await claim(ann, {}, 'claim-1');
    expect((await claim(ann, {}, 'claim-1')).id).toBe(held.id);
    const done = await submit(ann, held, animal('cat'));
    expect(done.__typename).toBe('SubmissionCounted');
    expect(await claim(ann, {}, 'claim-1')).toMatchObject({ id: held.id, state: 'SUBMITTED' });
  });

  it('a submission sent again is acknowledged again and counted once; another answer is refused', async () => {
    const held = await claim(ann);
    const first = await submit(ann, held, animal('dog'));
    expect(await submit(ann, held, animal('dog'))).toMatchObject({ submissionId: first.submissionId });
    await expect(submit(ann, held, animal('cat'))).rejects.toThrow(/IDEMPOTENCY_KEY_REUSED/);
    const tasks = await until(async () => {
      const all = await tasksOf(app.owner, batchId);
      return all.filter((task) => task.state === 'SETTLED').length === 2 && all;
    });
    expect(tasks.flatMap((task) => task.submissions)).toHaveLength(2);
  });
});
