import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Caller, startApp, type TestApp } from '../factories/app.js';
import { person, team } from '../factories/people.js';
import { discrepancies } from '../factories/time.js';
import { animal, ask, claim, openBatchOf, skip, submit, tasksOf, until } from '../factories/work.js';

describe('a skip is a vote, and the policy says what follows', () => {
  let app: TestApp;
  let [ann, ben]: Caller[] = [];
  let teamId: string;

  beforeAll(async () => {
    app = await startApp();
    teamId = await team(app);
    [ann, ben] = [await person(app, ['ANNOTATOR'], teamId), await person(app, ['ANNOTATOR'], teamId)];
  });
  afterAll(async () => {
    expect(await discrepancies(app)).toEqual([]);
    await app.stop();
  });

  const batchWith = (name: string, count: number, policy: object) =>
    openBatchOf(app, teamId, count, { project: { name, policy } });
  const stateOf = async (batchId: string, key = 'item-1') =>
    (await tasksOf(app.owner, batchId)).find((task) => task.externalKey === key).state;

  it('TO_OTHERS: never to me again; when nobody is left it goes to triage', async () => {
    const { batchId } = await batchWith('To others', 1, { skip: 'TO_OTHERS', skipsToTriage: 50 });
    await skip(ann!, await claim(ann!, { batchId }));
    expect((await claim(ann!, { batchId })).__typename).toBe('QueueEmpty');
    expect(await stateOf(batchId)).toBe('OPEN');
    await skip(ben!, await claim(ben!, { batchId }), 'Cannot see anything.');
    expect(await stateOf(batchId)).toBe('TRIAGED');
  });

  it('BACK_TO_ME_LAST: after everything else', async () => {
    const { batchId } = await batchWith('Back to me', 4, { skip: 'BACK_TO_ME_LAST', overlap: 2 });
    const first = await claim(ann!, { batchId });
    await skip(ann!, first);
    const order: string[] = [];
    for (let index = 0; index < 4; index += 1) {
      const one = await claim(ann!, { batchId });
      order.push(one.item.data.fileName);
      await submit(ann!, one, animal('cat'));
    }
    expect(order.at(-1)).toBe(first.item.data.fileName);
    expect(new Set(order).size).toBe(4);
  });

  it('COUNTS_AS_ANSWER: “cannot be done” is an answer, and fills the seat', async () => {
    const { batchId } = await batchWith('Counts', 1, { skip: 'COUNTS_AS_ANSWER', overlap: 2 });
    await skip(ann!, await claim(ann!, { batchId }), 'No animal in it.');
    const [task] = await tasksOf(app.owner, batchId);
    expect(task.submissions).toMatchObject([{ state: 'COUNTED', labels: [] }]);
    await skip(ben!, await claim(ben!, { batchId }), 'Nothing there.');
    await until(async () => (await stateOf(batchId)) === 'SETTLED');
  });

  it('ESCALATE_AFTER n: triage with the reasons; a lead re-opens it and the votes count anew', async () => {
    const { batchId } = await batchWith('Escalate', 1, { skip: 'ESCALATE_AFTER', skipsToTriage: 2 });
    await skip(ann!, await claim(ann!, { batchId }), 'Black.');
    await skip(ben!, await claim(ben!, { batchId }), 'Also black.');
    const { tasks } = await app.owner.run(
      `query ($id: ID!) { tasks(batchId: $id, state: TRIAGED) { nodes { externalKey skips { reason memberName } } } }`,
      { id: batchId },
    );
    expect(tasks.nodes[0].skips.map((one: { reason: string }) => one.reason)).toEqual(['Also black.', 'Black.']);
    const named = { batchId, externalKeys: ['item-1'], reason: 'Brighten it: there is a dog.' };
    const { reopenTasks } = await app.owner.run(
      `mutation ($input: NamedTasksInput!) { reopenTasks(input: $input) { state } }`,
      { input: named },
    );
    expect(reopenTasks).toEqual([{ state: 'OPEN' }]);
    await skip(ann!, await claim(ann!, { batchId }));
    expect(await stateOf(batchId)).toBe('OPEN');
    const one = await claim(ben!, { batchId });
    expect(await submit(ben!, one, animal('dog'))).toMatchObject({ __typename: 'SubmissionCounted' });
    await until(async () => (await stateOf(batchId)) === 'SETTLED');
  });

  it('a cancelled task takes its holder off and lets the batch complete', async () => {
    const { batchId } = await batchWith('Cancelled', 2, {});
    const one = await claim(ann!, { batchId });
    const key = one.item.data.fileName === '1.png' ? 'item-1' : 'item-2';
    const input = { batchId, externalKeys: [key], reason: 'The client withdrew it.' };
    const { cancelTasks } = await app.owner.run(
      `mutation ($input: NamedTasksInput!) { cancelTasks(input: $input) { state } }`,
      { input },
    );
    expect(cancelTasks).toEqual([{ state: 'CANCELLED' }]);
    expect(await submit(ann!, one, animal('cat'))).toMatchObject({ code: 'LEASE_LOST' });
    const other = await claim(ann!, { batchId });
    await submit(ann!, other, animal('cat'));
    await app.owner.run(`mutation ($id: ID!) { closeBatch(batchId: $id) { __typename } }`, { id: batchId });
    await until(
      async () =>
        (await app.owner.run(`query ($id: ID!) { batch(id: $id) { state } }`, { id: batchId })).batch.state ===
        'COMPLETED',
    );
    const again = await app.owner.send(`mutation ($input: NamedTasksInput!) { cancelTasks(input: $input) { state } }`, {
      input,
    });
    expect(again.errors?.[0]?.extensions.code).toBe('CONFLICT');
  });

  it('requeued work is asked again, and a complete batch is open again', async () => {
    const { batchId } = await batchWith('Requeued', 1, {});
    await submit(ann!, await claim(ann!, { batchId }), animal('cat'));
    await until(async () => (await stateOf(batchId)) === 'SETTLED');
    await app.owner.run(`mutation ($id: ID!) { closeBatch(batchId: $id) { __typename } }`, { id: batchId });
    await until(
      async () =>
        (await app.owner.run(`query ($id: ID!) { batch(id: $id) { state } }`, { id: batchId })).batch.state ===
        'COMPLETED',
    );
    const input = { batchId, externalKeys: ['item-1'], reason: 'The guideline changed.', byOthers: true };
    const { requeueTasks } = await app.owner.run(
      `mutation ($input: RequeueTasksInput!) { requeueTasks(input: $input) { state result { labels } submissions { state } } }`,
      { input },
    );
    expect(requeueTasks).toMatchObject([{ state: 'OPEN', result: null, submissions: [{ state: 'VOID' }] }]);
    expect((await claim(ann!, { batchId })).__typename).toBe('QueueEmpty');
    const again = await claim(ben!, { batchId });
    await submit(ben!, again, animal('dog'));
    const [task] = await until(async () => {
      const tasks = await tasksOf(app.owner, batchId);
      return tasks[0].state === 'SETTLED' && tasks;
    });
    expect(task.result.labels).toEqual(animal('dog'));
  });

  it('tasks move to another batch of the project, and are worked there', async () => {
    const { batchId, projectId } = await batchWith('Moved', 2, {});
    const { createBatch } = await app.owner.run(
      `mutation ($input: CreateBatchInput!) { createBatch(input: $input) { ... on Batch { id } } }`,
      { input: { projectId, name: 'Urgent' } },
    );
    const input = { batchId, externalKeys: ['item-2'], reason: 'Urgent.', toBatchId: createBatch.id };
    const move = (more = {}) =>
      app.owner.send(`mutation ($input: MoveTasksInput!) { moveTasks(input: $input) { state } }`, {
        input: { ...input, ...more },
      });
    expect((await move()).errors?.[0]?.message).toContain('takes no tasks');
    expect((await move({ externalKeys: ['item-9'] })).errors?.[0]?.extensions.code).toBeDefined();
    await ask(
      app.owner,
      'importTasks',
      'ImportTasksInput',
      { batchId: createBatch.id, items: [{ externalKey: 'x', data: {} }] },
      '',
    );
    await until(
      async () =>
        (await app.owner.run(`query ($id: ID!) { batch(id: $id) { state } }`, { id: createBatch.id })).batch.state ===
        'READY',
    );
    await app.owner.run(`mutation ($id: ID!) { openBatch(batchId: $id) { __typename } }`, { id: createBatch.id });
    expect((await move()).data.moveTasks).toEqual([{ state: 'OPEN' }]);
    const keys = (await tasksOf(app.owner, createBatch.id)).map((task) => task.externalKey);
    expect(keys.sort()).toEqual(['item-2', 'x']);
    const held = [await claim(ann!, { batchId: createBatch.id }), await claim(ben!, { batchId: createBatch.id })];
    expect(held.every((one) => one.__typename === 'Assignment')).toBe(true);
  });
});
