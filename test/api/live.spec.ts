import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createLog } from '../../src/platform/log.js';
import { type RunningServer, startServer } from '../../src/server.js';
import WebSocket from 'ws';
import { type Caller, startApp, type TestApp } from '../factories/app.js';
import { type Subscriber, subscribe } from '../factories/live.js';
import { person, team } from '../factories/people.js';
import { animal, claim, openBatchOf, submit, until } from '../factories/work.js';

const queueChanged = `subscription ($id: ID!) { queueChanged(projectId: $id) { projectId at stages { stage waiting held } } }`;
const batchProgress = `subscription ($id: ID!) { batchProgress(batchId: $id) { batchId state waiting held submitted counted } }`;
const assignmentChanged = `subscription ($teamId: ID) { assignmentChanged(teamId: $teamId) { at assignments { assignmentId memberId stage state } } }`;
const annotate = (data: any) => data.queueChanged.stages.find(({ stage }: any) => stage === 'ANNOTATE');

describe('what is pushed to those who watch', () => {
  let app: TestApp;
  let other: RunningServer | undefined;
  let manager: Caller;
  let lead: Caller;
  let ann: Caller;
  let ben: Caller;
  let client: Caller;
  let projectId: string;
  let batchId: string;
  let teamA: string;
  let teamB: string;
  const subscribers: Subscriber[] = [];
  const watch = (by: { token?: string; headers?: Record<string, string> }, query: string, variables: object = {}) => {
    const one = subscribe(app.url, by, query, { ...variables });
    subscribers.push(one);
    return one;
  };

  beforeAll(async () => {
    app = await startApp({ TRUSTED_PROXIES: '127.0.0.0/8', LIVE_CONNECTIONS_PER_ADDRESS: '40' });
    teamA = await team(app, 'A');
    teamB = await team(app, 'B');
    manager = await person(app, ['PROJECT_MANAGER']);
    client = await person(app, ['CLIENT'], teamA);
    lead = await person(app, ['TEAM_LEAD']);
    await app.owner.run(`mutation ($teamId: ID!, $memberId: ID!) { addTeamMember(teamId: $teamId, memberId: $memberId, isLead: true) { id } }`, { teamId: teamA, memberId: lead.id }); // prettier-ignore
    ann = await person(app, ['ANNOTATOR'], teamA);
    ben = await person(app, ['ANNOTATOR'], teamB);
    ({ projectId, batchId } = await openBatchOf(app, teamA, 20, { project: { policy: { overlap: 1 } } }));
  }, 60_000);
  afterAll(async () => {
    await Promise.all(subscribers.map((one) => one.stop()));
    await other?.stop();
    await app.stop();
  });

  it('tells how the queue stands at once, and what has changed soon after, much of it as one', async () => {
    const queue = watch(lead, queueChanged, { id: projectId });
    const batch = watch(client, batchProgress, { id: batchId });
    await queue.push((data) => annotate(data)?.waiting === 20);
    await batch.push((data) => data.batchProgress.submitted === 0);
    const before = queue.pushes.length;
    for (let at = 0; at < 5; at += 1) await submit(ann, await claim(ann), animal('cat'));
    await claim(ann);
    await queue.push((data) => annotate(data).waiting === 14 && annotate(data).held === 1);
    await batch.push(({ batchProgress: now }) => now.submitted === 5 && now.held === 1 && now.waiting === 14);
    // Eleven moves, and a push a second at most.
    expect(queue.pushes.length - before).toBeLessThan(8);
  });

  it('tells people of their own assignments, and leads of their teams’', async () => {
    const own = watch(ann, assignmentChanged);
    const other = watch(ben, assignmentChanged);
    const led = watch(lead, assignmentChanged, { teamId: teamA });
    await Promise.all([own, other, led].map((one) => one.push(() => true)));
    const held = await claim(ann);
    await submit(ann, held, animal('dog'));
    const isSubmitted = ({ assignmentChanged: { assignments } }: any) =>
      assignments.some(({ assignmentId, state }: any) => assignmentId === held.id && state === 'SUBMITTED');
    await own.push(isSubmitted);
    await led.push(isSubmitted);
    expect(JSON.stringify(other.pushes)).not.toContain(held.id);
    expect(JSON.stringify(own.pushes)).not.toContain('tsk_');
  });

  it('refuses who may not see it, whatever they ask for, and takes nothing but subscriptions', async () => {
    const code = async (by: { token?: string }, query: string, variables: object = {}) => {
      const one = watch(by, query, variables);
      await until(async () => one.errors.length > 0 || one.closed.length > 0);
      return one.errors[0]?.extensions?.code ?? one.closed[0];
    };
    expect(await code(ann, queueChanged, { id: projectId })).toBe('FORBIDDEN');
    expect(await code(ann, batchProgress, { id: batchId })).toBe('FORBIDDEN');
    expect(await code(ann, assignmentChanged, { teamId: teamA })).toBe('FORBIDDEN');
    expect(await code(lead, assignmentChanged, { teamId: teamB })).toBe('NOT_FOUND');
    expect(await code(manager, queueChanged, { id: 'prj_00000000-0000-7000-8000-000000000000' })).toMatch(/NOT_FOUND|VALIDATION_FAILED/); // prettier-ignore
    expect(await code(manager, `{ me { id } }`)).toBe('GRAPHQL_INVALID');
    expect(await code(manager, `subscription { nothing }`)).toBe('GRAPHQL_INVALID');
    expect(await code({ token: 'mus_wrong' }, assignmentChanged)).toBe(4401);
    expect(await code({}, assignmentChanged)).toBe(4401);
  });

  it('takes the console’s cookie from its own pages only', async () => {
    const host = new URL(app.url).host;
    const cookie = `muster=${ann.token}`;
    const own = watch({ headers: { cookie, origin: `http://${host}`, 'sec-fetch-site': 'same-origin' } }, assignmentChanged); // prettier-ignore
    await own.push(() => true);
    const foreign = watch({ headers: { cookie, origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' } }, assignmentChanged); // prettier-ignore
    await until(async () => foreign.closed.length > 0);
    expect(foreign.closed[0]).toBe(4401);
    expect(foreign.pushes).toEqual([]);
  });

  it('lets nobody have more than ten connections', async () => {
    const cara = await person(app, ['ANNOTATOR'], teamA);
    const ten = Array.from({ length: 10 }, () => watch(cara, assignmentChanged));
    await Promise.all(ten.map((one) => one.push(() => true)));
    const one = watch(cara, assignmentChanged);
    await until(async () => one.closed.includes(4429));
    await Promise.all([...ten, one].map((each) => each.stop()));
  });

  it('lets no address have more than it may, before it asks who is there, whatever a stranger says of theirs', async () => {
    const sockets: WebSocket[] = [];
    const connect = (forwarded: string) =>
      new Promise<string>((resolve) => {
        const headers = { 'x-forwarded-for': forwarded };
        const one = new WebSocket(`${app.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', { headers });
        sockets.push(one);
        one.on('open', () => setTimeout(() => resolve('open'), 200));
        one.on('close', (code, reason) => resolve(`${String(code)} ${String(reason)}`));
        one.on('error', (error) => resolve(String(error)));
      });
    const many = await Promise.all(Array.from({ length: 40 }, () => connect('198.51.100.1')));
    expect(new Set(many)).toEqual(new Set(['open']));
    const refused = '4429 Too many connections from this address.';
    expect(await connect('198.51.100.1')).toBe(refused);
    // Of what is forwarded only the last was written by the proxy; other addresses of a customer are the same customer.
    expect(await connect('192.0.2.9, 198.51.100.1')).toBe(refused);
    expect(await connect('198.51.100.2')).toBe('open');
    sockets[0]!.close();
    await until(async () => (await connect('198.51.100.1')) === 'open');
    for (const one of sockets) one.terminate();
  });

  it('ends with the session', async () => {
    const ended = watch(ben, assignmentChanged);
    await ended.push(() => true);
    await ben.run(`mutation { signOut }`);
    await until(async () => ended.closed.includes(4401), 20_000);
  }, 40_000);

  it('hears of what other processes do, and goes on after a restart', async () => {
    other = await startServer({ ...app.config, PORT: 0 }, createLog('error'));
    const port = Number(new URL(other.url).port);
    const queue = subscribe(other.url, manager, queueChanged, { id: projectId });
    subscribers.push(queue);
    const [{ waiting }] = (await queue.push(() => true)).queueChanged.stages;
    const held = await claim(ann);
    await queue.push((data) => annotate(data).waiting === waiting - 1);

    // Asked twice, it stops once.
    const stopped = other.stop();
    expect(other.stop()).toBe(stopped);
    await stopped;
    other = undefined;
    await submit(ann, held, animal('cat'));
    await claim(ann);
    other = await startServer({ ...app.config, PORT: port }, createLog('error'));
    await queue.push((data) => annotate(data).waiting === waiting - 2);
    expect(queue.errors).toEqual([]);
  }, 90_000);
});
