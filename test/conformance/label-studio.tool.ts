import type { ConnectionSecrets, InboundRequest, ParseContext } from '../../src/connectors/connector.types.js';
import { labelStudioConnector } from '../../src/connectors/label-studio/label-studio.connector.js';
import type { LabelStudioSettings } from '../../src/connectors/label-studio/settings.js';
import type { Label } from '../../src/labels/index.js';
import type { Act, ConnectorUnderTest, FakeTool } from './connectors.suite.js';
import { FakeLabelStudio } from './fakes/label-studio.fake.js';
import { payloads } from './recorded.js';

// The project's and the schema's names of the recorded payloads.
const settings: LabelStudioSettings = { url: 'https://ls.example/', project: 1 };
const context: ParseContext = {
  sizeOf: () => ({ width: 200, height: 100 }),
  labelSchema: {
    classes: [{ name: 'Car', kind: 'BOX' }, { name: 'Airplane', kind: 'BOX' }, { name: 'Lung', kind: 'POLYGON' }, { name: 'Opacity', kind: 'MASK' }], // prettier-ignore
    fields: [{ name: 'view', kind: 'CHOICE', options: ['PA', 'AP'] }],
  },
};
const tag = (type: string, ...labels: string[]) => ({ type, to_name: ['image'], inputs: [{ type: 'Image', value: 'image' }], labels }); // prettier-ignore
const parsedLabelConfig = {
  boxes: tag('RectangleLabels', 'Car', 'Airplane'),
  lungs: tag('PolygonLabels', 'Lung'),
  view: tag('Choices', 'PA', 'AP'),
};

/** What a person's answers look like in Label Studio, written down by hand. */
const shown = { to_name: 'image', original_width: 200, original_height: 100, image_rotation: 0 };
const written: { labels: Label[]; result: object[] }[] = [
  {
    labels: [{ kind: 'BOX', class: 'Car', x: 20, y: 10, width: 50, height: 25 }],
    result: [{ ...shown, id: 'x1', from_name: 'boxes', type: 'rectanglelabels', value: { x: 10, y: 10, width: 25, height: 25, rotation: 0, rectanglelabels: ['Car'] } }], // prettier-ignore
  },
  {
    labels: [{ kind: 'CHOICE', field: 'view', option: 'AP' }],
    result: [{ id: 'x2', from_name: 'view', to_name: 'image', type: 'choices', value: { choices: ['AP'] } }],
  },
  {
    labels: [{ kind: 'POLYGON', class: 'Lung', rings: [[{ x: 2, y: 1 }, { x: 100, y: 1 }, { x: 100, y: 99 }], [{ x: 50, y: 10 }, { x: 60, y: 10 }, { x: 60, y: 20 }]] }], // prettier-ignore
    result: [
      { ...shown, id: 'x3', from_name: 'lungs', type: 'polygonlabels', value: { points: [[1, 1], [50, 1], [50, 99]], closed: true, polygonlabels: ['Lung'] } }, // prettier-ignore
      { ...shown, id: 'x4', parentID: 'x3', from_name: 'lungs', type: 'polygonlabels', value: { points: [[25, 10], [30, 10], [30, 20]], closed: true, polygonlabels: ['Lung'] } }, // prettier-ignore
    ],
  },
];

export const labelStudioSettings = settings;
export const labelStudioContext = context;
export const fakeLabelStudio = (secret: string) => new FakeLabelStudio('a-key', secret, settings.project, parsedLabelConfig); // prettier-ignore

function labelStudioTool({ signing }: ConnectionSecrets): FakeTool {
  const fake = fakeLabelStudio(signing[0]!);
  const act = (item: string, done: Act, at: Date): InboundRequest[] => {
    const task = fake.tasks.find(({ id }) => String(id) === item);
    const newest = task.annotations.at(-1);
    switch (done.act) {
      case 'start':
        task.drafts.push({ id: 1 });
        return [];
      case 'submit':
        return [fake.annotate(task, resultOf(done.labels), {}, at)];
      case 'revise':
        return newest
          ? [fake.change(task, newest, { result: resultOf(done.labels), was_cancelled: false }, at)]
          : [fake.annotate(task, resultOf(done.labels), {}, at)];
      case 'skip':
        return [fake.annotate(task, [], { was_cancelled: true }, at)];
      case 'reopen':
      case 'remove':
        return [...task.annotations].map((annotation: object) => fake.remove(task, annotation, at));
    }
  };
  return { api: fake.apiTo(labelStudioConnector.addressOf(settings, 'a-key')!), act };
}

function resultOf(labels: Label[]): object[] {
  return written.find((each) => each.labels === labels || JSON.stringify(each.labels) === JSON.stringify(labels))!
    .result;
}

export const labelStudioUnderTest: ConnectorUnderTest = {
  connector: labelStudioConnector,
  settings,
  secrets: { signing: ['a new secret of this connection', 'an old secret of this connection'], api: 'a-key' },
  context,
  acts: ['start', 'submit', 'revise', 'skip', 'remove'],
  answers: written.map(({ labels }) => labels) as unknown as ConnectorUnderTest['answers'],
  tool: labelStudioTool,
  signsBodies: false,
  recorded: [
    ...payloads('labelstudio', { ANNOTATION_CREATED: 1, ANNOTATION_UPDATED: 1, no_payload: 0, TASKS_CREATED: 0, TASKS_DELETED: 0 }).filter(({ name }) => !name.includes('ANNOTATIONS_DELETED')), // prettier-ignore
    { name: 'deleted, as recorded', body: payloads('labelstudio', {}).find(({ name }) => /ANNOTATIONS_DELETED.*recorded/.test(name))!.body, reports: 1 }, // prettier-ignore
    { name: 'deleted, in the documentation’s word', body: { action: 'ANNOTATION_DELETED', annotation: { id: 3, task: 4 } }, reports: 1 }, // prettier-ignore
    {
      name: 'several at once, as the code sends them',
      body: { action: 'ANNOTATIONS_CREATED', annotation: [{ id: 1, task: 5, result: [] }, { id: 2, task: 6, result: [] }], task: [{ id: 5 }, { id: 6 }] }, // prettier-ignore
      reports: 2,
    },
    { name: 'of another project', body: { action: 'ANNOTATIONS_DELETED', annotations: [{ id: 3 }], project: { id: 2 } }, reports: 0 }, // prettier-ignore
    { name: 'one that is new', body: { action: 'REVIEW_CREATED', review: {} }, reports: 0 },
  ],
  faultySettings: [
    { settings: { ...settings, project: 0 }, path: 'project' },
    { settings: { ...settings, url: 'https://me:secret@ls.example' }, path: 'url' },
    { settings: { ...settings, secretHeader: 'a header' }, path: 'secretHeader' },
    { settings: { ...settings, labelConfig: '<View/>' }, path: 'labelConfig' },
    { settings: { ...settings, token: 'x' }, path: '' },
  ],
};
