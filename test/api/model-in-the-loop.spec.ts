import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { verifySigned } from '../../src/connectors/generic/standard-webhooks.js';
import { InjectionService } from '../../src/quality/gold/injection.service.js';
import { type Caller, startApp, type TestApp } from '../factories/app.js';
import { connect, handOff, localTools, post, signed, tokenIn } from '../factories/front-end.js';
import {
  freePort,
  letQuestionsBeDue,
  letWaitingEnd,
  type Model,
  modelCalls,
  modelService,
  startExample,
  useModel,
} from '../factories/models.js';
import { person, team } from '../factories/people.js';
import { asApplication, discrepancies } from '../factories/time.js';
import { ask, batch, claim, importItems, items, open, project, submit, until } from '../factories/work.js';

const labelSchema = { classes: [{ name: 'Lung', kind: 'BOX' }], fields: [] };
const lung = (x: number, width = 40) => ({ kind: 'BOX', class: 'Lung', x, y: 0, width, height: 100 });
const model = { name: 'lungs', version: '2.1' };
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

interface Asked {
  headers: Record<string, string>;
  body: string;
  data: any;
}

/** A model on this machine that answers as it is told. */
class Script {
  asked: Asked[] = [];
  answer: (response: ServerResponse, asked: Asked) => void = () => undefined;
  private readonly server: Server = createServer((request: IncomingMessage, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const body = Buffer.concat(parts).toString();
      const asked = { headers: request.headers as Record<string, string>, body, data: JSON.parse(body).data };
      this.asked.push(asked);
      this.answer(response, asked);
    });
  });

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/predict`;
  }
  says(status: number, body?: object): void {
    this.answer = (response) => response.writeHead(status).end(body && JSON.stringify(body));
  }
  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}

let app: TestApp;
let teamId: string;
let ann: Caller;
let ben: Caller;
const script = new Script();
let url: string;
let count = 0;

beforeAll(async () => {
  const port = await freePort();
  app = await startApp({ ...localTools, PORT: String(port), PUBLIC_URL: `http://127.0.0.1:${port}` });
  teamId = await team(app);
  ann = await person(app, ['ANNOTATOR'], teamId);
  ben = await person(app, ['ANNOTATOR'], teamId);
  url = await script.open();
});
beforeEach(() => {
  script.asked = [];
});
afterAll(async () => {
  script.close();
  await app.stop();
});

/** A project that asks a model, and an open batch whose tasks wait for it. */
async function waiting(
  service: Model,
  length: number,
  more: { overlap?: number; annotationsAs?: string; item?: object } = {},
) {
  const policy = { overlap: more.overlap ?? 1, maximumOverlap: 2 };
  const projectId = await project(app.owner, teamId, { name: `Lungs ${(count += 1)}`, labelSchema, policy });
  await useModel(app.owner, projectId, service.id);
  const batchId = await batch(app.owner, projectId);
  expect(await importItems(app.owner, batchId, items(length, more.item), more.annotationsAs)).toMatchObject({
    created: length,
  });
  expect(await open(app.owner, batchId)).toMatchObject({ state: 'OPEN' });
  return { projectId, batchId };
}

const tasksOf = async (batchId: string) =>
  (
    await app.owner.run(
      `query ($id: ID!) { tasks(batchId: $id, first: 100) { nodes { id state prelabel { model modelVersion waitsUntil note } result { labels } } } }`,
      { id: batchId },
    )
  ).tasks.nodes as any[];
const explained = async (id: string) =>
  (await app.owner.run(`query ($id: ID!) { explainTask(taskId: $id) { waitsFor summary free { mayTake } } }`, { id }))
    .explainTask;
const serviceOf = async (id: string) =>
  (await app.owner.run(`query ($id: ID!) { modelService(modelServiceId: $id) { failures pausedUntil callsToday badSignatures badSignatureReason projects { projectId waitMinutes } } }`, { id })).modelService; // prettier-ignore
const isOut = async (batchId: string) => (await tasksOf(batchId)).every(({ prelabel }) => prelabel.waitsUntil === null);
const answerOf = (service: Model, requestId: string, more: object, secret = service.secret) =>
  post(app, service.answerPath, signed(secret, { type: 'prediction.made', timestamp: new Date().toISOString(), data: { requestId, model, ...more } })); // prettier-ignore

describe('a project asks a model for its pre-labels', () => {
  it.each(['now', 'later'] as const)('of the example service, which answers %s', async (answer) => {
    const port = await freePort();
    const service = await modelService(app.owner, `http://127.0.0.1:${port}/`);
    const stop = await startExample(port, service.secret, answer);
    try {
      const { batchId, projectId } = await waiting(service, 3);
      await until(() => isOut(batchId));
      for (const { prelabel } of await tasksOf(batchId))
        expect(prelabel).toEqual({
          model: 'middle-of-the-picture',
          modelVersion: '1.0.0',
          waitsUntil: null,
          note: null,
        });
      expect(await modelCalls(app.owner, service.id)).toMatchObject(
        Array.from({ length: 3 }, () => ({ state: 'ANSWERED', attempts: 1, error: null, scores: [0.5] })),
      );
      await connect(app.owner, [projectId]);
      const held = await claim(ann, { batchId });
      expect(held.item.prelabels).toEqual([{ kind: 'BOX', class: 'Lung', x: 25, y: 25, width: 50, height: 50 }]);
      // The tool learns it, too.
      const { url: link } = await handOff(ann, held.id);
      const work = await fetch(`${app.url}/hand-off`, { headers: { authorization: `Bearer ${tokenIn(link)}` } });
      expect(await work.json()).toMatchObject({ model: 'middle-of-the-picture 1.0.0', startFrom: held.item.prelabels });
      await submit(ann, held, held.item.prelabels);
      expect(await serviceOf(service.id)).toMatchObject({ callsToday: 3, failures: 0, projects: [{ projectId, waitMinutes: 60 }] }); // prettier-ignore
      expect(await discrepancies(app)).toEqual([]);
    } finally {
      await stop();
    }
  });

  it('which is told the item and nothing of the task; nothing is handed out before it has answered', async () => {
    script.says(202);
    const service = await modelService(app.owner, url);
    const { batchId } = await waiting(service, 1, { overlap: 2, item: { metadata: { age: 44 } } });
    const asked = await until(async () => script.asked[0]);
    expect(verifySigned({ body: Buffer.from(asked.body), headers: asked.headers }, [service.secret], new Date())).toEqual({ ok: true }); // prettier-ignore
    expect(asked.data).toEqual({
      requestId: expect.stringMatching(/^mdc_/),
      answerUrl: `${app.config.PUBLIC_URL}${service.answerPath}`,
      item: {
        data: { fileName: '1.png', width: 100, height: 100 },
        metadata: {},
        mediaUrl: null,
        size: { width: 100, height: 100 },
      },
      labelSchema,
    });
    expect((await app.owner.run(`query ($id: ID!) { batch(id: $id) { progress { tasksHeld } } }`, { id: batchId })).batch.progress).toEqual({ tasksHeld: 1 }); // prettier-ignore
    const [task] = await tasksOf(batchId);
    expect(asked.body).not.toContain(task.id.slice(4));
    await until(async () => (await modelCalls(app.owner, service.id, ['AWAITING'])).length === 1);
    expect(await claim(ann, { batchId })).toMatchObject({ __typename: 'QueueEmpty' });
    expect(await explained(task.id)).toMatchObject({
      waitsFor: 'PRELABEL',
      summary: expect.stringMatching(/^It waits for its pre-label until .+ at the latest/),
      free: [{ mayTake: 0 }],
    });
    // A lead may ask for more answers meanwhile: that seat waits, too.
    const { setOverlap } = await app.owner.run(
      `mutation ($input: SetOverlapInput!) { setOverlap(input: $input) { overlap } }`,
      { input: { batchId, externalKeys: ['item-1'], overlap: 3 } },
    );
    expect(setOverlap).toEqual([{ overlap: 3 }]);
    expect(await claim(ann, { batchId })).toMatchObject({ __typename: 'QueueEmpty' });
    expect(await discrepancies(app)).toEqual([]);

    // Only the model is believed, and only what fits the project.
    const { requestId } = asked.data;
    const labels = [lung(10)];
    expect((await answerOf(service, requestId, { labels }, `whsec_${'A'.repeat(43)}=`)).status).toBe(401);
    expect(await serviceOf(service.id)).toMatchObject({ badSignatures: 1, badSignatureReason: expect.stringContaining('fits no secret') }); // prettier-ignore
    const refused = await answerOf(service, requestId, { labels: [lung(10), { ...lung(50), class: 'Heart' }] });
    expect([refused.status, await refused.json()]).toMatchObject([422, { faults: [{ path: expect.stringMatching(/\[1\]/) }] }]); // prettier-ignore
    expect((await tasksOf(batchId))[0].prelabel).toMatchObject({ model: null, waitsUntil: expect.any(String), note: expect.stringMatching(/^Attempt 1 of 5: The labels do not fit the project/) }); // prettier-ignore
    expect(await modelCalls(app.owner, service.id)).toMatchObject([{ state: 'PENDING', attempts: 1, faults: [{ path: expect.any(String) }] }]); // prettier-ignore

    // It is asked again, says when, and is used once.
    await letQuestionsBeDue(app);
    await until(async () => script.asked.length === 2);
    expect(script.asked[1]!.data.requestId).toBe(requestId);
    expect(script.asked[1]!.headers['webhook-id']).not.toBe(asked.headers['webhook-id']);
    expect((await answerOf(service, requestId, { labels, scores: [0.9] })).status).toBe(204);
    expect((await answerOf(service, requestId, { labels: [lung(60)] })).status).toBe(204);
    const [held, other] = [await claim(ann, { batchId }), await claim(ben, { batchId })];
    expect([held.item.prelabels, other.item.prelabels]).toEqual([labels, labels]);
    expect(await modelCalls(app.owner, service.id)).toMatchObject([{ state: 'ANSWERED', attempts: 2, ...{ model: 'lungs', modelVersion: '2.1' }, scores: [0.9] }]); // prettier-ignore
    expect(await discrepancies(app)).toEqual([]);
    expect((await answerOf(service, `mdc_${'0'.repeat(32)}`, { labels })).status).toBe(422);
    expect((await post(app, `/hooks/models/mdl_${'0'.repeat(32)}`, signed(service.secret, {}))).status).toBe(404);
  });

  it('and goes on without a model that is dead, with the reason, while another is not held up', async () => {
    const port = await freePort();
    const dead = await modelService(app.owner, `http://127.0.0.1:${port}/`, { mostAttempts: 2, mostInFlight: 1 });
    const { batchId } = await waiting(dead, 2);
    const first = await until(async () =>
      (await modelCalls(app.owner, dead.id)).find(({ state, attempts }) => state === 'PENDING' && attempts === 1),
    );
    expect(first.error).toBe('The model cannot be reached: The connection was refused.');
    script.says(200, { model, labels: [] });
    const alive = await modelService(app.owner, url);
    const beside = await waiting(alive, 2);
    await until(() => isOut(beside.batchId));
    for (let round = 0; round < 2; round += 1) {
      await until(async () => (await modelCalls(app.owner, dead.id)).every(({ attempts }) => attempts > round));
      await letQuestionsBeDue(app);
    }
    await until(() => isOut(batchId));
    const [task] = await tasksOf(batchId);
    expect(task.prelabel.note).toBe(
      'The model gave no labels that hold, in 2 attempts. The model cannot be reached: The connection was refused.',
    );
    expect(await explained(task.id)).toMatchObject({ waitsFor: 'NEXT_CLAIM', summary: expect.stringContaining(`It has no pre-label: ${task.prelabel.note}`) }); // prettier-ignore
    expect(await claim(ann, { batchId })).toMatchObject({ __typename: 'Assignment', item: { prelabels: null } });
    expect(await serviceOf(dead.id)).toMatchObject({ failures: 4, pausedUntil: null });
    expect(await discrepancies(app)).toEqual([]);

    // A person asks again once the model is well: for those that nobody has begun.
    await ask(app.owner, 'updateModelService', 'UpdateModelServiceInput', { modelServiceId: dead.id, url }, 'id');
    const { askModel } = await app.owner.run(
      `mutation ($id: ID!) { askModel(batchId: $id) { ... on ModelAsked { tasks } ... on Problem { code } } }`,
      { id: batchId },
    );
    expect(askModel).toEqual({ tasks: 1 });
    await until(async () => (await tasksOf(batchId)).filter(({ prelabel }) => prelabel.model === 'lungs').length === 1);
    expect(await discrepancies(app)).toEqual([]);
  });

  it('waits no longer than it was told, and labels that come too late are not used', async () => {
    script.says(202);
    const service = await modelService(app.owner, url);
    const { batchId, projectId } = await waiting(service, 1);
    const { requestId } = (await until(async () => script.asked[0])).data;
    await until(async () => (await modelCalls(app.owner, service.id, ['AWAITING'])).length === 1);
    await letWaitingEnd(app);
    await until(() => isOut(batchId));
    expect((await tasksOf(batchId))[0].prelabel).toMatchObject({ model: null, note: expect.stringMatching(/^The time for its pre-label was over\./) }); // prettier-ignore
    expect((await answerOf(service, requestId, { labels: [lung(1)] })).status).toBe(204);
    expect(await modelCalls(app.owner, service.id)).toMatchObject([{ state: 'LATE', model: 'lungs' }]);
    expect((await claim(ben, { batchId })).item.prelabels).toBeNull();

    // Where nobody is asked any more, nobody waits.
    expect(await importItems(app.owner, batchId, [{ externalKey: 'more' }])).toMatchObject({ created: 1 });
    expect(await isOut(batchId)).toBe(false);
    await useModel(app.owner, projectId, null);
    expect((await tasksOf(batchId)).map(({ prelabel }) => prelabel.note)).toContain(
      'The project asks no model any more.',
    );
    expect(await isOut(batchId)).toBe(true);
    expect(await discrepancies(app)).toEqual([]);
  });

  it('asks again what was sent by a process that died, and does not listen to an answer that it gave up', async () => {
    let late: ServerResponse | undefined;
    script.answer = (response) => (late ??= response);
    const service = await modelService(app.owner, url, { timeoutSeconds: 60, mostInFlight: 2 });
    const { batchId } = await waiting(service, 1);
    await until(async () => (await modelCalls(app.owner, service.id, ['SENDING'])).length === 1);
    // As if nobody were left who waits for it.
    await letQuestionsBeDue(app);
    const [lost] = await until(async () => {
      const calls = await modelCalls(app.owner, service.id, ['PENDING']);
      return calls.length === 1 && calls;
    });
    expect(lost).toMatchObject({ attempts: 1, error: 'It is not known what became of the question.' });
    script.says(200, { model, labels: [lung(1)] });
    await letQuestionsBeDue(app);
    await until(() => isOut(batchId));
    late!.writeHead(200).end(JSON.stringify({ model, labels: [lung(2)] }));
    expect((await claim(ann, { batchId })).item.prelabels).toEqual([lung(1)]);
    expect(script.asked.map(({ data }) => data.requestId)).toEqual([lost.id, lost.id]);
    expect(await modelCalls(app.owner, service.id)).toMatchObject([{ state: 'ANSWERED', attempts: 2 }]);
  });

  it('shows the model the picture that Muster keeps, by a link of its own; a new secret is good beside the old one', async () => {
    script.says(202);
    const service = await modelService(app.owner, url, { mostPerDay: 1 });
    const projectId = await project(app.owner, teamId, { name: 'With pictures', labelSchema });
    await useModel(app.owner, projectId, service.id);
    const uploaded = await fetch(`${app.url}/media?projectId=${projectId}&name=1.png`, {
      method: 'POST',
      headers: { authorization: `Bearer ${app.owner.token}`, 'content-type': 'image/png' },
      body: png,
    });
    expect(uploaded.status).toBe(201);
    const { rotateModelServiceSecret } = await app.owner.run(
      `mutation ($id: ID!) { rotateModelServiceSecret(modelServiceId: $id) { signingSecret } }`,
      { id: service.id },
    );
    const fresh = rotateModelServiceSecret.signingSecret;
    const batchId = await batch(app.owner, projectId);
    const named = ['1.png', '2.png'].map((fileName, at) => ({ externalKey: `${at}`, data: { fileName } }));
    expect(await importItems(app.owner, batchId, named)).toMatchObject({ created: 2 });
    const asked = await until(async () => script.asked[0]);
    for (const secret of [fresh, service.secret])
      expect(verifySigned({ body: Buffer.from(asked.body), headers: asked.headers }, [secret], new Date()).ok).toBe(
        true,
      );
    const { item, requestId } = asked.data;
    expect(item.size).toEqual({ width: 1, height: 1 });
    const picture = await fetch(item.mediaUrl);
    expect([picture.status, Buffer.from(await picture.arrayBuffer()).equals(png)]).toEqual([200, true]);
    expect((await answerOf(service, requestId, { labels: [] }, service.secret)).status).toBe(204);
    // That was all for today: the other task waits, and says so.
    expect(await serviceOf(service.id)).toMatchObject({ callsToday: 1 });
    expect((await tasksOf(batchId)).filter(({ prelabel }) => prelabel.waitsUntil)).toHaveLength(1);
    expect(script.asked).toHaveLength(1);
    // A secret is shown once and kept sealed.
    const stored = await asApplication(app, async (client) => (await client.query(`SELECT * FROM model_service`)).rows);
    expect(JSON.stringify(stored)).not.toContain(fresh);
    await app.owner.run(`mutation ($id: ID!) { deleteModelService(modelServiceId: $id, reason: "Replaced.") }`, {
      id: service.id,
    });
    expect(await isOut(batchId)).toBe(true);
    expect((await answerOf(service, requestId, { labels: [] })).status).toBe(410);
  });

  it('knows no gold from work: both are asked about alike, and start from the same', async () => {
    script.says(200, { model, labels: [lung(0)] });
    const service = await modelService(app.owner, url);
    const { batchId } = await waiting(service, 1);
    expect(await importItems(app.owner, batchId, [{ ...items(2)[1], labels: [lung(5)] }], 'GOLD')).toMatchObject({ created: 1 }); // prettier-ignore
    await until(() => isOut(batchId));
    expect(script.asked).toHaveLength(2);
    const shapeOf = (value: unknown): unknown =>
      typeof value === 'object' && value !== null
        ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, shapeOf(one)]))
        : typeof value;
    expect(shapeOf(script.asked[0]!.data)).toEqual(shapeOf(script.asked[1]!.data));
    for (const by of [ann, ben]) expect((await claim(by, { batchId })).item.prelabels).toEqual([lung(0)]);
  });

  it('slips no gold into work while its pre-label is missing: the work beside it has one', async () => {
    script.says(202);
    const service = await modelService(app.owner, url, { mostInFlight: 10 });
    const policy = { gold: { start: 0.5, floor: 0.1 } };
    const projectId = await project(app.owner, teamId, { name: 'With gold', labelSchema, policy });
    await useModel(app.owner, projectId, service.id);
    const goldBatchId = await batch(app.owner, projectId, 'Known');
    const known = items(5).map((item, at) => ({ ...item, externalKey: `known-${at}`, labels: [lung(7)] }));
    await importItems(app.owner, goldBatchId, known, 'GOLD');
    const batchId = await batch(app.owner, projectId);
    await importItems(app.owner, batchId, items(60, { labels: [lung(0)] }), 'PRELABEL');
    await open(app.owner, batchId);
    const work = async (most: number, isEnough: (held: any) => boolean) => {
      for (let count = 0; count < most; count += 1) {
        const held = await claim(ann, { projectId });
        if (isEnough(held)) return held;
        await submit(ann, held, held.item.prelabels);
        await app.server.app.get(InjectionService, { strict: false }).offerDue();
      }
    };
    const seen: unknown[] = [];
    await work(20, ({ item }) => !seen.push(item.prelabels));
    expect(seen).toEqual(Array.from({ length: 20 }, () => [lung(0)]));
    script.says(200, { model, labels: [lung(9)] });
    await until(async () => (await modelCalls(app.owner, service.id, ['AWAITING'])).length === 5);
    await letQuestionsBeDue(app);
    await until(async () => (await modelCalls(app.owner, service.id, ['PENDING'])).length === 5);
    await letQuestionsBeDue(app);
    await until(() => isOut(goldBatchId));
    expect(await work(35, ({ item }) => item.prelabels[0].x === 9)).toMatchObject({ item: { prelabels: [lung(9)] } });
  });
});
