import { createHmac } from 'node:crypto';
import { connect as connectSocket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Caller, startApp, type TestApp } from '../factories/app.js';
import {
  askableTool,
  type AskableTool,
  connect,
  type Connected,
  handOff,
  inbox,
  ledger,
  localTools,
  message,
  post,
  signed,
  tokenIn,
} from '../factories/front-end.js';
import { person, team } from '../factories/people.js';
import { asApplication } from '../factories/time.js';
import {
  animal,
  ask,
  batch,
  claim,
  importItems,
  items,
  judge,
  open,
  openBatchOf,
  project,
  rowId,
  until,
} from '../factories/work.js';
import { verifySigned } from '../../src/connectors/generic/standard-webhooks.js';
import { genericTool } from '../conformance/generic.tool.js';

describe('what a tool sends, loses and is asked', () => {
  let app: TestApp;
  let [ann, ben]: Caller[] = [];
  let tool: Connected;
  let front: ReturnType<typeof genericTool>;
  let askable: AskableTool;
  let projectId: string;
  let teamId: string;

  beforeAll(async () => {
    app = await startApp({ LEASE_SWEEP_SECONDS: '1', ...localTools });
    teamId = await team(app);
    [ann, ben] = [await person(app, ['ANNOTATOR'], teamId), await person(app, ['ANNOTATOR'], teamId)];
    ({ projectId } = await openBatchOf(app, teamId, 12));
    front = genericTool({ signing: ['whsec_' + Buffer.alloc(32, 3).toString('base64')] });
    askable = await askableTool(front.api);
    tool = await connect(app.owner, [projectId], { pullUrl: askable.url }, { apiSecret: 'key-of-the-tool', bodyLimitKilobytes: 64 }); // prettier-ignore
  });
  afterAll(async () => {
    await app.stop();
    await askable.stop();
  });

  const entry = async (assignment: string) => (await ledger(app.owner, tool.id)).find((one) => one.assignmentId === assignment); // prettier-ignore
  const says = (assignment: string, muster: string) =>
    until(async () => {
      const found = await entry(assignment);
      return found?.musterSays === muster && found;
    });
  const given = async (by: Caller) => {
    const held = await claim(by, { projectId });
    expect(await handOff(by, held.id)).toMatchObject({ state: 'PLACED' });
    return held as { id: string; token: string };
  };
  /** Done in the tool, whose message does not arrive. */
  const doneUnheard = (assignment: string, option: string) =>
    void front.act(assignment, { act: 'submit', labels: animal(option) as never }, new Date());
  const reconcile = () =>
    app.owner.run(
      `mutation ($id: ID!) { reconcileConnection(connectionId: $id) { __typename ... on Reconciliation { read failed error } ... on Problem { code message } } }`,
      { id: tool.id },
    );

  it('a message is taken whatever it says it is, up to the cap of its connection', async () => {
    const ping = { type: 'ping', data: { text: 'x'.repeat(1000) } };
    for (const type of ['application/json', 'text/plain', 'application/x-www-form-urlencoded', 'nonsense']) {
      const { body, headers } = signed(tool.secret, ping);
      expect([type, (await post(app, tool.hookPath, { body, headers: { ...headers, 'content-type': type } })).status]).toEqual([type, 202]); // prettier-ignore
    }
    const large = signed(tool.secret, { type: 'ping', data: { text: 'x'.repeat(65 * 1024) } });
    expect((await post(app, tool.hookPath, large)).status).toBe(413);
    // One that does not say how large it is is cut off where the cap is.
    const stream = new ReadableStream({
      pull(controller) {
        controller.enqueue(Buffer.alloc(16 * 1024, 120));
      },
    });
    const endless = fetch(app.url + tool.hookPath, { method: 'POST', body: stream, headers: large.headers, duplex: 'half' } as never); // prettier-ignore
    expect(await endless.then((answer) => answer.status).catch(() => 413)).toBe(413);
    expect((await inbox(app.owner, tool.id)).every(({ bytes }) => bytes < 65 * 1024)).toBe(true);
  });

  it('nothing that a tool sends is a fault of ours: what is no message is kept and says what is wrong with it', async () => {
    const raw = (text: string) => {
      const whole = signed(tool.secret, {});
      const { 'webhook-id': id, 'webhook-timestamp': at } = whole.headers;
      const key = Buffer.from(tool.secret.slice(6), 'base64');
      const signature = createHmac('sha256', key).update(`${id}.${at}.${text}`).digest('base64');
      return { body: text, headers: { ...whole.headers, 'webhook-signature': `v1,${signature}` } };
    };
    const bodies = [
      'no json',
      '',
      '\0\0',
      '[]',
      'null',
      '"text"',
      '{"type":"\\u0000\\ud800"}',
      '['.repeat(20_000) + ']'.repeat(20_000),
      JSON.stringify({ type: 'task.submitted', timestamp: 'never', data: { assignment: 'asg_x' } }),
      JSON.stringify(message('task.skipped', `asg_${'a'.repeat(32)}`, { reason: '\0' })),
    ];
    for (const body of bodies) expect((await post(app, tool.hookPath, raw(body))).status).toBe(202);
    await until(async () => (await inbox(app.owner, tool.id, ['RECEIVED'])).length === 0);
    expect((await inbox(app.owner, tool.id, ['FAILED'])).map(({ sentence }) => sentence)).toEqual(
      Array(4).fill('This is no JSON, or it is nested more than 64 levels deep.'),
    );
    expect(await inbox(app.owner, tool.id, ['IGNORED'])).toEqual(
      expect.arrayContaining([expect.objectContaining({ sentence: expect.stringMatching(/^timestamp: /) })]),
    );
    for (const init of [{ method: 'GET' }, { method: 'PUT', body: 'x' }])
      expect((await fetch(app.url + tool.hookPath, init)).status).toBe(404);
    // A body that is announced and never comes.
    const socket = connectSocket(Number(new URL(app.url).port), '127.0.0.1');
    socket.write(`POST ${tool.hookPath} HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\n123`);
    socket.destroy();
    expect((await post(app, tool.hookPath, raw('{}'))).status).toBe(202);
  });

  it("a tool's own secrets are not kept", async () => {
    const sent = {
      type: 'review.done',
      project: { token: 'secret-of-project', task_data_login: 'me', task_data_password: 'secret-of-data' },
      data: { text: 'https://x.example/a.png?size=1&token=secret-in-url&b=2' },
    };
    await post(app, tool.hookPath, signed(tool.secret, sent, { id: 'msg_with_secrets' }));
    const [kept] = await app.sql<{ row: string }>(`SELECT 1`).then(
      () =>
      asApplication(app, async (client) => (await client.query(`SELECT i::text AS row FROM inbox i WHERE delivery_key = 'msg_with_secrets'`)).rows), // prettier-ignore
    );
    expect(kept.row).not.toContain('secret-');
    expect(kept.row).toContain('size=1&token=REDACTED&b=2');
    // Nor are ours, in clear or by any query.
    const stored = await asApplication(app, async (client) => (await client.query(`SELECT c::text AS row FROM connection c`)).rows); // prettier-ignore
    expect(JSON.stringify(stored)).not.toContain('key-of-the-tool');
    expect(JSON.stringify(stored)).not.toContain(tool.secret.slice(6));
  });

  it('a message about work that is not there yet waits for it; one about work that never comes can be replayed by a person', async () => {
    const unknown = `asg_${'b'.repeat(32)}`;
    await post(app, tool.hookPath, signed(tool.secret, message('task.submitted', unknown, { labels: animal('cat') }), { id: 'msg_unknown' })); // prettier-ignore
    const parked = await until(async () => (await inbox(app.owner, tool.id, ['PARKED'])).find(({ items }) => items.includes(unknown))); // prettier-ignore
    expect(parked).toMatchObject({
      attempts: 1,
      sentence: expect.stringContaining(unknown),
      retryAt: expect.any(String),
    });
    const replayed = await app.owner.run(
      `mutation ($id: ID!, $ids: [ID!]!) { replayInbox(connectionId: $id, inboxMessageIds: $ids) { state } }`,
      { id: tool.id, ids: [parked.id] },
    );
    expect(replayed.replayInbox).toEqual([{ state: 'RECEIVED' }]);
    await until(async () => (await inbox(app.owner, tool.id, ['PARKED'])).some(({ id, attempts }) => id === parked.id && attempts === 1)); // prettier-ignore
    // After a day of tries it is given up, for everybody to see.
    await asApplication(app, (client) => client.query(`UPDATE inbox SET attempts = 8, retry_at = muster_now() WHERE id = $1`, [rowId(parked.id)])); // prettier-ignore
    const lost = await until(async () =>
      (await inbox(app.owner, tool.id, ['FAILED'])).find(({ id }) => id === parked.id),
    );
    expect(lost.sentence).toContain('given up after 8 tries');
  });

  it('a reconcile repairs what was lost, and the ledger is clean', async () => {
    const held = await given(ann!);
    doneUnheard(held.id, 'cat');
    expect((await entry(held.id)).musterSays).toBe('ACTIVE');
    const { reconcileConnection: done } = await reconcile();
    expect(done).toMatchObject({ __typename: 'Reconciliation', failed: 0, error: null });
    expect(await says(held.id, 'SUBMITTED')).toMatchObject({ toolSays: 'SUBMITTED', difference: null });
    // Changed and taken back there, and nobody heard of it.
    front.act(held.id, { act: 'reopen' }, new Date());
    await reconcile();
    expect(await says(held.id, 'ACTIVE')).toMatchObject({ toolSays: 'OPEN' });
    doneUnheard(held.id, 'dog');
    await reconcile();
    expect(await says(held.id, 'SUBMITTED')).toMatchObject({ toolLabels: animal('dog') });
  });

  it('while the tool is away a reconcile says so, and goes on where it was', async () => {
    const held = await given(ann!);
    doneUnheard(held.id, 'cat');
    askable.api = null;
    const { reconcileConnection: failed } = await reconcile();
    expect(failed.error).toContain('The tool cannot be reached');
    const test = `mutation ($id: ID!) { testConnection(connectionId: $id) { isGood message } }`;
    expect((await app.owner.run(test, { id: tool.id })).testConnection).toMatchObject({ isGood: false });
    askable.api = front.api;
    expect((await app.owner.run(test, { id: tool.id })).testConnection).toMatchObject({ isGood: true, message: expect.stringMatching(/^The tool answers, in \d+ ms\.$/) }); // prettier-ignore
    await reconcile();
    await says(held.id, 'SUBMITTED');
  });

  it('before a lease ends the tool is asked: what is done there is handed in, not given to somebody else', async () => {
    const [done, undone] = [await given(ann!), await given(ben!)];
    doneUnheard(done.id, 'dog');
    await asApplication(
      app,
      (client) =>
      client.query(`UPDATE assignment SET lease_expires_at = muster_now() + interval '20 seconds' WHERE state = 'ACTIVE' AND id = ANY ($1)`, [[rowId(done.id), rowId(undone.id)]]), // prettier-ignore
    );
    await until(async () => (await entry(done.id))?.musterSays === 'SUBMITTED', 40_000);
    expect(await entry(done.id)).toMatchObject({ answerState: 'COUNTED', toolLabels: animal('dog') });
    // The other is asked for once, and ends like any lease.
    const probes = () => askable.asked.filter((path) => path === `GET /items/${undone.id}`).length;
    await until(() => Promise.resolve(probes() > 0), 40_000);
    expect((await entry(undone.id)).musterSays).toBe('ACTIVE');
    await asApplication(app, (client) => client.query(`UPDATE assignment SET lease_expires_at = muster_now() WHERE id = $1`, [rowId(undone.id)])); // prettier-ignore
    await says(undone.id, 'EXPIRED');
  }, 60_000);

  it('when a reviewer rejects the answer the tool is told why, and the mended answer is work of its own', async () => {
    const reviewed = await project(app.owner, teamId, {
      name: 'Reviewed',
      policy: { review: [{ rate: 1, seed: 'all' }] },
    });
    const batchId = await batch(app.owner, reviewed);
    await importItems(app.owner, batchId, items(1));
    await open(app.owner, batchId);
    await ask(app.owner, 'updateConnection', 'UpdateConnectionInput', { connectionId: tool.id, projectIds: [projectId, reviewed] }, '... on Connection { id }'); // prettier-ignore
    const rev = await person(app, ['REVIEWER'], teamId);
    const held = await claim(ann!, { batchId });
    await handOff(ann!, held.id);
    doneUnheard(held.id, 'cat');
    await reconcile();
    await says(held.id, 'SUBMITTED');
    const seat = await until(async () => {
      const next = await claim(rev, { batchId });
      return next.__typename === 'Assignment' && next;
    });
    await judge(rev, seat, 'REJECT', { comment: 'It is a dog.', errors: [] });
    await until(() => Promise.resolve(askable.asked.includes(`POST /items/${held.id}/send-back`)));
    const rework = await until(async () => {
      const next = await claim(ann!, { batchId });
      return next.__typename === 'Assignment' && next.stage === 'REWORK' && next;
    });
    const { url } = await handOff(ann!, rework.id);
    const work = await fetch(`${app.url}/hand-off`, { headers: { authorization: `Bearer ${tokenIn(url)}` } });
    expect(await work.json()).toMatchObject({ stage: 'REWORK', startFrom: animal('cat'), feedback: { comment: 'It is a dog.' } }); // prettier-ignore
    doneUnheard(rework.id, 'dog');
    await reconcile();
    await says(rework.id, 'SUBMITTED');
    const again = await until(async () => {
      const next = await claim(rev, { batchId });
      return next.__typename === 'Assignment' && next;
    });
    expect(again.subject).toEqual(animal('dog'));
  });

  it('an answer that is not taken is told to the tool, once, signed, with what is wrong', async () => {
    const held = await given(ann!);
    const told = () => askable.posted.filter(({ path }) => path === `/items/${held.id}/refused`);
    const tell = (version: number, option: string) => {
      const said = { version, labels: animal(option) };
      return post(app, tool.hookPath, signed(tool.secret, message('task.submitted', held.id, said)));
    };
    await tell(1, 'cow');
    await until(async () => (await entry(held.id)).refusalToldAt);
    const [first] = told();
    expect(verifySigned(first!, [tool.secret], new Date())).toEqual({ ok: true });
    expect(JSON.parse(String(first!.body))).toMatchObject({
      type: 'answer.refused',
      data: {
        assignment: held.id,
        code: 'LABELS',
        sentence: expect.stringContaining('labels[0].option'),
        fields: [{ path: 'labels[0].option', message: expect.any(String) }],
        isHeld: true,
      },
    });
    const kept = (await inbox(app.owner, tool.id, ['APPLIED'])).filter(({ items }) => items.includes(held.id));
    expect(kept).toMatchObject([{ sentence: expect.stringMatching(/^Not taken: The labels do not fit/) }]);
    // Looked at again nothing is new; the tool that says the same once more, later, has given it again.
    await app.owner.run(
      `mutation ($id: ID!, $ids: [ID!]!) { replayInbox(connectionId: $id, inboxMessageIds: $ids) { id } }`,
      { id: tool.id, ids: kept.map(({ id }) => id) },
    );
    await until(async () => (await inbox(app.owner, tool.id, ['RECEIVED'])).length === 0);
    await reconcile();
    await tell(2, 'cow');
    await until(() => Promise.resolve(told().length >= 2));
    await tell(3, 'cat');
    expect(await says(held.id, 'SUBMITTED')).toMatchObject({ difference: null });
    expect(told()).toHaveLength(2);
    expect(new Set(told().map(({ headers }) => headers['webhook-id'])).size).toBe(2);
    expect(JSON.stringify(told().map(({ headers, body }) => [headers, String(body)]))).not.toContain('whsec_');
  });

  it('work that another user of the tool did is counted for its holder and noted, or refused where it is set so', async () => {
    await app.owner.run(
      `mutation ($id: ID!, $users: [ToolUserInput!]!) { setToolUsers(connectionId: $id, users: $users) { toolUsers { toolUser memberId } } }`,
      { id: tool.id, users: [{ toolUser: 'ann@tool', memberId: ann!.id }, { toolUser: 'ben@tool', memberId: ben!.id }] }, // prettier-ignore
    );
    const tell = (assignment: string, user: string, version: number) =>
      post(app, tool.hookPath, signed(tool.secret, message('task.submitted', assignment, { labels: animal('cat'), user, version }))); // prettier-ignore
    const [own, noted] = [await given(ann!), await given(ben!)];
    await tell(own.id, 'ann@tool', 1);
    expect(await says(own.id, 'SUBMITTED')).toMatchObject({ otherUser: null });
    await tell(noted.id, 'ann@tool', 1);
    expect(await says(noted.id, 'SUBMITTED')).toMatchObject({ otherUser: 'ann@tool', difference: null });
    await ask(app.owner, 'updateConnection', 'UpdateConnectionInput', { connectionId: tool.id, refusesOthers: true }, '... on Connection { id }'); // prettier-ignore
    const refused = await given(ben!);
    await tell(refused.id, 'ann@tool', 1);
    const differs = await until(async () => {
      const found = await entry(refused.id);
      return found.difference === 'PERSON' && found;
    });
    expect(differs).toMatchObject({ musterSays: 'ACTIVE', toolLabels: animal('cat') });
    const told = await until(() => Promise.resolve(askable.posted.find(({ path }) => path === `/items/${refused.id}/refused`))); // prettier-ignore
    expect(JSON.parse(String(told.body)).data).toMatchObject({ code: 'PERSON', fields: [], isHeld: true });
    await tell(refused.id, 'ben@tool', 2);
    expect(await says(refused.id, 'SUBMITTED')).toMatchObject({ difference: null });
  });

  it('a new secret holds beside the old one; a connection that is off or deleted says that it is gone', async () => {
    const rotated = (
      await app.owner.run(
        `mutation ($id: ID!) { rotateConnectionSecret(connectionId: $id) { signingSecret connection { previousSecretUntil } } }`,
        { id: tool.id },
      )
    ).rotateConnectionSecret;
    expect(Date.parse(rotated.connection.previousSecretUntil) - Date.now()).toBeGreaterThan(23 * 3_600_000);
    const status = async (secret: string) => (await post(app, tool.hookPath, signed(secret, { type: 'ping' }))).status;
    expect([await status(tool.secret), await status(rotated.signingSecret)]).toEqual([202, 202]);
    await asApplication(app, (client) => client.query(`UPDATE connection SET previous_until = muster_now() - interval '1 second'`)); // prettier-ignore
    expect([await status(tool.secret), await status(rotated.signingSecret)]).toEqual([401, 202]);
    const off = await ask(app.owner, 'updateConnection', 'UpdateConnectionInput', { connectionId: tool.id, isEnabled: false }, '... on Connection { isEnabled }'); // prettier-ignore
    expect(off.isEnabled).toBe(false);
    expect(await status(rotated.signingSecret)).toBe(410);
    await app.owner.run(`mutation ($id: ID!) { deleteConnection(connectionId: $id, reason: "replaced") }`, {
      id: tool.id,
    });
    expect(await status(rotated.signingSecret)).toBe(410);
    expect((await app.owner.run(`{ connections { totalCount } }`)).connections.totalCount).toBe(0);
    const [left] = await asApplication(app, async (client) => (await client.query(`SELECT signing_secret, previous_signing_secret, api_secret FROM connection`)).rows); // prettier-ignore
    expect(left).toEqual({ signing_secret: null, previous_signing_secret: null, api_secret: null });
  });
});
