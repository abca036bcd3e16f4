import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Database } from '../../src/platform/index.js';
import { Housekeeping } from '../../src/platform/housekeeping.js';
import { startApp, type TestApp } from '../factories/app.js';
import { asApplication } from '../factories/time.js';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

it('lets old relayed news and old keyed answers go, and nothing else', async () => {
  await asApplication(app, async (client, organizationId) => {
    await client.query(
      `INSERT INTO event (organization_id, type, subject_id, at, relayed_at) SELECT $1, 'test.happened', $1, muster_now() - days * interval '1 day',
              CASE WHEN days = 41 THEN NULL ELSE muster_now() END FROM unnest(ARRAY[1, 29, 31, 40, 41]) days`,
      [organizationId],
    );
    await client.query(
      `INSERT INTO idempotency_record (organization_id, member_id, key, request_hash, created_at)
       SELECT $1, $1, 'key ' || days, '', muster_now() - days * interval '1 day' FROM unnest(ARRAY[1, 2, 4, 9]) days`,
      [organizationId],
    );
  });
  // The relay would mark the waiting one at any moment.
  const server = app.server.app;
  const before = await server.get(Database).asSystem(`SELECT id FROM event WHERE type = 'test.happened'`);
  await server.get(Housekeeping).letGo();
  const left = await asApplication(app, async (client) => ({
    events: (
      await client.query(
        `SELECT round(extract(day FROM muster_now() - at))::int AS days FROM event WHERE type = 'test.happened' ORDER BY 1`,
      )
    ).rows,
    keys: (await client.query(`SELECT key FROM idempotency_record ORDER BY 1`)).rows,
  }));
  expect(before).toHaveLength(5);
  expect(left.events.map((row) => row.days).filter((days) => days < 41)).toEqual([1, 29]);
  expect(left.keys.map((row) => row.key)).toEqual(['key 1', 'key 2']);
});
