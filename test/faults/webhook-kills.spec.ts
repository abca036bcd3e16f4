import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { Webhook } from 'standardwebhooks';
import { defaultSecrets } from '../../src/platform/config.js';
import { type Caller, signIn } from '../factories/app.js';
import { type OwnPostgres, ownPostgres } from '../factories/own-postgres.js';
import { Receiver } from '../factories/receiver.js';
import { deliveries, type Endpoint, endpoint, replay } from '../factories/webhooks.js';
import { MusterProcess } from './muster-process.js';

const wantedKills = Number(process.env.WEBHOOK_KILLS ?? 20);
const events = Number(process.env.WEBHOOK_EVENTS ?? 2000);
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe(`a worker is killed ${wantedKills} times during ${events} events`, () => {
  let postgres: OwnPostgres;
  let api: MusterProcess;
  let worker: MusterProcess;
  let owner: Caller;
  let database: pg.Client;
  const receivers: Record<string, Receiver> = {};
  const endpoints: Record<string, Endpoint> = {};
  const live = ['quick', 'second', 'slow', 'flapping'];

  beforeAll(async () => {
    postgres = await ownPostgres();
    const env = {
      DATABASE_URL: postgres.url,
      MUSTER_HOME: postgres.home,
      OUTBOUND_ALLOW_CIDRS: '127.0.0.0/8',
      WEBHOOK_LEASE_SECONDS: '1',
    };
    api = new MusterProcess({ ...env, ROLE: 'api' });
    worker = new MusterProcess({ ...env, ROLE: 'worker' });
    await api.start();
    owner = await signIn(api.url, 'owner@muster.example', defaultSecrets.OWNER_PASSWORD);
    for (const name of [...live, 'dead']) {
      receivers[name] = await Receiver.open();
      endpoints[name] = await endpoint(owner, { url: receivers[name].url, types: ['task.escalated'] });
    }
    // Nobody listens where the dead one was.
    receivers.dead!.close();
    receivers.slow!.manner = (response) => setTimeout(() => response.writeHead(200).end(), 10);
    let calls = 0;
    receivers.flapping!.manner = (response) => response.writeHead((calls += 1) % 40 === 0 ? 503 : 200).end();
    database = new pg.Client({ connectionString: postgres.url, options: '-c role=muster_app' });
    await database.connect();
  }, 60_000);
  afterAll(async () => {
    await worker.kill();
    await api.kill();
    for (const one of Object.values(receivers)) one.close();
    await database.end();
    await postgres.stop();
  });

  /** News of tasks that starts no job, as a commit of a feature leaves it. @returns the ids */
  const publish = async (organizationId: string, count: number): Promise<string[]> => {
    await database.query(`SELECT set_config('app.organization_id', $1, false)`, [organizationId]);
    const { rows } = await database.query<{ id: string }>(
      `INSERT INTO event (organization_id, type, subject_id, data)
       SELECT $1, 'task.escalated', gen_random_uuid(), jsonb_build_object('batchId', $2::uuid, 'projectId', $2::uuid) FROM generate_series(1, $3) RETURNING id`,
      [organizationId, randomUUID(), count],
    );
    return rows.map(({ id }) => `evt_${id.replaceAll('-', '')}`);
  };
  const arrived = (name: string) => new Set(receivers[name]!.received.map(({ headers }) => headers['webhook-id']!));

  it(
    'every live receiver gets every event at least once; what was for the dead one is listed and can be replayed',
    async () => {
      const { organization } = await owner.run('query { organization { id } }');
      const organizationId = organization.id.slice(4).replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5');
      const published: string[] = [];
      const began = Date.now();
      await worker.start();
      for (let kills = 0; kills < wantedKills; kills++) {
        const until = Math.round((events * (kills + 1)) / wantedKills);
        published.push(...(await publish(organizationId, until - published.length)));
        await pause(100 + Math.random() * 900);
        await worker.kill();
        await worker.start();
      }
      const seconds = () => Math.round((Date.now() - began) / 1000);
      const killedFor = seconds();
      // What failed last waits for its pause at most, and for its turn of the schedule.
      for (;;) {
        if (live.every((name) => arrived(name).size >= events)) break;
        if (seconds() > killedFor + 120 + 5 * 60) break;
        await pause(100);
      }
      const duplicates: Record<string, number> = {};
      for (const name of live) {
        const { received } = receivers[name]!;
        const accepted = new Set(published);
        expect([name, published.filter((id) => !arrived(name).has(id)).length]).toEqual([name, 0]);
        expect([...arrived(name)].filter((id) => !accepted.has(id))).toEqual([]);
        duplicates[name] = received.length - events;
        for (const { headers, body } of received.slice(-50))
          expect(() => new Webhook(endpoints[name]!.secret).verify(body, headers)).not.toThrow();
      }
      const ofDead = { webhookEndpointId: endpoints.dead!.id };
      const { totalCount, nodes } = await deliveries(owner, ofDead);
      expect(totalCount).toBe(events);
      expect(nodes.filter(({ state }: { state: string }) => state === 'DELIVERED')).toEqual([]);
      process.stdout.write(`${JSON.stringify({ kills: wantedKills, events, seconds: seconds(), duplicates })}\n`);

      // It comes back where it was, after everything was given up for it.
      await owner.run(
        `mutation ($id: ID!) { updateWebhookEndpoint(input: { id: $id, isEnabled: false }) { isEnabled } }`,
        { id: ofDead.webhookEndpointId },
      );
      expect((await deliveries(owner, { ...ofDead, state: 'FAILED' })).totalCount).toBe(events);
      receivers.dead = await Receiver.open(Number(new URL(receivers.dead!.url).port));
      await owner.run(
        `mutation ($id: ID!) { updateWebhookEndpoint(input: { id: $id, isEnabled: true }) { isEnabled } }`,
        { id: ofDead.webhookEndpointId },
      );
      for (let count = 0; count < events;) count += (await replay(owner, { ...ofDead, allFailed: true })).count;
      for (let waited = 0; arrived('dead').size < events && waited < 60_000; waited += 100) await pause(100);
      expect(published.filter((id) => !arrived('dead').has(id))).toEqual([]);
    },
    60 * 60_000,
  );
});
