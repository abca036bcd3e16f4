import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Caller, startApp, type TestApp } from '../factories/app.js';
import { person, team } from '../factories/people.js';
import { discrepancies, letLeasesEnd } from '../factories/time.js';
import { animal, claim, giveBack, judge, openBatchOf, skip, submit, tasksOf, until } from '../factories/work.js';

/** What the model of the queue found (docs/queue-tests.md), each told as a story. */
describe('moves that meet each other', () => {
  let app: TestApp;
  let [ann, ben, cem, rev]: Caller[] = [];
  let teamId: string;

  beforeAll(async () => {
    app = await startApp({ LEASE_SWEEP_SECONDS: '3600' });
    teamId = await team(app);
    const annotator = () => person(app, ['ANNOTATOR'], teamId);
    [ann, ben, cem] = [await annotator(), await annotator(), await annotator()];
    rev = await person(app, ['REVIEWER'], teamId);
  });
  afterAll(async () => {
    expect(await discrepancies(app)).toEqual([]);
    await app.stop();
  });

  const oneTask = (name: string, policy: object) => openBatchOf(app, teamId, 1, { project: { name, policy } });
  const taskOf = async (batchId: string) => (await tasksOf(app.owner, batchId))[0];
  const becomes = (batchId: string, wanted: object) =>
    until(async () => {
      const task = await taskOf(batchId);
      return Object.entries(wanted).every(([name, value]) => task[name] === value) && task;
    });

  it('a quarantined answer that is sent again is told as quarantined again', async () => {
    const { batchId } = await oneTask('Late', {});
    const late = await claim(ann!, { batchId });
    await letLeasesEnd(app);
    await claim(ben!, { batchId });
    const first = await submit(ann!, late, animal('cat'));
    expect(first.__typename).toBe('SubmissionQuarantined');
    expect(await submit(ann!, late, animal('cat'))).toEqual(first);
  });

  it('a triaged task that somebody else skips as well can still be re-opened', async () => {
    const { batchId } = await oneTask('Twice', { overlap: 2, skipsToTriage: 1 });
    const [one, other] = [await claim(ann!, { batchId }), await claim(cem!, { batchId })];
    await skip(ann!, one);
    await skip(cem!, other);
    expect((await taskOf(batchId)).state).toBe('TRIAGED');
    const input = { batchId, externalKeys: ['item-1'], reason: 'It can be done.' };
    const { reopenTasks } = await app.owner.run(
      `mutation ($input: NamedTasksInput!) { reopenTasks(input: $input) { state } }`,
      { input },
    );
    expect(reopenTasks).toEqual([{ state: 'OPEN' }]);
  });

  it('a task whose overlap is lowered to what it had before is decided once more', async () => {
    const policy = { overlap: 2, maximumOverlap: 3, agreement: { threshold: 1 } };
    const { batchId } = await oneTask('Lowered', policy);
    await submit(ann!, await claim(ann!, { batchId }), animal('cat'));
    await submit(cem!, await claim(cem!, { batchId }), animal('dog'));
    await becomes(batchId, { state: 'OPEN', overlap: 3 });
    await app.owner.run(`mutation ($input: SetOverlapInput!) { setOverlap(input: $input) { state } }`, {
      input: { batchId, externalKeys: ['item-1'], overlap: 2 },
    });
    await becomes(batchId, { state: 'OPEN', overlap: 3 });
  });

  it('the same verdict sent several times at once is one verdict', async () => {
    const { batchId } = await oneTask('Judged', { review: [{ rate: 1, seed: 'all' }] });
    await submit(ann!, await claim(ann!, { batchId }), animal('cat'));
    await becomes(batchId, { state: 'REVIEWING' });
    const held = await claim(rev!, { batchId });
    const verdicts = await Promise.all(Array.from({ length: 6 }, () => judge(rev!, held, 'ACCEPT')));
    expect(new Set(verdicts.map((one) => `${one.__typename} ${one.id}`)).size).toBe(1);
    expect(verdicts[0].__typename).toBe('Verdict');
  });

  it('rework that its author gave up stays with the others, also when one of them gives it back', async () => {
    const { batchId } = await oneTask('Given up', { review: [{ rate: 1, seed: 'all' }] });
    await submit(ann!, await claim(ann!, { batchId }), animal('cat'));
    await becomes(batchId, { state: 'REVIEWING' });
    await judge(rev!, await claim(rev!, { batchId }), 'REJECT');
    await becomes(batchId, { state: 'REWORKING' });
    await skip(ann!, await claim(ann!, { batchId }));
    await giveBack(ben!, await claim(ben!, { batchId }));
    expect((await claim(ann!, { batchId })).__typename).toBe('QueueEmpty');
    expect(await claim(cem!, { batchId })).toMatchObject({ __typename: 'Assignment', stage: 'REWORK' });
  });
});
