import { spawn } from 'node:child_process';
import { createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { Webhook } from 'standardwebhooks';
import { createLog } from '../../src/platform/log.js';
import { startServer } from '../../src/server.js';
import { DeliveryEngine } from '../../src/webhooks/index.js';
import { freePort } from '../faults/restarting-server.js';
import { type Caller, caller, startApp, type TestApp } from '../factories/app.js';
import { person, team } from '../factories/people.js';
import { Receiver, type Received } from '../factories/receiver.js';
import {
  changeEndpoint,
  deliveries,
  deliveryHistory,
  endpoint,
  endpointState,
  ping,
  replay,
  untilDeliveries,
} from '../factories/webhooks.js';
import { asApplication } from '../factories/time.js';
import {
  animal,
  batch,
  claim,
  close,
  giveBack,
  importItems,
  items,
  open,
  project,
  rowId,
  skip,
  submit,
  until,
} from '../factories/work.js';

describe('news for programs outside', () => {
  let app: TestApp;
  let admin: Caller;
  let teamId: string;
  const receivers: Receiver[] = [];
  const receiver = async () => {
    const one = await Receiver.open();
    receivers.push(one);
    return one;
  };
  const typesOf = (one: Receiver) => one.received.map(({ type }) => type);
  const isSigned = (secret: string, { headers, body }: Received) => {
    try {
      new Webhook(secret).verify(body, headers);
      return true;
    } catch {
      return false;
    }
  };

  beforeAll(async () => {
    app = await startApp({ OUTBOUND_ALLOW_CIDRS: '127.0.0.0/8' });
    teamId = await team(app);
    admin = await person(app, ['ADMIN']);
  });
  afterAll(async () => {
    for (const one of receivers) one.close();
    await app.stop();
  });

  it('an administrator makes an endpoint, and what happens arrives there, signed, once', async () => {
    const there = await receiver();
    const { id, secret } = await endpoint(admin, { url: there.url, description: 'The office' });
    const [ann, projectId] = [await person(app, ['ANNOTATOR'], teamId), await project(app.owner, teamId)];
    const batchId = await batch(app.owner, projectId);
    await importItems(app.owner, batchId, items(3));
    await open(app.owner, batchId);
    await submit(ann, await claim(ann), animal('cat'));
    await giveBack(ann, await claim(ann));
    await skip(ann, await claim(ann));
    await close(app.owner, batchId);
    const wanted = {
      'task.created': 3,
      'batch.opened': 1,
      'assignment.claimed': 3,
      'assignment.submitted': 1,
      'assignment.returned': 1,
      'assignment.skipped': 1,
      'task.answered': 1,
      'task.settled': 1,
    };
    const count = (type: string) => typesOf(there).filter((one) => one === type).length;
    await until(async () => Object.entries(wanted).every(([type, number]) => count(type) >= number));
    for (const [type, number] of Object.entries(wanted)) expect([type, count(type)]).toEqual([type, number]);
    expect(there.received.every((one) => isSigned(secret, one))).toBe(true);
    expect(new Set(there.received.map(({ headers }) => headers['webhook-id'])).size).toBe(there.received.length);
    for (const { headers, data } of there.received) {
      expect(headers['webhook-id']).toMatch(/^evt_[0-9a-f]{32}$/);
      expect(headers['content-type']).toBe('application/json');
      expect(data).toMatchObject({ projectId, batchId });
    }
    // Who did it, why and what they answered is for the API to say, to those who may know.
    expect(JSON.stringify(there.received.map(({ body }) => body))).not.toMatch(/mbr_|black|cat|gold/i);
    const [settled] = (await deliveries(admin, { webhookEndpointId: id, type: 'task.settled' })).nodes;
    expect(settled).toMatchObject({ state: 'DELIVERED', attempts: 1, status: 204, error: null, dueAt: null });
    expect(JSON.stringify(await deliveries(admin, { webhookEndpointId: id }))).not.toContain('whsec_');
    await changeEndpoint(admin, { id, isEnabled: false });
  });

  it('what one process makes due, another one sends at once', async () => {
    const there = await receiver();
    const { id } = await endpoint(admin, { url: there.url, types: ['ping'] });
    const api = await startServer({ ...app.config, ROLE: 'api', PORT: 0 }, createLog('error'));
    const by = caller(api.url, admin.email, admin.token, admin.id);
    const woken = jest.spyOn(app.server.app.get(DeliveryEngine), 'wake');
    const listener = new pg.Client({ connectionString: app.databaseUrl });
    const heard: (string | undefined)[] = [];
    listener.on('notification', ({ payload }) => void heard.push(payload));
    await listener.connect();
    await listener.query('LISTEN muster_news');
    try {
      const sent = async (makeDue: () => Promise<unknown>) => {
        const before = there.received.length;
        heard.length = 0;
        woken.mockClear();
        await makeDue();
        await until(async () => heard.includes('webhooks:due'));
        await untilDeliveries(admin, id, 'DELIVERED', 1);
        expect(there.received.length).toBe(before + 1);
        // By what was called out, and again once it was sent.
        await until(async () => woken.mock.calls.length >= 2);
      };
      await sent(() => ping(by, id));
      const [{ id: deliveryId }] = (await deliveries(admin, { webhookEndpointId: id })).nodes;
      await sent(() => replay(by, { deliveryIds: [deliveryId] }));
      await sent(() => replay(by, { webhookEndpointId: id, from: '2000-01-01T00:00:00Z' }));
      await changeEndpoint(admin, { id, isEnabled: false });
      await ofOrganization(`UPDATE webhook_delivery SET state = 'FAILED' WHERE endpoint_id = $1`, [id]);
      heard.length = 0;
      await changeEndpoint(by, { id, isEnabled: true });
      await until(async () => heard.includes('webhooks:due'));
      await sent(() => replay(by, { webhookEndpointId: id, allFailed: true }));
    } finally {
      woken.mockRestore();
      await listener.end();
      await api.stop();
      await changeEndpoint(admin, { id, isEnabled: false });
    }
  }, 30_000);

  it('filters by type, by project and by client', async () => {
    const [mine, other] = [
      await project(app.owner, teamId, { name: 'Mine' }),
      await project(app.owner, await team(app, 'Others'), { name: 'Other' }),
    ];
    const client = await person(app, ['CLIENT'], teamId);
    const [byType, byProject, byClient] = [await receiver(), await receiver(), await receiver()];
    await endpoint(admin, { url: byType.url, types: ['batch.opened'] });
    await endpoint(admin, { url: byProject.url, projectIds: [other] });
    await endpoint(admin, { url: byClient.url, clientMemberId: client.id });
    for (const projectId of [mine, other]) {
      const batchId = await batch(app.owner, projectId);
      await importItems(app.owner, batchId, items(1));
      await open(app.owner, batchId);
    }
    await until(
      async () => byType.received.length === 2 && byProject.received.length === 2 && byClient.received.length === 2,
    );
    expect(byType.received.map(({ type, data }) => [type, data.projectId])).toEqual([
      ['batch.opened', mine],
      ['batch.opened', other],
    ]);
    for (const [one, projectId] of [
      [byProject, other],
      [byClient, mine],
    ] as const) {
      expect(typesOf(one).sort()).toEqual(['batch.opened', 'task.created']);
      expect(one.received.map(({ data }) => data.projectId)).toEqual([projectId, projectId]);
    }
  });

  it('while a secret is rotated, either one fits; the old one ends after a day', async () => {
    const there = await receiver();
    const { id, secret: first } = await endpoint(admin, { url: there.url, types: ['ping'] });
    const rotate = async () => {
      const { rotateWebhookSecret } = await admin.run(
        `mutation ($id: ID!) { rotateWebhookSecret(webhookEndpointId: $id) { secret endpoint { formerSecretUntil } } }`,
        { id },
      );
      return rotateWebhookSecret;
    };
    const pinged = async () => {
      const before = there.received.length;
      expect((await ping(admin, id)).__typename).toBe('Delivery');
      await until(async () => there.received.length > before);
      return there.received.at(-1)!;
    };
    expect(isSigned(first, await pinged())).toBe(true);
    const { secret: second, endpoint: rotated } = await rotate();
    const hours = (Date.parse(rotated.formerSecretUntil) - Date.now()) / 3_600_000;
    expect(hours).toBeGreaterThan(23.9);
    const message = await pinged();
    expect([isSigned(first, message), isSigned(second, message)]).toEqual([true, true]);
    // A day later.
    await ofOrganization(`UPDATE webhook_endpoint SET former_until = muster_now() WHERE id = $1`, [id]);
    const late = await pinged();
    expect([isSigned(first, late), isSigned(second, late)]).toEqual([false, true]);
    // In the database there is no secret to be read.
    const kept = await ofOrganization(`SELECT secret, former_secret FROM webhook_endpoint WHERE id = $1`, [id]);
    expect(JSON.stringify(kept)).not.toContain(second.slice(6));
    expect(JSON.stringify(kept)).toMatch(/"v1\./);
  });

  it('a receiver that shall not be able to sign gets a public key', async () => {
    const there = await receiver();
    const { id, secret } = await endpoint(admin, { url: there.url, signature: 'V1A', types: ['ping'] });
    expect(secret).toMatch(/^whpk_/);
    await ping(admin, id);
    const { headers, body } = await until(async () => there.received[0]);
    const key = createPublicKey({
      key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), Buffer.from(secret.slice(5), 'base64')]),
      format: 'der',
      type: 'spki',
    });
    const content = Buffer.from(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`);
    const signature = Buffer.from(headers['webhook-signature']!.replace('v1a,', ''), 'base64');
    expect(verify(null, content, key, signature)).toBe(true);
  });

  it('what fails is tried again as the same bytes, is listed with what came back, and can be replayed', async () => {
    const there = await receiver();
    const { id } = await endpoint(admin, { url: there.url, types: ['ping'] });
    there.answer(500, {}, `no ${'x'.repeat(10_000)}\0`);
    const { id: deliveryId } = await ping(admin, id);
    const [waiting] = await until(async () => {
      const { nodes } = await deliveries(admin, { webhookEndpointId: id });
      return nodes[0].attempts === 1 && nodes;
    });
    expect(waiting).toMatchObject({ id: deliveryId, state: 'PENDING', status: 500, error: null });
    expect(waiting.answer).toMatch(/^no x+$/);
    expect(waiting.answer).toHaveLength(4096);
    const seconds = (Date.parse(waiting.dueAt) - Date.now()) / 1000;
    expect(seconds).toBeLessThan(6);
    there.accept();
    const [done] = await untilDeliveries(admin, id, 'DELIVERED', 1);
    expect(done).toMatchObject({ id: deliveryId, attempts: 2, status: 204 });
    expect(await replay(admin, { deliveryIds: [deliveryId] })).toEqual({ count: 1, hasMore: false });
    await until(async () => there.received.length === 3);
    expect(new Set(there.received.map(({ body }) => body)).size).toBe(1);
    expect(new Set(there.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    // What came of every attempt stays, as one looks for it: the first one first; of more than ten the first go.
    const tried = (count: number) =>
      until(async () => {
        const all = await deliveryHistory(admin, deliveryId);
        return all.length === count && all;
      });
    const history = await tried(3);
    expect(history.map(({ status }: { status: number }) => status)).toEqual([500, 204, 204]);
    expect(history[0]).toMatchObject({ answer: waiting.answer, error: null, at: waiting.attemptedAt });
    const times = history.map(({ at }: { at: string }) => at);
    expect(times).toEqual([...new Set(times)].sort());
    for (let more = 4; more < 12; more += 1) {
      await untilDeliveries(admin, id, 'DELIVERED', 1);
      await replay(admin, { deliveryIds: [deliveryId] });
      await until(async () => there.received.length === more);
    }
    await until(async () => (await deliveryHistory(admin, deliveryId)).every((one: any) => one.status === 204));
    expect(await deliveryHistory(admin, deliveryId)).toHaveLength(10);
  }, 30_000);

  it('a redirect is a failure and is not followed', async () => {
    const [there, elsewhere] = [await receiver(), await receiver()];
    there.answer(302, { location: elsewhere.url });
    const { id } = await endpoint(admin, { url: there.url, types: ['ping'] });
    await ping(admin, id);
    await until(async () => (await endpointState(admin, id)).failures === 1);
    const [failed] = (await deliveries(admin, { webhookEndpointId: id })).nodes;
    expect([failed.status, failed.state, elsewhere.received.length]).toEqual([302, 'PENDING', 0]);
  });

  it('a receiver that says for how long is left alone for so long', async () => {
    const there = await receiver();
    there.answer(503, { 'retry-after': '3600' });
    const { id } = await endpoint(admin, { url: there.url, types: ['ping'] });
    await ping(admin, id);
    const { pausedUntil } = await until(async () => {
      const state = await endpointState(admin, id);
      return state.failures === 1 && state;
    });
    const [failed] = (await deliveries(admin, { webhookEndpointId: id })).nodes;
    for (const at of [pausedUntil, failed.dueAt]) {
      expect(Date.parse(at) - Date.now()).toBeGreaterThan(3_500_000);
      expect(Date.parse(at) - Date.now()).toBeLessThan(3_601_000);
    }
  });

  it('410 disables at once, the others hear of it, and after enabling everything failed is replayed', async () => {
    const [gone, watcher] = [await receiver(), await receiver()];
    await endpoint(admin, { url: watcher.url, types: ['webhook.disabled'] });
    const { id } = await endpoint(admin, { url: gone.url, types: ['ping'] });
    gone.answer(410);
    await ping(admin, id);
    const state = await until(async () => {
      const one = await endpointState(admin, id);
      return !one.isEnabled && one;
    });
    expect(state.disabledWhy).toBe('GONE');
    await until(async () => watcher.received.length === 1);
    expect(watcher.received[0]!.data).toEqual({ webhookEndpointId: id, why: 'GONE' });
    const { changeLog } = await app.owner.run(
      `query ($id: ID!) { changeLog(subjectId: $id) { nodes { action actorId } } }`,
      { id },
    );
    expect(changeLog.nodes[0]).toEqual({ action: 'webhook:disable', actorId: null });

    const all = { webhookEndpointId: id, allFailed: true };
    expect(await ping(admin, id)).toMatchObject({ code: 'ENDPOINT_DISABLED' });
    expect(await replay(admin, all)).toEqual({ code: 'ENDPOINT_DISABLED' });
    expect((await deliveries(admin, { webhookEndpointId: id, state: 'FAILED' })).totalCount).toBe(1);
    gone.accept();
    expect(await changeEndpoint(admin, { id, isEnabled: true })).toMatchObject({
      isEnabled: true,
      disabledWhy: null,
      failures: 0,
    });
    expect(await replay(admin, all)).toEqual({ count: 1, hasMore: false });
    await untilDeliveries(admin, id, 'DELIVERED', 1);
    expect(await replay(admin, all)).toEqual({ count: 0, hasMore: false });
  });

  it('five days of nothing but failures disable, and say so', async () => {
    const there = await receiver();
    there.answer(500);
    const { id } = await endpoint(admin, { url: there.url, types: ['ping'] });
    await ping(admin, id);
    await until(async () => (await endpointState(admin, id)).failures === 1);
    // Five days later, when it fails once more.
    await ofOrganization(`UPDATE webhook_endpoint SET failing_since = muster_now() - interval '5 days' WHERE id = $1`, [
      id,
    ]);
    await ofOrganization(`UPDATE webhook_delivery SET due_at = muster_now() WHERE endpoint_id = $1`, [id]);
    await until(async () => (await endpointState(admin, id)).disabledWhy === 'FAILING');
    const { nodes } = await deliveries(admin, { webhookEndpointId: id });
    expect(nodes).toMatchObject([{ state: 'FAILED', attempts: 2 }]);
  });

  it('by choice keeps the order: what fails holds up what follows of the same task, and of no other', async () => {
    const there = await receiver();
    const { id } = await endpoint(admin, {
      url: there.url,
      types: ['task.created', 'task.answered', 'task.settled'],
      isOrdered: true,
    });
    const [ann, projectId] = [
      await person(app, ['ANNOTATOR'], teamId),
      await project(app.owner, teamId, { name: 'Ordered' }),
    ];
    const batchId = await batch(app.owner, projectId);
    let refused = 0;
    there.manner = (response, { type }) => {
      const isRefused = type === 'task.created' && refused === 0;
      if (isRefused) refused += 1;
      response.writeHead(isRefused ? 500 : 204).end();
    };
    await importItems(app.owner, batchId, items(4));
    await open(app.owner, batchId);
    for (let index = 0; index < 4; index++) await submit(ann, await claim(ann, { batchId }), animal('dog'));
    await untilDeliveries(admin, id, 'DELIVERED', 12);
    const byTask = new Map<string, string[]>();
    for (const { type, data } of there.received) byTask.set(data.taskId, [...(byTask.get(data.taskId) ?? []), type]);
    const inOrder = ['task.created', 'task.answered', 'task.settled'];
    const orders = [...byTask.values()].map((types) => types.join(' ')).sort();
    expect(orders).toEqual([['task.created', ...inOrder].join(' '), ...Array(3).fill(inOrder.join(' '))].sort());
  }, 40_000);

  it('a receiver that hangs, and one that is nowhere, hold up nobody', async () => {
    const [hanging, quick] = [await receiver(), await receiver()];
    hanging.manner = () => undefined;
    const slow = await endpoint(admin, { url: hanging.url, types: ['ping'] });
    const nowhere = await endpoint(admin, { url: 'http://127.0.0.1:1/', types: ['ping'] });
    const live = await endpoint(admin, { url: quick.url, types: ['ping'] });
    for (let index = 0; index < 12; index++) for (const { id } of [slow, nowhere, live]) await ping(admin, id);
    await untilDeliveries(admin, live.id, 'DELIVERED', 12);
    expect(hanging.inFlight.most).toBeLessThanOrEqual(4);
    const [failed] = await until(async () => {
      const { nodes } = await deliveries(admin, { webhookEndpointId: nowhere.id });
      const tried = nodes.filter((one: { attempts: number }) => one.attempts > 0);
      return tried.length > 0 && tried;
    });
    expect(failed).toMatchObject({ status: null, error: 'The connection was refused.' });
  });

  it('is not sent where a URL must not lead, and says why', async () => {
    const strict = await startApp();
    const messageOf = async (url: string) => {
      const { errors } = await strict.owner.send(
        `mutation ($input: CreateWebhookEndpointInput!) { createWebhookEndpoint(input: $input) { __typename } }`,
        { input: { url } },
      );
      return errors?.[0]?.extensions;
    };
    for (const url of [
      'http://127.0.0.1/',
      'http://2130706433/',
      'https://[::ffff:10.0.0.1]/',
      'https://a:b@receiver.example/',
      'ftp://receiver.example/',
      'no',
    ])
      expect(await messageOf(url)).toMatchObject({ code: 'VALIDATION_FAILED', fields: [{ path: 'input.url' }] });
    // A name is looked up when something is sent.
    const { id } = await endpoint(strict.owner, { url: 'http://localhost:9/', types: ['ping'] });
    await ping(strict.owner, id);
    const [failed] = await until(async () => {
      const { nodes } = await deliveries(strict.owner, { webhookEndpointId: id });
      return nodes[0].attempts === 1 && nodes;
    });
    expect(failed.error).toBe('The URL leads to an address that is not on the public internet.');
    await strict.stop();
  });

  it('is for administrators; who leaves out what belongs together is told where', async () => {
    const manager = await person(app, ['PROJECT_MANAGER'], teamId);
    const { errors } = await manager.send(`query { webhookEndpoints { totalCount } }`);
    expect(errors![0]!.extensions.code).toBe('FORBIDDEN');
    for (const input of [{}, { allFailed: true }, { webhookEndpointId: `whe_${'0'.repeat(32)}` }]) {
      const answer = await admin.send(
        `mutation ($input: ReplayDeliveriesInput!) { replayDeliveries(input: $input) { __typename } }`,
        { input },
      );
      expect(answer.errors![0]!.extensions).toMatchObject({ code: 'VALIDATION_FAILED', fields: [{ path: 'input' }] });
    }
    const wrong = await admin.send(
      `mutation ($input: CreateWebhookEndpointInput!) { createWebhookEndpoint(input: $input) { __typename } }`,
      { input: { url: 'https://receiver.example', types: ['gold.answered'] } },
    );
    expect(wrong.errors![0]!.extensions.code).toBe('VALIDATION_FAILED');
  });

  it('a deleted endpoint gets nothing more; its secret is gone, its deliveries are not', async () => {
    const there = await receiver();
    const { id } = await endpoint(admin, { url: there.url, types: ['ping'] });
    await ping(admin, id);
    await untilDeliveries(admin, id, 'DELIVERED', 1);
    await admin.run(`mutation ($id: ID!) { deleteWebhookEndpoint(id: $id) { id isEnabled } }`, { id });
    expect(await endpointState(admin, id)).toBeNull();
    const [row] = await ofOrganization(`SELECT secret, former_secret FROM webhook_endpoint WHERE id = $1`, [id]);
    expect(row).toEqual({ secret: '', former_secret: null });
    const { nodes } = await deliveries(admin, { type: 'ping' });
    expect(nodes.some((one: any) => one.state === 'DELIVERED')).toBe(true);
  });

  it('the receiver of the documentation accepts what is sent, and nothing else', async () => {
    const file = new URL('../fixtures/receiver/receiver.mjs', import.meta.url);
    const page = readFileSync(new URL('../../docs/webhooks.md', import.meta.url), 'utf8');
    expect(page).toContain(readFileSync(file, 'utf8'));
    const port = await freePort();
    const { id, secret } = await endpoint(admin, { url: `http://127.0.0.1:${port}/`, types: ['ping'] });
    const child = spawn(process.execPath, [fileURLToPath(file)], {
      env: { ...process.env, NODE_OPTIONS: '', PORT: String(port), WEBHOOK_SECRET: secret },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      const said: string[] = [];
      child.stdout.on('data', (data) => said.push(String(data)));
      const forged = () => fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: '{"type":"ping"}' });
      expect((await until(() => forged().catch(() => null))).status).toBe(400);
      await ping(admin, id);
      await untilDeliveries(admin, id, 'DELIVERED', 1);
      await until(async () => said.join('').includes(`ping {"webhookEndpointId":"${id}"}`));
    } finally {
      child.kill();
    }
  });

  it('publishes what each message looks like', async () => {
    const list = (await (await fetch(`${app.url}/webhooks/schemas`)).json()) as { types: { schema: string }[] };
    expect(list.types.length).toBeGreaterThan(25);
    for (const { schema } of list.types) {
      const answer = await fetch(app.url + schema);
      expect(answer.headers.get('content-type')).toMatch(/^application\/schema\+json/);
      expect(await answer.json()).toMatchObject({ type: 'object', required: ['type', 'timestamp', 'data'] });
    }
    expect((await fetch(`${app.url}/webhooks/schemas/gold.answered.json`)).status).toBe(404);
  });

  /** As the application within the organization, to look at and to move what the API does not. */
  const ofOrganization = (sql: string, ids: string[]): Promise<any[]> =>
    asApplication(app, async (client) => (await client.query(sql, ids.map(rowId))).rows);
});
