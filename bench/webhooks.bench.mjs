/*
 * Deliveries of Muster against a bare undici loop that posts the same bodies to the same local receiver, four at once as
 * Muster has it, their windows taking turns. Muster sends what is replayed: the API makes it due, one process that sends hears of it,
 * reads, signs, sends and records. Besides, the whole way from the news, with the relay that makes the deliveries. The clock runs from the
 * commit; what it would be from the first that arrives is printed, too.
 *
 *   --events N         a window (10000)
 *   --rounds N         windows a side (5)
 *   --endpoints N      at the same receiver, to which each event goes (1)
 */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Pool } from 'undici';
import { appPool, openDatabaseServer } from './database.mjs';
import { alternate, median, round } from './measure.mjs';
import { startMuster } from './muster-processes.mjs';

export const about = 'deliveries of webhooks against a bare undici loop to the same receiver';

const inFlight = 4;
const owner = { email: 'owner@muster.example', password: 'owner-of-the-benchmark' };

export async function run({ say, options }) {
  const number = (name, otherwise) => Number(options[name] ?? otherwise);
  const plan = { events: number('events', 10000), rounds: number('rounds', 5), endpoints: number('endpoints', 1) };
  const server = await openDatabaseServer({ say });
  const stops = [() => server.stop()];
  try {
    const url = await server.createDatabase('webhooks');
    const receiver = await startReceiver();
    stops.push(() => receiver.stop());
    const settings = { OUTBOUND_ALLOW_CIDRS: '127.0.0.0/8', WEBHOOK_ALLOW_HTTP: '1' };
    const muster = await startMuster(url, { settings });
    stops.push(() => muster.stop());
    const database = appPool(url, 1);
    stops.push(() => database.end());
    const { ask, organizationId, endpoints } = await openEndpoints(muster.urls[0], receiver.url, plan.endpoints);
    const all = plan.events * plan.endpoints;
    const untilReceived = async (begin) => {
      const before = await receiver.count();
      const received = async () => (await receiver.count()) - before;
      await begin();
      const committed = performance.now();
      let first = await received();
      while (first === 0) {
        await sleep(5);
        first = await received();
      }
      const began = performance.now();
      while ((await received()) < all) await sleep(10);
      const ended = performance.now();
      return {
        perSecond: round((all / (ended - committed)) * 1000),
        seconds: round((ended - committed) / 1000),
        perSecondFromFirst: round(((all - first) / (ended - began)) * 1000),
      };
    };
    await untilReceived(() => publish(database, organizationId, plan.events));
    const firstEnded = new Date().toISOString();
    await sleep(1000);
    const sides = {
      // What the first window made is sent again: deliveries that wait, without the relay.
      muster: async () => {
        const again = `mutation ($input: ReplayDeliveriesInput!) { replayDeliveries(input: $input) { ... on ReplayedDeliveries { count } } }`;
        // What arrived and is not recorded yet would be left out of the replay.
        const waiting = 'query { deliveries(state: PENDING, first: 1) { totalCount } }';
        while ((await ask(waiting)).deliveries.totalCount > 0) await sleep(50);
        return untilReceived(async () => {
          for (const webhookEndpointId of endpoints)
            await ask(again, { input: { webhookEndpointId, from: '2000-01-01T00:00:00Z', to: firstEnded } });
        });
      },
      musterFromNews: () => untilReceived(() => publish(database, organizationId, plan.events)),
      undici: async () => {
        const seconds = await bareLoop(receiver.url, all);
        return { perSecond: round(all / seconds), seconds: round(seconds) };
      },
    };
    // Once each before it counts: all three are compiled by then.
    for (const once of Object.values(sides)) await once();
    const figures = await alternate(sides, plan.rounds, (name, at, { perSecond, seconds, perSecondFromFirst: first }) =>
      say(
        `${at + 1}. ${name}: ${perSecond} a second (${all} in ${seconds} s${first ? `; from the first that arrives ${first}` : ''})`,
      ),
    );
    const medianOf = (name, figure = 'perSecond') => median(figures[name].map((one) => one[figure]));
    const [own, fromNews, bare] = ['muster', 'musterFromNews', 'undici'].map((name) => medianOf(name));
    const [ownFromFirst, newsFromFirst] = ['muster', 'musterFromNews'].map((one) =>
      medianOf(one, 'perSecondFromFirst'),
    );
    return {
      plan,
      settings: server.settings,
      deliveriesPerSecond: own,
      fromNewsPerSecond: fromNews,
      undiciPerSecond: bare,
      ratio: round(own / bare),
      ratioFromNews: round(fromNews / bare),
      fromFirst: {
        deliveriesPerSecond: ownFromFirst,
        fromNewsPerSecond: newsFromFirst,
        ratio: round(ownFromFirst / bare),
        ratioFromNews: round(newsFromFirst / bare),
      },
      figures,
    };
  } finally {
    for (const stop of stops.reverse()) await stop();
  }
}

async function openEndpoints(api, url, count) {
  const ask = async (query, variables, token) => {
    const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
    const response = await fetch(`${api}/graphql`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = await response.json();
    if (errors) throw new Error(JSON.stringify(errors));
    return data;
  };
  const signIn = `mutation ($email: String!, $password: String!) { signIn(email: $email, password: $password) { ... on SignIn { token } } }`;
  const { token } = (await ask(signIn, owner)).signIn;
  const create = `mutation ($input: CreateWebhookEndpointInput!) { createWebhookEndpoint(input: $input) { ... on WebhookEndpointWithSecret { endpoint { id } } } }`;
  const endpoints = [];
  for (let at = 0; at < count; at++)
    endpoints.push(
      (await ask(create, { input: { url, types: ['task.escalated'] } }, token)).createWebhookEndpoint.endpoint.id,
    );
  const { organization } = await ask('query { organization { id } }', {}, token);
  const organizationId = organization.id.slice(4).replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5');
  return { ask: (query, variables) => ask(query, variables, token), organizationId, endpoints };
}

/** News that starts no job: what is measured is the way from the news to the receiver. */
async function publish(database, organizationId, count) {
  await database.query(`SELECT set_config('app.organization_id', $1, false)`, [organizationId]);
  await database.query(
    `INSERT INTO event (organization_id, type, subject_id, data)
     SELECT $1, 'task.escalated', gen_random_uuid(), jsonb_build_object('batchId', $2::uuid, 'projectId', $2::uuid) FROM generate_series(1, $3)`,
    [organizationId, randomUUID(), count],
  );
}

/** @returns seconds */
async function bareLoop(url, count) {
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, { connections: inFlight });
  const hex = '0'.repeat(32);
  const body = JSON.stringify({
    type: 'batch.opened',
    timestamp: new Date().toISOString(),
    data: { batchId: `bat_${hex}`, projectId: `prj_${hex}` },
  });
  const headers = {
    'content-type': 'application/json',
    'webhook-id': `evt_${hex}`,
    'webhook-timestamp': '1700000000',
    'webhook-signature': `v1,${'A'.repeat(43)}=`,
  };
  let left = count;
  const began = performance.now();
  const sender = async () => {
    while (left-- > 0) await (await pool.request({ method: 'POST', path: pathname, headers, body })).body.dump();
  };
  await Promise.all(Array.from({ length: inFlight }, sender));
  const seconds = (performance.now() - began) / 1000;
  await pool.close();
  return seconds;
}

/** A receiver in a process of its own, so that it takes no time from either side's. */
async function startReceiver() {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./receiver-process.mjs', import.meta.url))], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const port = await new Promise((resolve) => child.stdout.once('data', (data) => resolve(Number(String(data)))));
  const base = `http://127.0.0.1:${port}`;
  return {
    url: `${base}/hook`,
    count: async () => Number(await (await fetch(`${base}/count`)).text()),
    stop: async () => void child.kill(),
  };
}
