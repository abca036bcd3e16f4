import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Caller, startApp, type TestApp } from '../factories/app.js';
import { person, team } from '../factories/people.js';
import { batchState, claim, openBatchOf } from '../factories/work.js';

describe('fifty people reach for ten tasks at once', () => {
  let app: TestApp;
  let people: Caller[];
  let batchId: string;

  beforeAll(async () => {
    app = await startApp();
    const teamId = await team(app);
    people = [];
    for (let index = 0; index < 50; index++) people.push(await person(app, ['ANNOTATOR'], teamId));
    ({ batchId } = await openBatchOf(app, teamId, 10, { project: { policy: { overlap: 3 } } }));
  }, 120_000);
  afterAll(() => app.stop());

  it('exactly thirty get a seat, twenty are told why not, nobody is twice on a task', async () => {
    const claims = await Promise.all(people.map((one) => claim(one)));
    const held = claims.filter((one) => one.__typename === 'Assignment');
    const refused = claims.filter((one) => one.__typename === 'QueueEmpty');
    expect([held.length, refused.length]).toEqual([30, 20]);
    for (const refusal of refused)
      expect(refusal.reasons).toEqual([expect.objectContaining({ reason: 'NO_OPEN_SLOT', projectName: 'Animals' })]);
    const perTask = new Map<string, string[]>();
    claims.forEach((one, index) => {
      if (one.__typename === 'Assignment')
        perTask.set(one.item.data.fileName, [...(perTask.get(one.item.data.fileName) ?? []), people[index]!.id]);
    });
    expect(perTask.size).toBe(10);
    for (const members of perTask.values()) expect(new Set(members).size).toBe(3);
    expect((await batchState(app.owner, batchId)).progress.overCollected).toBe(0);
  });

  it('the same person asking again, with many requests at once, keeps the one seat they have', async () => {
    const before = await claim(people[0]!);
    const answers = await Promise.all(Array.from({ length: 20 }, () => claim(people[0]!)));
    if (before.__typename === 'Assignment') for (const answer of answers) expect(answer.id).toBe(before.id);
    else for (const answer of answers) expect(answer.__typename).toBe('QueueEmpty');
  });
});
