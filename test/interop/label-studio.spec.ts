import { writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ParseContext, ToolApi, ToolReport, WorkItem } from '../../src/connectors/connector.types.js';
import { labelStudioConnector as connector } from '../../src/connectors/label-studio/label-studio.connector.js';
import type { LabelStudioSettings } from '../../src/connectors/label-studio/settings.js';
import { canonical, join, joinRead } from '../../src/connectors/settling/join.rules.js';
import { encodeMask, type Label, type LabelSchema, type PolygonLabel } from '../../src/labels/index.js';
import { httpApi } from '../conformance/fakes/http-api.js';
import { Receiver } from '../conformance/fakes/receiver.js';
import { scrubbed } from './scrub.js';
import { apiToken, startLabelStudio } from './label-studio-server.js';
import { story } from './label-studio.story.js';
import { servePictures, xRays, type XRay } from './x-rays.js';

const labelConfig = `<View>
  <Header value="$muster_note"/>
  <Image name="image" value="$image"/>
  <PolygonLabels name="lungs" toName="image"><Label value="Lung"/></PolygonLabels>
  <BrushLabels name="brush" toName="image"><Label value="Opacity"/></BrushLabels>
  <Choices name="view" toName="image"><Choice value="PA"/><Choice value="AP"/></Choices>
</View>`;
const labelSchema: LabelSchema = {
  classes: [
    { name: 'Lung', kind: 'POLYGON' },
    { name: 'Opacity', kind: 'MASK' },
  ],
  fields: [{ name: 'view', kind: 'CHOICE', options: ['PA', 'AP'] }],
};
const secret = 'whsec_of-this-test-only';

/** A call takes a tenth of a second, and on a busy machine a second. */
const slow = 240_000;

const server = await startLabelStudio();

(server ? describe : describe.skip)('Label Studio itself', () => {
  const receiver = new Receiver();
  let pictures: Awaited<ReturnType<typeof servePictures>>;
  let settings: LabelStudioSettings;
  let api: ToolApi;
  let rays: XRay[];
  /** by the item */
  const pushed = new Map<string, XRay>();
  const context: ParseContext = { sizeOf: (item) => pushed.get(item)?.size ?? null, labelSchema };

  const workOf = (ray: XRay, index: number): WorkItem => ({
    assignmentId: `asg_${String(index).padStart(32, '0')}`,
    stage: 'ANNOTATE',
    data: { fileName: ray.name },
    metadata: {},
    mediaUrl: `${pictures.url}/${ray.name}`,
    size: ray.size,
    labelSchema,
    startFrom: ray.lungs,
    model: 'v7',
    toolUser: null,
  });
  const items = () => [...pushed.keys()];
  const annotated = () => items().slice(0, 12);
  const taskOf = (item: string) => api.call('GET', `/api/tasks/${item}/`) as Promise<any>;
  const fetchOf = (item: string) => connector.fetchAnnotations(api, settings, item, context);
  /** As a person who takes the prediction over. */
  const annotate = async (item: string, more: object = {}): Promise<string> => {
    const { predictions } = await taskOf(item);
    const body = { result: predictions[0].result, lead_time: 12.5, ...more };
    return String(((await api.call('POST', `/api/tasks/${item}/annotations/`, body)) as { id: number }).id);
  };
  const labelsOf = (reports: ToolReport[]): Label[][] =>
    reports.flatMap(({ state }) => (state.state === 'SUBMITTED' && state.labels ? [state.labels] : []));
  /** What the messages say, joined; none of them may be unverified or unknown. */
  const told = (): Map<string, ReturnType<typeof join>> => {
    const known = new Map<string, ReturnType<typeof join>>();
    const itemOfPart = new Map<string, string>();
    for (const request of receiver.received) {
      expect(connector.verify(request, { signing: [secret] }, settings, new Date())).toEqual({ ok: true });
      const { reports, remarks } = connector.parse(JSON.parse(request.body.toString()), settings, context);
      expect(remarks.filter(({ isKnown }) => !isKnown)).toEqual([]);
      for (const report of reports) {
        const item = report.item || itemOfPart.get(report.part)!;
        itemOfPart.set(report.part, item);
        known.set(item, join(known.get(item) ?? new Map(), [{ ...report, item }]));
      }
    }
    return known;
  };

  beforeAll(async () => {
    await receiver.start();
    pictures = await servePictures();
    rays = await xRays(30);
    const address = connector.addressOf({ url: server!.url, project: 1 }, apiToken)!;
    api = httpApi(address);
    const project = (await api.call('POST', '/api/projects/', { title: 'Lungs', label_config: labelConfig })) as { id: number }; // prettier-ignore
    settings = { url: server!.url, project: project.id };
    await api.call('POST', '/api/webhooks/', {
      project: project.id,
      url: `${receiver.url}/hooks/con_1`,
      send_payload: true,
      send_for_all_actions: true,
      headers: { Authorization: `Bearer ${secret}` },
    });
    process.stdout.write(`Label Studio: installed in ${server!.took.install} s, started in ${server!.took.start} s\n`);
  }, 120_000);

  afterAll(async () => {
    await receiver.stop();
    await pictures?.stop();
    await server?.stop();
  }, slow);

  it(
    'takes 30 X-rays with V7’s lungs, each once however often it is pushed',
    async () => {
      expect(rays).toHaveLength(30);
      for (const [index, ray] of rays.entries())
        pushed.set(await connector.pushTask(api, settings, workOf(ray, index)), ray);
      expect(pushed.size).toBe(30);
      const again = [];
      for (const index of [0, 14, 29]) again.push(await connector.pushTask(api, settings, workOf(rays[index]!, index)));
      expect(again).toEqual([items()[0], items()[14], items()[29]]);
      expect(
        ((await api.call('GET', `/api/projects/${settings.project}/`)) as { task_number: number }).task_number,
      ).toBe(30);
      expect(await connector.probe(api, settings, items()[0]!)).toBe('OPEN');
      expect((await fetchOf(items()[0]!)).map(({ state }) => state.state)).toEqual(['OPEN']);
    },
    slow,
  );

  it(
    'gives back what a person took over, to a millionth of a pixel',
    async () => {
      for (const item of annotated()) await annotate(item);
      for (const item of annotated()) {
        const { lungs } = pushed.get(item)!;
        const [labels] = labelsOf(await fetchOf(item));
        expect(worstDistance(labels as PolygonLabel[], lungs)).toBeLessThan(1e-5);
      }
      expect(await connector.probe(api, settings, items()[0]!)).toBe('DONE');
    },
    slow,
  );

  it(
    'says by its messages what can be read: made, changed, skipped, deleted',
    async () => {
      const [changed, skipped, deleted, replaced] = items() as [string, string, string, string];
      const partOf = async (item: string) => String((await taskOf(item)).annotations[0].id);
      const view = [{ id: 'v', from_name: 'view', to_name: 'image', type: 'choices', value: { choices: ['PA'] } }];
      await api.call('PATCH', `/api/annotations/${await partOf(changed)}/`, { result: view, lead_time: 40 });
      await api.call('PATCH', `/api/annotations/${await partOf(skipped)}/`, { was_cancelled: true });
      await api.call('DELETE', `/api/annotations/${await partOf(deleted)}/`);
      await api.call('DELETE', `/api/annotations/${await partOf(replaced)}/`);
      await annotate(replaced, { result: view });
      await receiver.until(30 + 12 + 2 + 2 + 1, 60_000);
      const known = told();
      for (const item of annotated()) {
        const read = joinRead(new Map(), await fetchOf(item));
        const withoutDeleted = [...(known.get(item) ?? [])].filter(([, { state }]) => state !== 'DELETED');
        expect([item, canonical(withoutDeleted)]).toEqual([item, canonical([...read])]);
      }
      const states = (item: string) => [...known.get(item)!.values()].map(({ state }) => state).sort();
      expect([changed, skipped, deleted, replaced].map(states)).toEqual([
        ['SUBMITTED'],
        ['SKIPPED'],
        ['DELETED'],
        ['DELETED', 'SUBMITTED'],
      ]);
      expect([...known.get(changed)!.values()][0]).toMatchObject({
        seconds: 40,
        user: '1',
        labels: [{ option: 'PA' }],
      });
    },
    slow,
  );

  it(
    'lists what changed since, in pages, and nothing that did not',
    async () => {
      const listed = async (since: Date) => {
        const found: string[] = [];
        for await (const page of connector.changedSince(api, settings, since)) found.push(...page);
        return found.sort((a, b) => Number(a) - Number(b));
      };
      expect(await listed(new Date(0))).toEqual(items());
      const moments = [];
      for (const item of items()) moments.push(Date.parse((await taskOf(item)).updated_at));
      const since = new Date(Math.max(...moments));
      await new Promise((resolve) => setTimeout(resolve, 5));
      const now = new Date(since.getTime() + 1);
      await annotate(items()[9]!);
      const [gone] = (await taskOf(items()[10]!)).annotations;
      await api.call('DELETE', `/api/annotations/${gone.id}/`);
      expect(await listed(now)).toEqual([items()[9], items()[10]]);
    },
    slow,
  );

  it(
    'carries masks, holes and answers to questions there and back',
    async () => {
      const { size } = rays[0]!;
      const ring = (from: number, to: number) => [{ x: from, y: from }, { x: to, y: from }, { x: to, y: to }, { x: from, y: to }]; // prettier-ignore
      const labels: Label[] = [
        { kind: 'POLYGON', class: 'Lung', rings: [ring(10.25, 200.5), ring(50, 100)] },
        { kind: 'MASK', class: 'Opacity', ...encodeMask(new Uint8Array(size.width * size.height).fill(1, 5000, 90_000), size.width, size.height) }, // prettier-ignore
        { kind: 'CHOICE', field: 'view', option: 'AP' },
      ];
      const work = { ...workOf(rays[0]!, 100), startFrom: labels };
      const item = await connector.pushTask(api, settings, work);
      pushed.set(item, rays[0]!);
      await annotate(item);
      expect(labelsOf(await fetchOf(item))).toEqual([labels]);
      await connector.pushPreannotations(api, settings, item, { ...work, startFrom: labels.slice(2) });
      const { predictions } = await taskOf(item);
      expect(predictions.map(({ result }: { result: unknown[] }) => result.length)).toEqual([1]);
    },
    slow,
  );

  it(
    'shows a person why work comes back, and takes nothing away',
    async () => {
      const item = items()[5]!;
      const before = await fetchOf(item);
      await connector.sendBack(api, settings, item, { reason: 'The left lung is cut off.', errors: [] });
      const { data } = await taskOf(item);
      expect(data).toMatchObject({ muster_note: 'The left lung is cut off.', muster: expect.stringMatching(/^asg_/) });
      expect(await fetchOf(item)).toEqual(before);
    },
    slow,
  );

  it(
    'takes no answer back when a task is deleted',
    async () => {
      const item = items()[6]!;
      await api.call('DELETE', `/api/tasks/${item}/`);
      expect([await fetchOf(item), await connector.probe(api, settings, item)]).toEqual([[], 'GONE']);
      for (const end = Date.now() + 60_000; Date.now() < end && !textOf(receiver).includes('TASKS_DELETED');)
        await new Promise((resolve) => setTimeout(resolve, 20));
      const message = receiver.received.map(({ body }) => JSON.parse(body.toString())).find(({ action }) => action === 'TASKS_DELETED'); // prettier-ignore
      expect(connector.parse(message, settings, context)).toEqual({
        reports: [],
        remarks: [{ item, event: 'TASKS_DELETED', isKnown: true, text: 'The task was deleted in Label Studio.' }],
      });
    },
    slow,
  );

  it(
    'three people label in it, Muster settles, and a reconcile repairs what was not heard',
    async () => {
      await story(server!, rays.slice(0, 8), pictures.url);
    },
    2 * slow,
  );

  // RECORD=folder keeps one message of each action, without what is secret in it: the fixtures were made so.
  it('sends no action that is not known', async () => {
    const messages = receiver.received.map(({ body }) => JSON.parse(body.toString()) as { action: string });
    const byAction = new Map(messages.map((message) => [message.action, message]));
    expect([...byAction.keys()].sort()).toEqual([
      'ANNOTATIONS_DELETED',
      'ANNOTATION_CREATED',
      'ANNOTATION_UPDATED',
      'TASKS_CREATED',
      'TASKS_DELETED',
    ]);
    if (process.env.RECORD)
      for (const [action, message] of byAction)
        await writeFile(`${process.env.RECORD}/labelstudio_${action}.recorded-1.23.2.json`, `${JSON.stringify(scrubbed(message), null, 1)}\n`); // prettier-ignore
  });
});

const textOf = ({ received }: Receiver) => received.map(({ body }) => body.toString()).join('\n');

/** In pixels, of a corner from the corner that it should be. */
function worstDistance(labels: PolygonLabel[], wanted: PolygonLabel[]): number {
  expect(labels.map(({ rings }) => rings.map((ring) => ring.length))).toEqual(wanted.map(({ rings }) => rings.map((ring) => ring.length))); // prettier-ignore
  const points = (list: PolygonLabel[]) => list.flatMap(({ rings }) => rings.flat());
  const others = points(wanted);
  return Math.max(...points(labels).map(({ x, y }, index) => Math.hypot(x - others[index]!.x, y - others[index]!.y)));
}
