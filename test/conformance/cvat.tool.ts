import type { ConnectionSecrets, InboundRequest, ParseContext } from '../../src/connectors/connector.types.js';
import { cvatConnector } from '../../src/connectors/cvat/cvat.connector.js';
import type { CvatSettings } from '../../src/connectors/cvat/settings.js';
import type { Label } from '../../src/labels/index.js';
import type { Act, ConnectorUnderTest, FakeTool } from './connectors.suite.js';
import { FakeCvat, type FakeLabel } from './fakes/cvat.fake.js';
import { payloads } from './recorded.js';

export const cvatSettings: CvatSettings = { url: 'https://cvat.example', project: 7 };
export const cvatContext: ParseContext = {
  sizeOf: () => ({ width: 20, height: 10 }),
  labelSchema: {
    classes: [
      { name: 'Tube', kind: 'BOX', attributes: [{ name: 'tip', options: ['carina', 'high'] }] },
      { name: 'Lung', kind: 'POLYGON' },
      { name: 'Opacity', kind: 'MASK' },
      { name: 'Blurred', kind: 'TAG' },
    ],
    fields: [
      { name: 'view', kind: 'CHOICE', options: ['PA', 'AP'] },
      { name: 'ribs', kind: 'NUMBER' },
    ],
  },
};
export const cvatLabels: FakeLabel[] = [
  { id: 28, name: 'Tube', type: 'rectangle', attributes: [{ id: 81, name: 'tip', input_type: 'select', values: ['__undefined__', 'carina', 'high'] }] }, // prettier-ignore
  { id: 29, name: 'Lung', type: 'polygon', attributes: [] },
  { id: 30, name: 'Opacity', type: 'mask', attributes: [] },
  { id: 31, name: 'Blurred', type: 'tag', attributes: [] },
  { id: 32, name: 'picture', type: 'tag', attributes: [{ id: 82, name: 'view', input_type: 'radio', values: ['', 'PA', 'AP'] }, { id: 83, name: 'ribs', input_type: 'text', values: [''] }] }, // prettier-ignore
];

/** What a person's answers look like in CVAT, written down by hand. */
const drawn = { frame: 0, group: 0, source: 'manual', occluded: false, outside: false, z_order: 0, rotation: 0, attributes: [] as object[] }; // prettier-ignore
export const cvatAnswers: { labels: Label[]; annotations: { tags?: object[]; shapes?: object[] } }[] = [
  {
    labels: [{ kind: 'BOX', class: 'Tube', x: 1.5, y: 2, width: 4.25, height: 3, attributes: { tip: 'high' } }],
    annotations: { shapes: [{ ...drawn, id: 1, type: 'rectangle', label_id: 28, points: [1.5, 2, 5.75, 5], attributes: [{ spec_id: 81, value: 'high' }] }] }, // prettier-ignore
  },
  {
    labels: [
      { kind: 'TAG', class: 'Blurred' },
      { kind: 'CHOICE', field: 'view', option: 'PA' },
      { kind: 'NUMBER', field: 'ribs', value: 9.5 },
    ],
    annotations: {
      tags: [
        { id: 2, frame: 0, label_id: 31, group: 0, source: 'manual', attributes: [] },
        { id: 3, frame: 0, label_id: 32, group: 0, source: 'manual', attributes: [{ spec_id: 82, value: 'PA' }, { spec_id: 83, value: '9.5' }] }, // prettier-ignore
      ],
    },
  },
  {
    labels: [
      { kind: 'POLYGON', class: 'Lung', rings: [[{ x: 1, y: 1 }, { x: 9, y: 1 }, { x: 9, y: 9 }], [{ x: 5, y: 2 }, { x: 6, y: 2 }, { x: 6, y: 3 }]] }, // prettier-ignore
      // The pixels (3,4), (4,4) and (4,5).
      { kind: 'MASK', class: 'Opacity', width: 20, height: 10, counts: [34, 1, 9, 2, 154] },
    ],
    annotations: {
      shapes: [
        { ...drawn, id: 4, type: 'polygon', label_id: 29, group: 3, points: [1, 1, 9, 1, 9, 9] },
        { ...drawn, id: 5, type: 'polygon', label_id: 29, group: 3, points: [5, 2, 6, 2, 6, 3] },
        { ...drawn, id: 6, type: 'mask', label_id: 30, points: [0, 2, 1, 1, 3, 4, 4, 5] },
      ],
    },
  },
];

export const fakeCvat = (secret: string): FakeCvat => new FakeCvat('a-key', secret, cvatSettings.project, cvatLabels, { width: 20, height: 10 }); // prettier-ignore

function cvatTool({ signing }: ConnectionSecrets): FakeTool {
  const fake = fakeCvat(signing[0]!);
  const act = (item: string, done: Act, at: Date): InboundRequest[] => {
    const job = fake.jobs.find(({ id }) => item.endsWith(`/${id}`))!;
    switch (done.act) {
      case 'start':
        return [fake.set(job, { state: 'in progress' }, at)];
      case 'submit':
      case 'revise': {
        const annotations = cvatAnswers.find(({ labels }) => JSON.stringify(labels) === JSON.stringify(done.labels))!;
        fake.save(job, annotations.annotations, at);
        return [fake.set(job, { state: 'completed' }, at)];
      }
      case 'reopen':
        return [fake.set(job, { stage: 'annotation', state: 'new' }, at)];
      case 'skip':
      case 'remove':
        return [];
    }
  };
  return { api: fake.apiTo(cvatConnector.addressOf(cvatSettings, 'a-key')!), act };
}

const job = { id: 19, task_id: 15, project_id: 7, type: 'annotation', updated_date: '2026-11-27T11:10:00.000000Z', assignee: null }; // prettier-ignore

export const cvatUnderTest: ConnectorUnderTest = {
  connector: cvatConnector,
  settings: cvatSettings,
  secrets: { signing: ['mykey', 'my old key'], api: 'a-key' },
  context: cvatContext,
  acts: ['start', 'submit', 'revise', 'reopen'],
  answers: cvatAnswers.map(({ labels }) => labels) as unknown as ConnectorUnderTest['answers'],
  tool: cvatTool,
  signsBodies: true,
  recorded: [
    ...payloads('cvat', { update_job: 1 }),
    ...['create:issue', 'update:comment', 'create:membership', 'completed:request[export:dataset]'].map((event) => ({ name: event, body: { event, webhook_id: 7 }, reports: 0 })), // prettier-ignore
    { name: 'of another project', body: { event: 'update:job', job: { ...job, project_id: 8, stage: 'annotation', state: 'completed' } }, reports: 0 }, // prettier-ignore
    { name: 'a job of known answers', body: { event: 'update:job', job: { ...job, type: 'ground_truth', stage: 'annotation', state: 'completed' } }, reports: 0 }, // prettier-ignore
  ],
  faultySettings: [
    { settings: { ...cvatSettings, url: 'ftp://cvat.example' }, path: 'url' },
    { settings: { ...cvatSettings, project: '7' }, path: 'project' },
    { settings: { ...cvatSettings, cloudStorage: { id: 1 } }, path: 'cloudStorage.key' },
  ],
};
