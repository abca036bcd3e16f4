import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { checkResults } from '../../src/workflow/check-results.js';
import { EstimatesService } from '../../src/workflow/estimates.service.js';
import { type Caller, startApp, type TestApp } from '../factories/app.js';
import { person, team } from '../factories/people.js';
import { asApplication } from '../factories/time.js';
import { animal, batch, claim, importItems, items, open, project, rowId, submit, until } from '../factories/work.js';

const animals = ['cat', 'dog', 'fox'];
const labelSchema = {
  classes: [{ name: 'blurred', kind: 'TAG' }],
  fields: [{ name: 'animal', kind: 'CHOICE', options: animals, required: true }],
};
const policy = {
  overlap: 2,
  maximumOverlap: 4,
  consensus: { parts: { animal: { confidence: 0.97 } }, confidence: 0.9 },
};

const resultFields = `id method labels confidence policyVersion submissionIds
  parts { part kind method metric confidence agreement isSure posterior { label probability } difficulty }`;

const rows = (app: TestApp, text: string): Promise<any[]> =>
  asApplication(app, async (client) => (await client.query(text)).rows);

/** A project that stops asking when it is sure: it knows nobody at first, and learns from every task. */
describe('a project asks until it is sure', () => {
  let app: TestApp;
  let teamId: string;
  let people: Caller[] = [];
  let projectId: string;
  /** One a task, so that the story can say which one is next. */
  const batchIds: string[] = [];

  beforeAll(async () => {
    app = await startApp();
    teamId = await team(app);
    people = await Promise.all(Array.from({ length: 5 }, () => person(app, ['ANNOTATOR'], teamId)));
    people.push(await person(app, ['REVIEWER'], teamId));
    projectId = await project(app.owner, teamId, { policy, labelSchema });
    for (const item of items(10)) {
      const batchId = await batch(app.owner, projectId, item.externalKey);
      await importItems(app.owner, batchId, [item]);
      await open(app.owner, batchId);
      batchIds.push(batchId);
    }
  });
  afterAll(() => app.stop());

  const task = async (number: number): Promise<any> => {
    const answer = await app.owner.run(
      `query ($batchId: ID!) { tasks(batchId: $batchId, first: 1) { nodes { id state overlap result { ${resultFields} } } } }`,
      { batchId: batchIds[number - 1] },
    );
    return answer.tasks.nodes[0];
  };
  const answer = async (who: Caller, labels: object[], number: number) => {
    const held = await until(async () => {
      const next = await claim(who, { batchId: batchIds[number - 1] });
      return next.__typename === 'Assignment' && next;
    });
    return submit(who, held, labels);
  };
  const rest = async (number: number, state: string) =>
    until(async () => {
      const found = await task(number);
      return found.state === state && found;
    });

  /** Of how many tasks the classes were counted. */
  const classed = async () => {
    const found = await rows(
      app,
      `SELECT (SELECT sum(count) FROM unnest(class_counts) AS count) AS tasks FROM part_model WHERE part = 'field/animal'`,
    );
    return Math.round(Number(found[0]?.tasks ?? 0) * 1e6) / 1e6;
  };

  it('two people whom nobody knows agree: that is not enough, a third is asked, and then it is', async () => {
    await answer(people[0]!, animal('cat'), 1);
    await answer(people[1]!, animal('cat'), 1);
    expect(await until(async () => (await task(1)).overlap === 3 && (await task(1)))).toMatchObject({ state: 'OPEN' });
    await answer(people[2]!, animal('cat'), 1);
    const { result } = await rest(1, 'SETTLED');
    expect(result).toMatchObject({ method: 'CONSENSUS', labels: animal('cat') });
    expect(result.submissionIds).toHaveLength(3);
    const [choice, tag] = result.parts;
    expect(choice).toMatchObject({ part: 'animal', method: 'pooled-dawid-skene', agreement: 1, isSure: true });
    expect(choice.posterior[0]).toMatchObject({ label: 'cat' });
    expect(choice.confidence).toBeGreaterThan(0.97);
    expect(tag).toMatchObject({ part: 'blurred', kind: 'TAG', isSure: true });
    expect(result.confidence).toBe(Math.min(choice.confidence, tag.confidence));
  });

  it('the record of the people grows with every task, until two of them are enough', async () => {
    for (let number = 2; number <= 9; number++) {
      for (const who of [people[0]!, people[1]!, people[2]!])
        if ((await task(number)).state === 'OPEN') {
          await answer(who, animal(animals[number % 3]!), number);
          await until(async () => (await task(number)).state !== 'ANSWERED');
        }
      await rest(number, 'SETTLED');
      await until(async () => {
        const [{ learnt }] = await rows(app, `SELECT count(*)::int AS learnt FROM result WHERE learnt_at IS NOT NULL`);
        return learnt === number;
      });
    }
    expect((await task(2)).result.submissionIds).toHaveLength(3);
    expect((await task(9)).result.submissionIds).toHaveLength(2);
  });

  it('people who differ are asked up to the maximum, then somebody decides; that teaches most', async () => {
    for (const [place, option] of ['cat', 'dog', 'fox', 'fox'].entries()) {
      await answer(people[[0, 1, 3, 4][place]!]!, animal(option), 10);
      await until(async () => (await task(10)).state !== 'ANSWERED');
    }
    await rest(10, 'ADJUDICATING');
    // Nobody knows yet what it is, and it says how common the classes are all the same.
    await until(async () => (await classed()) === 10);
    const held = await until(async () => {
      const next = await claim(people[5]!, { stage: 'ADJUDICATE' });
      return next.__typename === 'Assignment' && next;
    });
    await submit(people[5]!, held, animal('fox'));
    expect((await rest(10, 'SETTLED')).result).toMatchObject({ method: 'ADJUDICATED', confidence: null, parts: [] });
    const errors = await until(async () => {
      const found = await rows(app, `SELECT counts FROM member_errors WHERE part = 'field/animal' AND counts[8] >= 1`);
      return found.length === 1 && found;
    });
    expect(await classed()).toBe(10);
    // The one who said dog of a fox, truth × said: the second of the third row.
    expect(errors[0].counts).toHaveLength(9);
  });

  it('all results come out again to the last digit, whatever has been learnt, estimated or decided since', async () => {
    const estimates = app.server.app.get(EstimatesService);
    const estimate = await asApplication(app, (_, organizationId) =>
      estimates.estimate(organizationId, rowId(projectId)),
    );
    expect(estimate).toMatchObject({
      tasks: 10,
      parts: [{ part: 'animal', labels: expect.any(Number) }, { part: 'blurred' }],
    });
    expect(await classed()).toBe(10);
    await app.owner.run(
      `mutation ($projectId: ID!, $policy: JSON!) { updateProjectPolicy(projectId: $projectId, policy: $policy) { id } }`,
      { projectId, policy: { ...policy, consensus: { parts: { animal: { method: 'majority-vote' } } } } },
    );
    expect(await checkResults(app.databaseUrl)).toEqual({ results: 10, differences: [] });
  });

  it('an estimate changes what is known of people, and takes along what was learnt while it was made', async () => {
    const before = await rows(
      app,
      `SELECT member_id, counts FROM member_errors WHERE part = 'field/animal' ORDER BY 1`,
    );
    // As if it had been learnt after the estimate began: it must not be gathered, and must not be lost.
    await rows(
      app,
      `UPDATE result SET learnt_at = learnt_at + interval '1 hour' WHERE task_id = (SELECT min(task_id::text)::uuid FROM result)`,
    );
    // As if it had settled before the project had a rule: the estimate takes it in.
    await rows(app, `UPDATE result SET learnt_at = NULL WHERE task_id = (SELECT max(task_id::text)::uuid FROM result)`);
    const estimates = app.server.app.get(EstimatesService);
    await asApplication(app, (_, organizationId) => estimates.estimate(organizationId, rowId(projectId)));
    const after = await rows(app, `SELECT member_id, counts FROM member_errors WHERE part = 'field/animal' ORDER BY 1`);
    const judged = (models: any[]) =>
      models.map(({ member_id, counts }) => [
        member_id,
        counts.reduce((sum: number, one: number) => sum + one, 0).toFixed(6),
      ]);
    expect(judged(after)).toEqual(judged(before));
    expect(await classed()).toBe(10);
    const [model] = await rows(app, `SELECT results_since, estimate FROM error_model`);
    expect(model).toMatchObject({ results_since: 1, estimate: { tasks: 9 } });
  });

  it('finds a result that was tampered with', async () => {
    // Only the owner of the tables can, and only with row-level security off.
    await app.sql(`ALTER TABLE result NO FORCE ROW LEVEL SECURITY`);
    await app.sql(
      `UPDATE result SET confidence = 0.5 WHERE id = (SELECT min(id::text)::uuid FROM result WHERE is_current)`,
    );
    await app.sql(`ALTER TABLE result FORCE ROW LEVEL SECURITY`);
    expect(await checkResults(app.databaseUrl)).toMatchObject({ results: 10, differences: [{ what: ['confidence'] }] });
  });
});
