import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Caller, startApp, type TestApp } from '../factories/app.js';
import { person, team } from '../factories/people.js';
import { asApplication } from '../factories/time.js';
import { animal, claim, openBatchOf, rowId, submit, tasksOf, until } from '../factories/work.js';

const proposed = { overlap: 2, maximumOverlap: 3, consensus: { confidence: 0.85 } };

/** Twelve tasks with three answers each, of which one person is often wrong; twenty more are still to be done. */
describe('a manager looks at a policy before it applies', () => {
  let app: TestApp;
  let people: Caller[] = [];
  let projectId: string;
  let batchId: string;

  beforeAll(async () => {
    app = await startApp();
    const teamId = await team(app);
    people = await Promise.all([1, 2, 3].map(() => person(app, ['ANNOTATOR'], teamId)));
    const policy = { overlap: 3, agreement: { threshold: 0 } };
    ({ batchId, projectId } = await openBatchOf(app, teamId, 32, { project: { policy } }));
    const keyOf = (fileName: string) => Number(fileName.replace('.png', ''));
    for (const [place, who] of people.entries())
      for (let done = 0; done < 12; done++) {
        const held = await claim(who);
        const right = keyOf(held.item.data.fileName) % 2 ? 'cat' : 'dog';
        const wrong = right === 'cat' ? 'dog' : 'cat';
        await submit(who, held, animal(place === 2 && done % 3 === 0 ? wrong : right));
      }
    await until(async () => {
      const states = (await tasksOf(app.owner, batchId)).map(({ state }) => state);
      return states.includes('SETTLED') && !states.includes('ANSWERED');
    });
  });
  afterAll(() => app.stop());

  const preview = async (policy: object, by = app.owner) =>
    by.send(
      `mutation ($projectId: ID!, $policy: JSON!) { previewPolicy(projectId: $projectId, policy: $policy) { id kind state } }`,
      { projectId, policy },
    );
  const ended = (id: string) =>
    until(async () => {
      const { analysis } = await app.owner.run(
        `query ($id: ID!) { analysis(id: $id) { state done total result error } }`,
        { id },
      );
      return analysis.state !== 'RUNNING' && analysis;
    });

  it('sees what it would have cost, beside the policy in force, with numbers of tasks and intervals', async () => {
    const settled = (await tasksOf(app.owner, batchId)).filter(({ state }) => state === 'SETTLED').length;
    const { data } = await preview(proposed);
    expect(data.previewPolicy).toMatchObject({ kind: 'POLICY_PREVIEW' });
    const { state, result, done, total } = await ended(data.previewPolicy.id);
    expect({ state, done, total }).toEqual({ state: 'DONE', done: settled * 2, total: settled * 2 });
    expect(result.isCapped).toBe(false);
    expect(result.inForce).toMatchObject({ tasks: settled, answersPerTask: { value: 3, low: 3, high: 3, n: settled } });
    expect(result.proposed.answersPerTask.value).toBeLessThanOrEqual(3);
    expect(result.proposed.answersPerTask.low).toBeLessThanOrEqual(result.proposed.answersPerTask.value);
    expect(result.proposed.open.tasks).toBe(32 - settled);
    expect(result.proposed.right).toEqual({ value: null, low: null, high: null, n: 0 });
  });

  it('and nothing has changed', async () => {
    const { project } = await app.owner.run(`query ($id: ID!) { project(id: $id) { policyVersion policy } }`, {
      id: projectId,
    });
    expect(project).toMatchObject({ policyVersion: 1, policy: { overlap: 3 } });
  });

  it('is told where a policy is wrong before anything runs', async () => {
    const { errors } = await preview({ overlap: 3, maximumOverlap: 2 });
    expect(errors![0]!.extensions).toMatchObject({
      code: 'VALIDATION_FAILED',
      fields: [{ path: 'policy.maximumOverlap' }],
    });
  });

  it('waits for those that run before a fourth is begun', async () => {
    // Three that another process works on, and gives signs of life of.
    await asApplication(app, (client, organizationId) =>
      client.query(
        `INSERT INTO analysis (id, organization_id, project_id, kind, input, created_by, run_id, progress_at)
         SELECT gen_random_uuid(), $1, $2, 'POLICY_PREVIEW', jsonb_build_object('number', number), $1, gen_random_uuid(), muster_now() + interval '1 hour'
           FROM generate_series(1, 3) number`,
        [organizationId, rowId(projectId)],
      ),
    );
    const { errors } = await preview({ overlap: 2 });
    expect(errors![0]).toMatchObject({
      extensions: { code: 'CONFLICT' },
      message: expect.stringContaining('cancel one'),
    });
  });

  it('annotators may not look', async () => {
    const { errors } = await preview(proposed, people[0]);
    expect(errors![0]!.extensions.code).toBe('FORBIDDEN');
  });
});
