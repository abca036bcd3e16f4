import type { ConnectionSecrets, InboundRequest, ParseContext } from '../../src/connectors/connector.types.js';
import { darwinConnector } from '../../src/connectors/darwin/darwin.connector.js';
import type { DarwinSettings } from '../../src/connectors/darwin/settings.js';
import type { Label } from '../../src/labels/index.js';
import { type Act, type ConnectorUnderTest, type FakeTool, workOf } from './connectors.suite.js';
import { FakeDarwin } from './fakes/darwin.fake.js';
import { payloads } from './recorded.js';

const workflow = {
  id: '0192c338-2dc8-7b9f-8dde-9c4a8714c901',
  annotateStage: '0192c338-2dc8-7b9f-8dde-9c4a8714c902',
};
// The team and dataset of the recorded payload.
export const darwinSettings: DarwinSettings = {
  team: 'e2e-testing',
  dataset: { id: 339222, slug: 'lungs' },
  workflow,
  storage: { slug: 'our-bucket', key: 'storageKey' },
};
export const darwinContext: ParseContext = {
  sizeOf: () => ({ width: 20, height: 10 }),
  labelSchema: {
    classes: [
      { name: 'Tube', kind: 'BOX', attributes: [{ name: 'tip', options: ['carina', 'high'] }] },
      { name: 'Lung', kind: 'POLYGON' },
      { name: 'Opacity', kind: 'MASK' },
      { name: 'Blurred', kind: 'TAG' },
    ],
    fields: [{ name: 'view', kind: 'CHOICE', options: ['PA', 'AP'] }],
  },
};
const classes = [
  { id: 41, name: 'Tube', annotation_types: ['bounding_box', 'attributes'] },
  { id: 42, name: 'Lung', annotation_types: ['polygon'] },
  { id: 43, name: 'Opacity', annotation_types: ['mask'] },
  { id: 44, name: 'Blurred', annotation_types: ['tag'] },
  { id: 45, name: 'view/AP', annotation_types: ['tag'] },
  { id: 46, name: '__raster_layer__', annotation_types: ['raster_layer'] },
];
const attributes = [{ id: 91, class_id: 41, name: 'tip:high' }];

/** What a person's answers look like in Darwin's API, written down by hand. */
const context_keys = { slot_names: ['0'] };
export const darwinAnswers: { labels: Label[]; annotations: object[] }[] = [
  {
    labels: [{ kind: 'BOX', class: 'Tube', x: 1.5, y: 2, width: 4.25, height: 3, attributes: { tip: 'high' } }],
    annotations: [{ id: 'a', annotation_class_id: 41, data: { bounding_box: { x: 1.5, y: 2, w: 4.25, h: 3 }, attributes: { attributes: [91] } }, context_keys }], // prettier-ignore
  },
  {
    labels: [{ kind: 'TAG', class: 'Blurred' }, { kind: 'CHOICE', field: 'view', option: 'AP' }], // prettier-ignore
    annotations: [
      { id: 'b', annotation_class_id: 44, data: { tag: {} }, context_keys },
      { id: 'c', annotation_class_id: 45, data: { tag: {} }, context_keys },
    ],
  },
  {
    labels: [
      { kind: 'POLYGON', class: 'Lung', rings: [[{ x: 1, y: 1 }, { x: 9, y: 1 }, { x: 9, y: 9 }], [{ x: 5, y: 2 }, { x: 6, y: 2 }, { x: 6, y: 3 }]] }, // prettier-ignore
      // The pixels (3,4), (4,4) and (4,5).
      { kind: 'MASK', class: 'Opacity', width: 20, height: 10, counts: [34, 1, 9, 2, 154] },
    ],
    annotations: [
      { id: 'd', annotation_class_id: 42, data: { polygon: { path: [{ x: 1, y: 1 }, { x: 9, y: 1 }, { x: 9, y: 9 }], additional_paths: [[{ x: 5, y: 2 }, { x: 6, y: 2 }, { x: 6, y: 3 }]] } }, context_keys }, // prettier-ignore
      { id: 'e', annotation_class_id: 43, data: { mask: {} }, context_keys },
      { id: 'f', annotation_class_id: 46, data: { raster_layer: { dense_rle: [0, 83, 1, 2, 0, 19, 1, 1, 0, 95], mask_annotation_ids_mapping: { e: 1 }, total_pixels: 200 } }, context_keys }, // prettier-ignore
    ],
  },
];

export const fakeDarwin = (secret: string): FakeDarwin =>
  new FakeDarwin({
    key: 'a-key',
    secret,
    team: darwinSettings.team,
    dataset: darwinSettings.dataset,
    storage: 'our-bucket',
    workflow: { ...workflow, reviewStage: '0192c338-2dc8-7b9f-8dde-9c4a8714c903' },
    classes,
    attributes,
    picture: { width: 20, height: 10 },
  });

function darwinTool({ signing }: ConnectionSecrets): FakeTool {
  const fake = fakeDarwin(signing[0]!);
  const { call } = fake.apiTo(darwinConnector.addressOf(darwinSettings, 'a-key')!);
  const act = (item: string, done: Act, at: Date): InboundRequest[] => {
    if (done.act !== 'submit' && done.act !== 'revise') return [];
    const { annotations } = darwinAnswers.find(({ labels }) => JSON.stringify(labels) === JSON.stringify(done.labels))!;
    return [
      fake.complete(
        fake.items.find(({ id }) => id === item)!,
        annotations,
        at,
      ),
    ];
  };
  return { api: { call }, act };
}

/** The suite's work says nothing of a storage: its picture is taken for the place in it. */
const connector: ConnectorUnderTest['connector'] = {
  ...darwinConnector,
  pushTask: (api, settings, work) =>
    darwinConnector.pushTask(api, settings, {
      ...work,
      data: { ...workOf(darwinContext).data, storageKey: 'a/b.png' },
    }),
};

export const darwinUnderTest: ConnectorUnderTest = {
  connector,
  settings: darwinSettings,
  secrets: { signing: ['a new secret of this connection', 'an old secret of this connection'], api: 'a-key' },
  context: darwinContext,
  acts: ['submit', 'revise'],
  answers: darwinAnswers.map(({ labels }) => labels) as unknown as ConnectorUnderTest['answers'],
  tool: darwinTool,
  signsBodies: false,
  recorded: [
    ...payloads('darwin', { webhook_stage: 1, workflow_complete: 0 }),
    { name: 'an item without annotations', body: { item: { source_info: { item_id: workflow.id } } }, reports: 1 },
    { name: 'of another dataset', body: { item: { source_info: { item_id: workflow.id, dataset: { dataset_management_url: 'https://darwin.example/datasets/1/x' } } } }, reports: 0 }, // prettier-ignore
    { name: 'one that is new', body: { event_type: 'item_archived', payload: {} }, reports: 0 },
  ],
  faultySettings: [
    { settings: { ...darwinSettings, team: 'A Team' }, path: 'team' },
    { settings: { ...darwinSettings, workflow: { id: 'x' } }, path: 'workflow.annotateStage' },
    { settings: { ...darwinSettings, signedString: '{t}' }, path: 'signedString' },
  ],
};
