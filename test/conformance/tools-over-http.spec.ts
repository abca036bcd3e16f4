import { afterEach, describe, expect, it } from '@jest/globals';
import type { Connector, ToolApi, WorkItem } from '../../src/connectors/connector.types.js';
import { cvatConnector } from '../../src/connectors/cvat/cvat.connector.js';
import { darwinConnector } from '../../src/connectors/darwin/darwin.connector.js';
import { ToolRefused } from '../../src/connectors/tool-faults.js';
import { encodeMask, type Label } from '../../src/labels/index.js';
import { workOf } from './connectors.suite.js';
import { cvatAnswers, cvatContext, cvatSettings, fakeCvat } from './cvat.tool.js';
import { darwinAnswers, darwinContext, darwinSettings, fakeDarwin } from './darwin.tool.js';
import { labelStudioConnector } from '../../src/connectors/label-studio/label-studio.connector.js';
import { fakeLabelStudio, labelStudioContext, labelStudioSettings } from './label-studio.tool.js';
import { httpApi } from './fakes/http-api.js';
import { Receiver } from './fakes/receiver.js';

const secret = 'a secret of this connection';
const open: { close(): Promise<void> }[] = [];
const receivers: Receiver[] = [];

afterEach(async () => {
  for (const service of open.splice(0)) await service.close();
  for (const receiver of receivers.splice(0)) await receiver.stop();
});

async function startCvat(key = 'a-key') {
  const fake = fakeCvat(secret);
  open.push(fake);
  const settings = { ...cvatSettings, url: await fake.listen() };
  return { fake, settings, api: httpApi(cvatConnector.addressOf(settings, key)!) };
}

async function startDarwin(key = 'a-key') {
  const fake = fakeDarwin(secret);
  open.push(fake);
  const settings = { ...darwinSettings, url: `${await fake.listen()}/api` };
  return { fake, settings, api: httpApi(darwinConnector.addressOf(settings, key)!) };
}

async function startReceiver(...answers: number[]): Promise<Receiver> {
  const receiver = new Receiver();
  receiver.answers = answers;
  await receiver.start();
  receivers.push(receiver);
  return receiver;
}

/** A whole answer: every kind of label that these tools have. */
const ring = (from: number, to: number) => [{ x: from, y: from }, { x: to, y: from }, { x: to, y: to }]; // prettier-ignore
const everyKind: Label[] = [
  { kind: 'BOX', class: 'Tube', x: 1.25, y: 2.5, width: 3, height: 4.125, attributes: { tip: 'high' } },
  { kind: 'POLYGON', class: 'Lung', rings: [ring(0.5, 9.5), ring(4, 6)] },
  { kind: 'MASK', class: 'Opacity', ...encodeMask(new Uint8Array(200).fill(1, 43, 77), 20, 10) },
  { kind: 'TAG', class: 'Blurred' },
  { kind: 'CHOICE', field: 'view', option: 'AP' },
];
const pushed = (context: typeof cvatContext, more: Partial<WorkItem> = {}): WorkItem => ({
  ...workOf(context),
  data: { storageKey: 'a/b.png' },
  startFrom: everyKind,
  ...more,
});
const sorted = (labels: readonly Label[] | null) => [...(labels ?? [])].sort((a, b) => (a.kind < b.kind ? -1 : 1));

async function answerOf<Settings>(connector: Connector<Settings>, api: ToolApi, settings: Settings, item: string) {
  const [report] = await connector.fetchAnnotations(api, settings, item, cvatContext);
  return report?.state.state === 'SUBMITTED' ? { labels: sorted(report.state.labels), leftOut: report.state.leftOut } : report?.state; // prettier-ignore
}

describe('CVAT over HTTP', () => {
  it('comes back as it was pushed, exactly, when the annotator only says that it is done', async () => {
    const { fake, settings, api } = await startCvat();
    const item = await cvatConnector.pushTask(api, settings, pushed(cvatContext, { toolUser: 'annotator1' }));
    expect(fake.jobs[0]!.assignee).toEqual({ id: 4, username: 'annotator1' });
    fake.set(fake.jobs[0]!, { state: 'completed' }, new Date('2026-11-27T12:00:00Z'));
    expect(await answerOf(cvatConnector, api, settings, item)).toEqual({ labels: sorted(everyKind), leftOut: [] });
    expect(cvatConnector.workUrl(settings, item, { token: '', assignmentId: '', returnUrl: '' })).toBe(
      `${settings.url}/tasks/${fake.tasks[0]!.id}/jobs/${fake.jobs[0]!.id}`,
    );
  });

  it('finishes a push that broke off, and leaves what a person has begun', async () => {
    const { fake, settings, api } = await startCvat();
    const broken: ToolApi = { call: (method, path, body) => (path.endsWith('/data') ? Promise.reject(new ToolRefused(503, 'no')) : api.call(method, path, body)) }; // prettier-ignore
    await expect(cvatConnector.pushTask(broken, settings, pushed(cvatContext))).rejects.toThrow('no');
    const item = await cvatConnector.pushTask(api, settings, pushed(cvatContext));
    fake.save(fake.jobs[0]!, cvatAnswers[0]!.annotations, new Date('2026-11-27T12:00:00Z'));
    expect(await cvatConnector.pushTask(api, settings, pushed(cvatContext))).toBe(item);
    expect([fake.tasks.length, fake.annotations.get(fake.jobs[0]!.id)!.shapes.length]).toEqual([1, 1]);
  });

  it('says in the tool’s words why it takes no picture and no stranger', async () => {
    const { settings, api } = await startCvat();
    const work = pushed(cvatContext, { mediaUrl: 'https://muster.example/media/med_1?expires=1' });
    await expect(cvatConnector.pushTask(api, settings, work)).rejects.toThrow(/400|No media data found/);
    const stranger = await startCvat('another-key');
    await expect(cvatConnector.probe(stranger.api, stranger.settings, '1/2')).rejects.toMatchObject({ status: 401 });
    expect(await cvatConnector.probe(api, settings, '1/2')).toBe('GONE');
  });

  it('comes back to the annotator with an issue, once', async () => {
    const { fake, settings, api } = await startCvat();
    const item = await cvatConnector.pushTask(api, settings, pushed(cvatContext));
    fake.set(fake.jobs[0]!, { stage: 'validation', state: 'new' }, new Date('2026-11-27T12:00:00Z'));
    const told = { reason: 'Cut off.', errors: [{ code: 'BORDER', class: 'Lung', severity: 'MAJOR' }], at: { x: 1, y: 2, width: 3, height: 4 } }; // prettier-ignore
    for (let time = 0; time < 2; time += 1) await cvatConnector.sendBack(api, settings, item, told);
    expect(fake.issues).toEqual([{ job: fake.jobs[0]!.id, frame: 0, position: [1, 2, 4, 6], message: 'Cut off.\nBORDER Lung MAJOR' }]); // prettier-ignore
    expect(fake.jobs[0]).toMatchObject({ stage: 'annotation', state: 'rejected' });
  });

  it('lists more jobs than fit on a page', async () => {
    const { fake, settings, api } = await startCvat();
    for (let index = 0; index < 103; index += 1) await cvatConnector.pushTask(api, settings, pushed(cvatContext, { assignmentId: `asg_${index}`, startFrom: null })); // prettier-ignore
    const found: string[] = [];
    for await (const page of cvatConnector.changedSince(api, settings, new Date(0))) found.push(...page);
    expect(found).toEqual(fake.jobs.map(({ id, task_id }) => `${task_id}/${id}`));
  });

  it('sends the same bytes again while nobody takes them', async () => {
    const { fake, settings, api } = await startCvat();
    await cvatConnector.pushTask(api, settings, pushed(cvatContext));
    const receiver = await startReceiver(503, 429);
    fake.hookUrl = receiver.url;
    fake.retries = [1, 1, 1];
    const message = fake.set(fake.jobs[0]!, { state: 'completed' }, new Date('2026-11-27T12:00:00Z'));
    expect(await fake.deliver(message)).toBe(true);
    expect(fake.deliveries.map(({ status }) => status)).toEqual([503, 429, 202]);
    const verified = receiver.received.map((request) => cvatConnector.verify(request, { signing: [secret] }, settings, new Date())); // prettier-ignore
    expect(verified).toEqual([{ ok: true }, { ok: true }, { ok: true }]);
    expect(new Set(receiver.received.map(cvatConnector.deliveryKey)).size).toBe(1);
    receiver.answers = [400];
    expect(await fake.deliver(message)).toBe(false);
  });
});

describe('Darwin over HTTP', () => {
  const work = pushed(darwinContext);

  it('comes back as it was pushed, exactly, when the item goes on to review', async () => {
    const { fake, settings, api } = await startDarwin();
    const item = await darwinConnector.pushTask(api, settings, { ...work, toolUser: 'annotator@example.invalid' });
    expect(fake.items[0]).toMatchObject({ id: item, workflow_status: 'annotate', assignee_id: 31 });
    const message = fake.complete(fake.items[0]!, fake.annotations.get(item)!, new Date('2026-11-27T12:00:00Z'));
    expect(await answerOf(darwinConnector, api, settings, item)).toEqual({ labels: sorted(everyKind), leftOut: [] });
    const { reports } = darwinConnector.parse(JSON.parse(message.body.toString()), settings, darwinContext);
    expect(reports).toMatchObject([{ item, version: null, state: { state: 'SUBMITTED', leftOut: [] } }]);
    const state = reports[0]!.state as { labels: Label[] };
    expect(sorted(state.labels)).toEqual(sorted(everyKind));
  });

  it('finishes a push that broke off, and leaves what a person has begun', async () => {
    const { fake, settings, api } = await startDarwin();
    const broken: ToolApi = { call: (method, path, body) => (path.endsWith('/stage') ? Promise.reject(new ToolRefused(503, 'no')) : api.call(method, path, body)) }; // prettier-ignore
    await expect(darwinConnector.pushTask(broken, settings, work)).rejects.toThrow('no');
    const item = await darwinConnector.pushTask(api, settings, work);
    expect([fake.items.length, fake.items[0]!.workflow_status]).toEqual([1, 'annotate']);
    fake.annotations.set(item, structuredClone(darwinAnswers[0]!.annotations));
    expect(await darwinConnector.pushTask(api, settings, work)).toBe(item);
    expect(fake.annotations.get(item)).toHaveLength(1);
  });

  it('says why a picture is not registered', async () => {
    const { settings, api } = await startDarwin();
    await expect(darwinConnector.pushTask(api, settings, { ...work, data: {} })).rejects.toThrow('external storage');
    const elsewhere = { ...settings, storage: { slug: 'other', key: 'storageKey' } };
    await expect(darwinConnector.pushTask(api, elsewhere, work)).rejects.toMatchObject({ status: 404 });
    expect(await darwinConnector.probe(api, settings, darwinSettings.workflow.id)).toBe('GONE');
  });

  it('comes back to its stage with a comment, once', async () => {
    const { fake, settings, api } = await startDarwin();
    const item = await darwinConnector.pushTask(api, settings, work);
    fake.complete(fake.items[0]!, [], new Date('2026-11-27T12:00:00Z'));
    expect(await darwinConnector.probe(api, settings, item)).toBe('DONE');
    for (let time = 0; time < 2; time += 1) await darwinConnector.sendBack(api, settings, item, { reason: 'Cut off.', errors: [] }); // prettier-ignore
    expect(fake.comments).toEqual([{ item, bounding_box: { x: 0, y: 0, w: 1, h: 1 }, comments: [{ body: 'Cut off.' }], slot_name: '0' }]); // prettier-ignore
    expect(await darwinConnector.probe(api, settings, item)).toBe('OPEN');
  });

  it('tries a stage’s message five times more, and gives up', async () => {
    const { fake, settings, api } = await startDarwin();
    const item = await darwinConnector.pushTask(api, settings, work);
    const receiver = await startReceiver(500, 500, 500, 500, 500, 500, 500);
    fake.hookUrl = receiver.url;
    fake.retries = [1, 1, 1, 1, 1];
    const message = fake.complete(
      fake.items.find(({ id }) => id === item)!,
      [],
      new Date(),
    );
    expect([await fake.deliver(message), receiver.received.length]).toEqual([false, 6]);
  });

  it('signs a dataset’s message over its time and bytes, and in which form is a setting', () => {
    const now = new Date('2026-11-27T12:00:00Z');
    const fake = fakeDarwin(secret);
    const message = fake.fromDataset({ dataset_id: 1, filename: 'a.png', annotations: [] }, now);
    const verify = (change: Partial<typeof message>, more: object = {}, at = now) =>
      darwinConnector.verify({ ...message, ...change }, { signing: ['older', secret] }, { ...darwinSettings, ...more }, at).ok; // prettier-ignore
    expect(verify({})).toBe(true);
    expect(verify({ headers: { 'v7-signature': message.headers['v7-signature']!.toLowerCase() } })).toBe(true);
    expect(verify({}, { signedString: '{body}' })).toBe(false);
    expect(verify({ body: Buffer.concat([message.body, Buffer.from(' ')]) })).toBe(false);
    expect([300_000, -300_000, 301_000, -301_000].map((off) => verify({}, {}, new Date(now.getTime() + off)))).toEqual([true, true, false, false]); // prettier-ignore
    expect(verify({}, { toleranceSeconds: 400 }, new Date(now.getTime() + 350_000))).toBe(true);
    // Who knows the header of a stage cannot send a dataset's message with a wrong signature.
    expect(verify({ headers: { 'v7-signature': 't=1,v1=aa', authorization: secret } })).toBe(false);
  });
});

describe('Label Studio over HTTP', () => {
  const start = async () => {
    const fake = fakeLabelStudio(secret);
    open.push(fake);
    const settings = { ...labelStudioSettings, url: await fake.listen() };
    return { fake, settings, api: httpApi(labelStudioConnector.addressOf(settings, 'a-key')!) };
  };
  const work: WorkItem = {
    ...workOf(labelStudioContext),
    startFrom: [{ kind: 'CHOICE', field: 'view', option: 'AP' }],
  };

  it('gives the predictions to a task that an import which broke off left without', async () => {
    const { fake, settings, api } = await start();
    const item = await labelStudioConnector.pushTask(api, settings, work);
    fake.tasks[0].predictions = [];
    expect(await labelStudioConnector.pushTask(api, settings, work)).toBe(item);
    expect([fake.tasks.length, fake.tasks[0].predictions.length]).toEqual([1, 1]);
    // A person's annotation is not written over.
    fake.tasks[0].predictions = [];
    fake.annotate(fake.tasks[0], [], {}, new Date());
    await labelStudioConnector.pushTask(api, settings, work);
    expect(fake.tasks[0].predictions).toEqual([]);
  });

  it('gives the predictions once more when the import has lost them', async () => {
    const { fake, settings, api } = await start();
    fake.losesPredictions = true;
    await labelStudioConnector.pushTask(api, settings, work);
    expect(fake.tasks[0].predictions).toHaveLength(1);
  });

  it('keeps one task where a push that was given up was carried out after all', async () => {
    const { fake, settings, api } = await start();
    let isFirst = true;
    const late: ToolApi = {
      async call(method, path, body) {
        // The other push comes through between our looking and our making.
        if (path.includes('/import') && isFirst) {
          isFirst = false;
          await labelStudioConnector.pushTask(api, settings, work);
        }
        return api.call(method, path, body);
      },
    };
    const item = await labelStudioConnector.pushTask(late, settings, work);
    expect(fake.tasks.map(({ id }) => String(id))).toEqual([item]);
  });
});
