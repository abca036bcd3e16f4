import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { TrainingHandOffsStore } from '../../src/connectors/training/training-hand-offs.store.js';
import { Database, type Tx } from '../../src/platform/index.js';
import { type Caller, startApp, type TestApp } from '../factories/app.js';
import {
  connect,
  type Connected,
  handOff,
  handOffTraining,
  inbox,
  ledger,
  message,
  post,
  signed,
  tokenIn,
  trainingHandOff,
} from '../factories/front-end.js';
import { person, team } from '../factories/people.js';
import { answerExam, answerPractice, courseItem, createCourse, finishExam, publishCourse, startExam, startPractice } from '../factories/training.js'; // prettier-ignore
import { asApplication, discrepancies, letLeasesEnd } from '../factories/time.js';
import {
  animal,
  batch,
  claim,
  importItems,
  items,
  judge,
  open,
  openBatchOf,
  project,
  rowId,
  tasksOf,
  until,
} from '../factories/work.js';

describe('work is done in a front end that speaks the contract', () => {
  let app: TestApp;
  let [ann, ben, rev]: Caller[] = [];
  let teamId: string;
  let tool: Connected;
  let projectId: string;
  let batchId: string;

  beforeAll(async () => {
    app = await startApp({ LEASE_SWEEP_SECONDS: '3600', PUBLIC_URL: 'https://muster.example' });
    teamId = await team(app);
    [ann, ben, rev] = [
      await person(app, ['ANNOTATOR'], teamId),
      await person(app, ['ANNOTATOR'], teamId),
      await person(app, ['REVIEWER'], teamId),
    ];
    ({ projectId, batchId } = await openBatchOf(app, teamId, 8));
    tool = await connect(app.owner, [projectId]);
  });
  afterAll(() => app.stop());

  const tell = async (type: string, assignment: string, data: object = {}) => {
    const answer = await post(app, tool.hookPath, signed(tool.secret, message(type, assignment, data)));
    expect([answer.status, await answer.text()]).toEqual([202, '']);
  };
  const entryOf = async (assignment: string) =>
    (await ledger(app.owner, tool.id)).find((entry) => entry.assignmentId === assignment);
  const says = (assignment: string, muster: string, more: object = {}) =>
    until(async () => {
      const entry = await entryOf(assignment);
      return (
        entry?.musterSays === muster && Object.entries(more).every(([key, value]) => entry[key] === value) && entry
      );
    });
  const handedOff = async (by: Caller) => {
    const held = await claim(by, { projectId });
    const { url, state } = await handOff(by, held.id);
    expect(state).toBe('PLACED');
    return { ...held, url: url as string, token: tokenIn(url), fence: held.token };
  };
  const answersOf = async (externalKeyOrAll?: string) =>
    (await tasksOf(app.owner, batchId)).filter((task) => !externalKeyOrAll || task.externalKey === externalKeyOrAll);
  const handed = (token: string, path = '', init: object = {}) =>
    fetch(`${app.url}/hand-off${path}`, { headers: { authorization: `Bearer ${token}` }, ...init });

  it('from the claim to the counted answer', async () => {
    const held = await claim(ann!);
    const given = await handOff(ann!, held.id);
    expect(given).toMatchObject({ __typename: 'HandOff', state: 'PLACED' });
    expect(given.url).toMatch(
      /^https:\/\/label\.example\/work#token=\S+&assignment=asg_\w+&return=https%3A%2F%2Fmuster/,
    );
    // Again, it is the same; the token is made anew and may differ.
    expect((await handOff(ann!, held.id)).url.split('&assignment')[1]).toBe(given.url.split('&assignment')[1]);
    const { assignment } = await ann!.run(`query ($id: ID!) { assignment(id: $id) { handOff { url state } } }`, { id: held.id }); // prettier-ignore
    expect(assignment.handOff).toMatchObject({ state: 'PLACED', url: expect.stringContaining('#token=') });

    const answer = await handed(tokenIn(given.url));
    expect(answer.status).toBe(200);
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://label.example');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const work = await answer.json();
    expect(work).toMatchObject({
      assignmentId: held.id,
      state: 'ACTIVE',
      stage: 'ANNOTATE',
      size: { width: 100, height: 100 },
      labelSchema: { fields: [{ name: 'animal' }] },
      startFrom: null,
      returnUrl: expect.stringMatching(/^https:\/\/muster\.example\/work\/asg_/),
    });
    expect(Object.keys(work as object)).not.toContain('taskId');

    await tell('task.started', held.id, { version: 1 });
    await tell('task.submitted', held.id, { version: 2, labels: animal('cat'), seconds: 12.5 });
    expect(await says(held.id, 'SUBMITTED')).toMatchObject({ toolSays: 'SUBMITTED', answerState: 'COUNTED', toolSeconds: 12.5, difference: null }); // prettier-ignore
    const task = await until(async () => (await answersOf()).find((one) => one.state === 'SETTLED'));
    expect(task.result.labels).toEqual(animal('cat'));
    // The work is not held any more, and the token says so.
    const late = await handed(tokenIn(given.url));
    expect([late.status, ((await late.json()) as any).error.code]).toEqual([409, 'LEASE_LOST']);
  });

  it('a heartbeat keeps the lease, and gives a fresh token', async () => {
    const held = await handedOff(ann!);
    const beat = await handed(held.token, '/heartbeat', {
      method: 'POST',
      headers: { authorization: `Bearer ${held.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ activity: 'IDLE' }),
    });
    expect(beat.status).toBe(200);
    const kept = (await beat.json()) as any;
    expect(Date.parse(kept.leaseExpiresAt)).toBeGreaterThanOrEqual(Date.parse(held.leaseExpiresAt));
    expect((await handed(kept.token)).status).toBe(200);
    expect((await handed(held.token, '/heartbeat', { method: 'POST' })).status).toBe(200);
    const wrong = await handed(held.token, '/heartbeat', {
      method: 'POST',
      headers: { authorization: `Bearer ${held.token}`, 'content-type': 'application/json' },
      body: '{"activity":"ASLEEP"}',
    });
    expect(wrong.status).toBe(400);
    await tell('task.submitted', held.id, { labels: animal('dog') });
    await says(held.id, 'SUBMITTED');
  });

  it('a token that is changed, foreign or missing opens nothing', async () => {
    const held = await handedOff(ann!);
    const flipped = held.token.replace(/\.(.)/, (_all: string, one: string) => (one === 'A' ? '.B' : '.A'));
    const [content, signature] = held.token.split('.') as [string, string];
    const other = Buffer.from(content, 'base64url')
      .toString()
      .replace(/"\d+",/, '"1",');
    for (const token of [flipped, `${Buffer.from(other).toString('base64url')}.${signature}`, 'x', '', ann!.token])
      expect([token.slice(0, 8), (await handed(token)).status]).toEqual([token.slice(0, 8), 401]);
    expect((await fetch(`${app.url}/hand-off`)).status).toBe(401);
    expect(await handOff(ben!, held.id).catch((error: Error) => error.message)).toContain('NOT_FOUND');
    const preflight = await fetch(`${app.url}/hand-off`, {
      method: 'OPTIONS',
      headers: { origin: 'https://label.example' },
    });
    expect([preflight.status, preflight.headers.get('access-control-allow-headers')]).toEqual([204, 'authorization, content-type']); // prettier-ignore
    await tell('task.skipped', held.id, { reason: 'It is black.' });
    expect(await says(held.id, 'SKIPPED')).toMatchObject({ toolSays: 'SKIPPED', difference: null });
  });

  it('what the reference library signs is taken, and what it would not take is refused, counted and never kept', async () => {
    const held = await handedOff(ann!);
    const body = JSON.stringify(message('ping', held.id));
    const now = new Date();
    const seconds = (offset: number) => new Date(now.getTime() + offset * 1000);
    const by = (secret: string, at: Date, id = 'msg_lib') => ({
      body,
      headers: {
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
        'webhook-signature': new Webhook(secret).sign(id, at, body),
      },
    });
    const status = async (request: { body: string; headers: Record<string, string> }) => (await post(app, tool.hookPath, request)).status; // prettier-ignore
    expect(await status(by(tool.secret, now))).toBe(202);
    expect(await status(by(tool.secret, seconds(-290), 'msg_slow'))).toBe(202);
    const kept = (await inbox(app.owner, tool.id)).length;
    const good = by(tool.secret, now, 'msg_bad');
    const without = (name: string) => Object.fromEntries(Object.entries(good.headers).filter(([key]) => key !== name));
    const refused = [
      by(tool.secret, seconds(-400), 'msg_old'),
      by(tool.secret, seconds(400), 'msg_new'),
      by('whsec_' + Buffer.alloc(32, 9).toString('base64'), now, 'msg_forged'),
      { ...good, body: body + ' ' },
      ...Object.keys(good.headers).map((name) => ({ body, headers: without(name) })),
      { body, headers: { ...good.headers, 'webhook-signature': 'v1,' } },
      { body, headers: { ...good.headers, 'webhook-timestamp': 'soon' } },
    ];
    for (const request of refused) expect(await status(request)).toBe(401);
    // One that fits is enough: that is how a sender rotates.
    expect(await status({ body, headers: { ...good.headers, 'webhook-signature': `v1,AAAA ${good.headers['webhook-signature']} v1a,BBBB` } })).toBe(202); // prettier-ignore
    expect((await inbox(app.owner, tool.id)).length).toBe(kept + 1);
    const { connection } = await app.owner.run(`query ($id: ID!) { connection(connectionId: $id) { badSignatures badSignatureAt badSignatureReason } }`, { id: tool.id }); // prettier-ignore
    expect(connection).toMatchObject({ badSignatures: refused.length, badSignatureReason: expect.stringContaining('webhook-timestamp') }); // prettier-ignore
    await tell('task.submitted', held.id, { labels: animal('dog') });
    await says(held.id, 'SUBMITTED');
  });

  it('told twice it counts once; told late and out of order, the newest holds', async () => {
    const held = await handedOff(ann!);
    const second = signed(tool.secret, message('annotation.revised', held.id, { version: 2, labels: animal('dog') }));
    const first = signed(tool.secret, message('task.submitted', held.id, { version: 1, labels: animal('cat') }));
    const tellAll = async (requests: (typeof first)[]) => {
      for (const request of requests) expect((await post(app, tool.hookPath, request)).status).toBe(202);
    };
    // Two that are there at once may be taken in either order; the older one comes when the newer is known.
    await tellAll([second, second]);
    await says(held.id, 'SUBMITTED');
    await tellAll([first, second, first]);
    await until(async () => (await inbox(app.owner, tool.id, ['SUPERSEDED'])).length === 1);
    expect((await entryOf(held.id)).toolLabels).toEqual(animal('dog'));
    expect((await inbox(app.owner, tool.id)).filter(({ items: about }) => about.includes(held.id))).toHaveLength(2);
  });

  it('a newer version replaces a settled answer, in the same seat, and is decided upon anew', async () => {
    const held = await handedOff(ann!);
    await tell('task.submitted', held.id, { version: 1, labels: animal('cat') });
    const settled = async (option: string) =>
      until(async () => {
        const found = (await answersOf()).find(({ submissions }) => submissions.some(({ labels }: any) => JSON.stringify(labels) === JSON.stringify(animal(option)) ) && submissions.length > (option === 'dog' ? 1 : 0)); // prettier-ignore
        return (
          found?.state === 'SETTLED' && JSON.stringify(found.result?.labels) === JSON.stringify(animal(option)) && found
        );
      });
    await says(held.id, 'SUBMITTED');
    await until(async () => (await answersOf()).filter(({ state }) => state === 'SETTLED').length === 5);
    await tell('annotation.revised', held.id, { version: 2, labels: animal('dog') });
    const task = await settled('dog');
    expect(task.submissions.map(({ state, labels, ordinal }: any) => [state, labels[0].option, ordinal])).toEqual([
      ['VOID', 'cat', 1],
      ['COUNTED', 'dog', 1],
    ]);
    expect(await discrepancies(app)).toEqual([]);

    // Taken back: it never was. The person has the work again, and hands in what they like.
    await tell('task.reopened', held.id, { version: 3 });
    await says(held.id, 'ACTIVE', { toolSays: 'OPEN' });
    expect((await answersOf(task.externalKey))[0]).toMatchObject({ state: 'OPEN', result: null });
    expect(await claim(ann!, { projectId })).toMatchObject({ id: held.id });
    expect(await discrepancies(app)).toEqual([]);
    await tell('task.submitted', held.id, { version: 4, labels: animal('cat') });
    await says(held.id, 'SUBMITTED');
    await until(async () => (await answersOf(task.externalKey))[0].state === 'SETTLED');
    expect(await discrepancies(app)).toEqual([]);
  });

  it('labels that do not fit are refused with their faults, and nothing is lost', async () => {
    const held = await handedOff(ann!);
    await tell('task.submitted', held.id, { version: 1, labels: animal('cow') });
    expect(await says(held.id, 'ACTIVE', { difference: 'LABELS' })).toMatchObject({
      toolSays: 'SUBMITTED',
      toolLabels: animal('cow'),
      sentence: expect.stringContaining('labels[0].option'),
    });
    expect((await ledger(app.owner, tool.id, true)).map(({ assignmentId }) => assignmentId)).toEqual([held.id]);
    await tell('task.submitted', held.id, { version: 2, labels: animal('cat') });
    await says(held.id, 'SUBMITTED', { difference: null });
  });

  it('an answer after the lease counts while the seat is free, and is kept aside when it is not', async () => {
    const { projectId: other, batchId: otherBatch } = await twoTasks('Late');
    const [free, taken] = [await claim(ann!, { projectId: other }), await claim(ben!, { projectId: other })];
    await handOff(ann!, free.id);
    await handOff(ben!, taken.id);
    await letLeasesEnd(app);
    // Ben's seat goes to Ann, who gets what she did not have before.
    const again = await claim(ann!, { projectId: other });
    const [late, gone] = (await sameTask(again.id, taken.id)) ? [free, taken] : [taken, free];
    await tell('task.submitted', gone.id, { labels: animal('cat') });
    await says(gone.id, 'EXPIRED', { answerState: 'QUARANTINED' });
    await tell('task.submitted', late.id, { labels: animal('dog') });
    await says(late.id, 'SUBMITTED', { answerState: 'COUNTED' });
    expect(await discrepancies(app)).toEqual([]);
    expect((await tasksOf(app.owner, otherBatch)).flatMap(({ submissions }) => submissions.map(({ state }: any) => state)).sort()).toEqual(['COUNTED', 'QUARANTINED']); // prettier-ignore
  });

  it('nothing changes an answer on which a verdict rests; the tool is told why only in the ledger', async () => {
    const own = await twoTasks('Reviewed', { policy: { review: [{ rate: 1, seed: 'all' }] } });
    const held = await claim(ann!, { projectId: own.projectId });
    await handOff(ann!, held.id);
    await tell('task.submitted', held.id, { version: 1, labels: animal('cat') });
    await says(held.id, 'SUBMITTED');
    // Before the verdict it may change: the reviewer's seat ends, and another is opened for the new answer.
    const before = await until(async () => {
      const seat = await claim(rev!, { projectId: own.projectId });
      return seat.__typename === 'Assignment' && seat;
    });
    await tell('annotation.revised', held.id, { version: 2, labels: animal('dog') });
    const seat = await until(async () => {
      const next = await claim(rev!, { projectId: own.projectId });
      return next.__typename === 'Assignment' && next.id !== before.id && next;
    });
    expect(seat.subject).toEqual(animal('dog'));
    expect(await judge(rev!, seat, 'ACCEPT')).toMatchObject({ decision: 'ACCEPT' });
    await tell('annotation.revised', held.id, { version: 3, labels: animal('cat') });
    expect(await says(held.id, 'SUBMITTED', { difference: 'CAME_AFTER' })).toMatchObject({
      sentence: 'The answer was changed in the tool, but that came after a verdict: the answer stands as it was.',
    });
    expect(await discrepancies(app)).toEqual([]);
  });

  it('a front end of another organization moves nothing here', async () => {
    const held = await handedOff(ann!);
    const { batchId: foreignBatch, projectId: foreignProject } = await openBatchOf(app, teamId, 1, {
      project: { name: 'Foreign' },
    });
    const foreign = await connect(app.owner, [foreignProject], {}, { name: 'Another tool' });
    const answer = await post(app, foreign.hookPath, signed(foreign.secret, message('task.submitted', held.id, { labels: animal('dog') }))); // prettier-ignore
    expect(answer.status).toBe(202);
    await until(async () => (await inbox(app.owner, foreign.id, ['PARKED'])).length === 1);
    expect((await entryOf(held.id)).musterSays).toBe('ACTIVE');
    // Signed with the secret of another connection.
    expect((await post(app, tool.hookPath, signed(foreign.secret, message('task.submitted', held.id)))).status).toBe(
      401,
    );
    expect((await tasksOf(app.owner, foreignBatch))[0].state).toBe('OPEN');
    for (const path of ['/hooks/con_00000000000000000000000000000000', '/hooks/x', `/hooks/${held.id}`])
      expect((await post(app, path, signed(tool.secret, message('ping', held.id)))).status).toBe(404);
  });

  it('a task of a course is drawn in the tool; what comes back first is the person’s to give, and no work', async () => {
    const items = [courseItem('PRACTICE', 'cat'), courseItem('EXAM', 'dog')];
    const course = await createCourse(app.owner, { projectId, items });
    await publishCourse(app.owner, course.id);
    const { courseItemId } = await startPractice(ann!, course.id);
    const inTool = await handOffTraining(ann!, courseItemId);
    expect(inTool).toMatchObject({ courseItemId, examAttemptId: null, labels: null });
    expect((await handOffTraining(ann!, courseItemId)).id).toBe(inTool.id);
    const token = tokenIn(inTool.url);
    const { mediaUrl: _, leaseExpiresAt: __, ...work } = (await (await handed(token)).json()) as any;
    expect(work).toEqual({
      assignmentId: expect.stringMatching(/^asg_/),
      state: 'ACTIVE',
      stage: 'ANNOTATE',
      data: items[0]!.data,
      metadata: {},
      size: { width: 100, height: 100 },
      labelSchema: expect.objectContaining({ classes: expect.any(Array) }),
      startFrom: null, // and nothing of what is right
      model: null,
      toolUser: null,
      feedback: null,
      returnUrl: `https://muster.example/courses/${course.id}?drawn=${inTool.id}`,
    });
    const beat = await (await handed(token, '/heartbeat', { method: 'POST' })).json();
    expect(beat).toMatchObject({ state: 'ACTIVE', token: expect.any(String) });
    // Nobody else's, and no task of an exam that is not under way.
    expect(await trainingHandOff(ben!, inTool.id)).toBeNull();
    const { course: written } = await app.owner.run(`query ($id: ID!) { course(id: $id) { published { items { id kind } } } }`, { id: course.id }); // prettier-ignore
    const examItem = written.published.items.find(({ kind }: any) => kind === 'EXAM').id;
    const early = await ann!.send(`mutation ($id: ID!) { handOffTraining(courseItemId: $id) { __typename } }`, { id: examItem }); // prettier-ignore
    expect(early.errors?.[0]?.extensions.code).toBe('NOT_FOUND');

    await tell('task.started', work.assignmentId);
    await tell('task.submitted', work.assignmentId, { labels: animal('cat') });
    const drawn = await until(async () => {
      const now = await trainingHandOff(ann!, inTool.id);
      return now.answeredAt && now;
    });
    expect(drawn).toMatchObject({ url: null, labels: animal('cat') });
    await tell('task.submitted', work.assignmentId, { labels: animal('dog') });
    await until(async () => (await inbox(app.owner, tool.id, ['RECEIVED'])).length === 0);
    expect((await trainingHandOff(ann!, inTool.id)).labels).toEqual(animal('cat')); // the first stands
    expect((await handed(token)).status).toBe(409);
    expect(await entryOf(work.assignmentId)).toBeUndefined(); // no work, so nothing to compare
    expect(await answerPractice(ann!, courseItemId, drawn.labels)).toMatchObject({ isRight: true });

    const exam = await startExam(ann!, course.id);
    const last = await handOffTraining(ann!, exam.next.courseItemId, exam.id);
    const { assignmentId } = (await (await handed(tokenIn(last.url))).json()) as any;
    await tell('task.submitted', assignmentId, { labels: animal('dog') });
    const answer = await until(async () => (await trainingHandOff(ann!, last.id)).labels);
    await answerExam(ann!, exam.id, exam.next.courseItemId, answer);
    expect(await finishExam(ann!, exam.id)).toMatchObject({ state: 'PASSED' });
    expect((await handed(tokenIn(last.url))).status).toBe(409);
    expect(await discrepancies(app)).toEqual([]);
  });

  it('a task of a course that is opened again at the moment in which its answer arrives is opened', async () => {
    const course = await createCourse(app.owner, { name: 'Again', projectId, items: [courseItem('PRACTICE', 'cat'), courseItem('EXAM', 'dog')] }); // prettier-ignore
    await publishCourse(app.owner, course.id);
    const { courseItemId } = await startPractice(ben!, course.id);
    const inTool = await handOffTraining(ben!, courseItemId);
    const of = { connectionId: rowId(tool.id), memberId: rowId(ben!.id), courseId: rowId(course.id), itemId: rowId(courseItemId), attemptId: null }; // prettier-ignore
    let answering: Promise<unknown> | undefined;
    let isThrough = false;
    const answers = () =>
      asApplication(
        app,
        (client) =>
        client.query(`UPDATE training_hand_off SET labels = '[]', answered_at = muster_now() WHERE id = $1`, [rowId(inTool.id)]), // prettier-ignore
      ).finally(() => (isThrough = true));
    const waits = `SELECT FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE NOT granted AND datname = current_database()`; // prettier-ignore
    const [database, store] = [Database, TrainingHandOffsStore].map((one) =>
      app.server.app.get<any>(one, { strict: false }),
    );
    const organizationId = await asApplication(app, (_, id) => Promise.resolve(id));
    const opened = await database.transact({ organizationId }, (tx: Tx) => {
      // After the first statement the answer comes, and is through or waits for whoever opens.
      const query = async (...said: Parameters<Tx['query']>) => {
        const found = await tx.query(...said);
        if (!answering) {
          answering = answers();
          await until(async () => isThrough || (await app.sql(waits)).length > 0);
        }
        return found;
      };
      return store.ensure(Object.create(tx, { query: { value: query } }), of);
    });
    expect(opened).toMatchObject({ id: rowId(inTool.id), answeredAt: null });
    await answering;
    expect((await handOffTraining(ben!, courseItemId)).id).not.toBe(inTool.id);
  });

  const twoTasks = async (name: string, more: object = {}) => {
    const ownProject = await project(app.owner, teamId, { name, ...more });
    const ownBatch = await batch(app.owner, ownProject);
    await importItems(app.owner, ownBatch, items(2));
    await open(app.owner, ownBatch);
    const all = [projectId, ...extra, ownProject];
    extra.push(ownProject);
    await app.owner.run(
      `mutation ($input: UpdateConnectionInput!) { updateConnection(input: $input) { __typename ... on Problem { message } } }`,
      { input: { connectionId: tool.id, projectIds: all } },
    );
    return { projectId: ownProject, batchId: ownBatch };
  };
  const extra: string[] = [];
  const sameTask = async (one: string, other: string) => {
    const look = async (id: string) => {
      const { assignment } = (await ann!.send(`query ($id: ID!) { assignment(id: $id) { item { data } } }`, { id }))
        .data;
      return assignment?.item.data.fileName ?? (await ben!.run(`query ($id: ID!) { assignment(id: $id) { item { data } } }`, { id })).assignment.item.data.fileName; // prettier-ignore
    };
    return (await look(one)) === (await look(other));
  };
});
