import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { checkQueue, linesOf } from '../../src/tasks/check-queue.js';
import { startApp, type TestApp } from '../factories/app.js';
import { person, team } from '../factories/people.js';
import { asApplication, discrepancies } from '../factories/time.js';
import { claim, openBatchOf } from '../factories/work.js';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
  const teamId = await team(app);
  await openBatchOf(app, teamId, 4, { project: { policy: { overlap: 2 } } });
  await claim(await person(app, ['ANNOTATOR'], teamId));
});
afterAll(() => app.stop());

it('finds a sound queue sound', async () => {
  const check = await checkQueue(app.databaseUrl, false);
  expect(check).toEqual({ organizations: 1, seats: 7, differences: [], repaired: 0 });
  expect(linesOf(check)).toContain('The queue is as the law has it.');
});

it('finds a lost row, a seat offered while held, and a wrong counter; and rebuilds them from the law', async () => {
  await asApplication(app, async (client) => {
    await client.query(`DELETE FROM queue_item WHERE seq = (SELECT max(seq) FROM queue_item)`);
    await client.query(`UPDATE queue_item SET seats = 3 WHERE seats = 2`);
  });
  const { differences } = await checkQueue(app.databaseUrl, false);
  expect(differences.map((one) => one.what).sort()).toEqual([
    'free, but not in the queue',
    'free, but not in the queue',
    'in the queue, but not free',
    expect.stringMatching(/^lane counter 7, rows 6$/),
  ]);
  expect((await checkQueue(app.databaseUrl, true)).repaired).toBe(4);
  expect(await discrepancies(app)).toEqual([]);
  expect((await checkQueue(app.databaseUrl, false)).seats).toBe(7);
});
