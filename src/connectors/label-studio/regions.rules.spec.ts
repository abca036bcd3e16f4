import { describe, expect, it } from '@jest/globals';
import { encodeMask, type Label, type LabelSchema } from '../../labels/index.js';
import { Answer } from '../shared/answer.rules.js';
import { controlsOfConfig } from './controls.rules.js';
import { resultsOfLabels } from './labels-to-regions.rules.js';
import { labelsOfResults } from './regions-to-labels.rules.js';
import { faultsOfLabelStudioSettings, type LabelStudioSettings } from './settings.js';

const labelConfig = `<View>
  <!-- <Image name="old" value="$old"/> -->
  <Image name="image" value="$image" zoom="true"/>
  <PolygonLabels name="lungs" toName="image"><Label value="Lung"/></PolygonLabels>
  <RectangleLabels name="boxes" toName="image"><Label value="Tube"/><Label value="A &amp; B"/></RectangleLabels>
  <BrushLabels name="brush" toName="image"><Label value="Opacity"/></BrushLabels>
  <Choices name="tip" toName="image" perRegion="true"><Choice value="carina"/><Choice value="high"/></Choices>
  <Choices name="view" toName="image"><Choice value="PA"/><Choice value="AP"/></Choices>
  <Choices name="flags" toName="image" choice="multiple"><Choice value="Blurred"/><Choice value="Cut"/></Choices>
  <TextArea name='note' toName='image'/><Number name="ribs" toName="image"/>
  <Text name="text" value="$report"/>
  <Labels name="words" toName="text"><Label value="Finding"/></Labels>
</View>`;

const settings: LabelStudioSettings = {
  url: 'https://ls.example',
  project: 7,
  labelConfig,
  controls: { remark: 'note' },
};
const schema: LabelSchema = {
  classes: [
    { name: 'Lung', kind: 'POLYGON' },
    { name: 'Tube', kind: 'BOX', attributes: [{ name: 'tip', options: ['carina', 'high'] }] },
    { name: 'Opacity', kind: 'MASK' },
    { name: 'Blurred', kind: 'TAG' },
    { name: 'Cut', kind: 'TAG' },
    { name: 'Finding', kind: 'SPAN' },
  ],
  fields: [
    { name: 'view', kind: 'CHOICE', options: ['PA', 'AP'] },
    { name: 'remark', kind: 'TEXT' },
    { name: 'ribs', kind: 'NUMBER' },
  ],
};
const size = { width: 200, height: 100 };
const data = { image: 'https://x.example/a.png', report: 'Is 🫁 clear?' };

const read = (results: unknown, of: Partial<{ size: typeof size | null; data: object }> = {}) => {
  const answer = new Answer(schema, of.size === undefined ? size : of.size);
  const { labels, leftOut } = labelsOfResults(results, settings, { data: { ...data, ...of.data } }, answer);
  return { labels, leftOut };
};
const region = (type: string, value: object, more: object = {}) => ({
  ...{ id: 'a', from_name: 'boxes', to_name: 'image', type, value },
  ...{ original_width: 200, original_height: 100, image_rotation: 0, ...more },
});
const tube = { rectanglelabels: ['Tube'] };

describe('regions as labels', () => {
  it('turns percent into pixels', () => {
    expect(read([region('rectanglelabels', { x: 10, y: 20, width: 5.5, height: 50, rotation: 0, ...tube })]).labels).toEqual([
      { kind: 'BOX', class: 'Tube', x: 20, y: 20, width: 11, height: 50 },
    ]); // prettier-ignore
    const results = [region('rectanglelabels', { x: 10, y: 20, width: 5.5, height: 50, ...tube })];
    expect(read(results, { size: null }).labels).toHaveLength(1);
    const sizeless = [{ ...results[0], original_width: undefined }];
    expect(read(sizeless, { size: null }).leftOut).toEqual([
      'A region of "Tube": the size of its picture is not known.',
    ]);
  });

  it('makes a polygon of a turned rectangle where its class is one, and says so where it is not', () => {
    const turned = { x: 50, y: 50, width: 10, height: 10, rotation: 90 };
    expect(read([region('rectanglelabels', { ...turned, rectanglelabels: ['Lung'] })]).labels).toEqual([
      { kind: 'POLYGON', class: 'Lung', rings: [[{ x: 100, y: 50 }, { x: 100, y: 70 }, { x: 90, y: 70 }, { x: 90, y: 50 }]] },
    ]); // prettier-ignore
    expect(read([region('rectanglelabels', { ...turned, ...tube })])).toEqual({
      labels: [],
      leftOut: ['A turned rectangle of "Tube": Muster\'s labels have no word for it.'],
    });
  });

  it('takes a polygon under another of its class for a hole, and one under another class for itself', () => {
    const points = (from: number, to: number) => [[from, from], [to, from], [to, to]]; // prettier-ignore
    const polygon = (id: string, name: string, parentID?: string) =>
      region('polygonlabels', { points: points(10, 90), polygonlabels: [name] }, { id, parentID });
    const { labels } = read([
      polygon('a', 'Lung'),
      polygon('b', 'Lung', 'a'),
      polygon('c', 'Lung', 'b'),
      polygon('d', 'Heart', 'a'),
    ]);
    expect(labels.map((label) => label.kind === 'POLYGON' && [label.class, label.rings.length])).toEqual([
      ['Lung', 3],
      ['Heart', 1],
    ]);
    const circle = read([polygon('a', 'Lung', 'b'), polygon('b', 'Lung', 'a')]);
    expect(circle.labels).toHaveLength(2);
  });

  it('reads a class that a second result gives to a region, and what is said of it', () => {
    const box = { x: 0, y: 0, width: 50, height: 50 };
    expect(
      read([
        region('rectangle', box),
        region('labels', { ...box, labels: ['Tube'] }),
        region('choices', { ...box, choices: ['high'] }, { from_name: 'tip' }),
        region('textarea', { ...box, text: ['?'] }, { from_name: 'note' }),
      ]),
    ).toEqual({
      labels: [{ kind: 'BOX', class: 'Tube', x: 0, y: 0, width: 100, height: 50, attributes: { tip: 'high' } }],
      leftOut: ['A textarea about a region of "Tube": Muster\'s labels have no word for it.'],
    });
  });

  it('reads answers about the whole item', () => {
    const said = (from_name: string, type: string, value: object) => ({ id: from_name, from_name, to_name: 'image', type, value }); // prettier-ignore
    expect(
      read([
        said('view', 'choices', { choices: ['PA', 'AP'] }),
        said('flags', 'choices', { choices: ['Blurred', 'Cut'] }),
        said('note', 'textarea', { text: ['one', 'two'] }),
        said('ribs', 'number', { number: 10 }),
        said('x', 'taxonomy', { taxonomy: [['a']] }),
      ]),
    ).toEqual({
      labels: [
        { kind: 'CHOICE', field: 'view', option: 'PA' },
        { kind: 'TAG', class: 'Blurred' },
        { kind: 'TAG', class: 'Cut' },
        { kind: 'TEXT', field: 'remark', text: 'one\ntwo' },
        { kind: 'NUMBER', field: 'ribs', value: 10 },
      ],
      leftOut: ['Of several answers to "view", the first was taken.', 'What "x" says: Muster\'s labels have no word for it.'],
    }); // prettier-ignore
  });

  it('counts texts in characters, where the tool counts UTF-16', () => {
    const span = (start: number, end: number, text: string) => region('labels', { start, end, text, labels: ['Finding'] }, { from_name: 'words', to_name: 'text' }); // prettier-ignore
    expect(read([span(6, 11, 'clear')]).labels).toEqual([{ kind: 'SPAN', class: 'Finding', start: 5, end: 10 }]);
    expect(read([span(4, 11, '')]).leftOut).toEqual(['A span of "Finding" does not fit its text.']);
    expect(read([span(6, 11, 'clear')], { data: { report: undefined } }).leftOut[0]).toMatch(
      'its text is not in the message',
    );
  });

  it.each([
    ['ellipselabels', { x: 1, y: 1, radiusX: 2, radiusY: 2, ellipselabels: ['Tube'] }, 'no word for it'],
    ['keypointlabels', { x: 1, y: 1, width: 2, keypointlabels: ['Tube'] }, 'no word for it'],
    ['hypertextlabels', { start: '/p[1]/text()[1]', end: '/p[1]', startOffset: 0, hypertextlabels: ['Finding'] }, 'no word for it'],
    ['timeserieslabels', { start: 3, end: 6, timeserieslabels: ['Finding'] }, 'no word for it'],
    ['brushlabels', { format: 'rle', rle: [1, 2, 3], brushlabels: ['Opacity'] }, 'cannot be read'],
    ['rectanglelabels', { x: 1, y: 1, width: 0, height: 4, ...tube }, 'no area'],
    ['polygonlabels', { points: [[1, 1], [2, 2]], polygonlabels: ['Lung'] }, 'fewer than 3 points'],
    ['polygonlabels', { points: '0,0 9,9', polygonlabels: ['Lung'] }, 'fewer than 3 points'],
    ['rectangle', { x: 1, y: 1, width: 1, height: 4 }, 'without a class'],
  ])('leaves out %s with a sentence', (type, value, sentence) => {
    const { labels, leftOut } = read([region(type, value)]);
    expect([labels, leftOut.length]).toEqual([[], 1]);
    expect(leftOut[0]).toMatch(sentence);
  }); // prettier-ignore

  it('does not trust what was drawn on a turned picture', () => {
    const turned = region('rectanglelabels', { x: 1, y: 1, width: 4, height: 4, ...tube }, { image_rotation: 90 });
    expect(read([turned]).leftOut[0]).toMatch('turned picture');
  });
});

describe('labels as regions', () => {
  const pixels = new Uint8Array(200 * 100).fill(1, 450, 900);
  const labels: Label[] = [
    { kind: 'BOX', class: 'Tube', x: 12.3, y: 0.7, width: 33.3, height: 9.1, attributes: { tip: 'carina' } },
    {
      kind: 'POLYGON',
      class: 'Lung',
      rings: [
        [
          { x: 1.1, y: 2.2 },
          { x: 99.9, y: 2.2 },
          { x: 50, y: 88.8 },
        ],
        [
          { x: 30, y: 10 },
          { x: 60, y: 10 },
          { x: 50, y: 40 },
        ],
      ],
    },
    { kind: 'MASK', class: 'Opacity', ...encodeMask(pixels, 200, 100) },
    { kind: 'CHOICE', field: 'view', option: 'AP' },
    { kind: 'TAG', class: 'Cut' },
    { kind: 'TEXT', field: 'remark', text: 'two\nlines' },
    { kind: 'NUMBER', field: 'ribs', value: 9.5 },
    { kind: 'SPAN', class: 'Finding', start: 3, end: 10 },
  ];
  const controls = controlsOfConfig(labelConfig);

  it('come back as they were', () => {
    const results = resultsOfLabels(labels, { settings, controls, schema, size, data });
    expect(read(JSON.parse(JSON.stringify(results)))).toEqual({ labels, leftOut: [] });
    expect(results.find(({ type }) => type === 'labels')?.value).toMatchObject({ start: 3, end: 11, text: '🫁 clear' });
  });

  it('leave away what the project has no control for', () => {
    const some: Label[] = [{ kind: 'BOX', class: 'Opacity', x: 0, y: 0, width: 1, height: 1 }, { kind: 'CHOICE', field: 'other', option: 'x' }]; // prettier-ignore
    expect(resultsOfLabels(some, { settings, controls, schema, size, data })).toEqual([]);
  });
});

describe('label configs', () => {
  it('have controls, what they show and what they offer', () => {
    const controls = controlsOfConfig(labelConfig);
    expect(controls.map(({ name, type, dataKey, shows, options }) => [name, type, dataKey, shows, options.join()])).toEqual([
      ['lungs', 'polygonlabels', 'image', 'image', 'Lung'],
      ['boxes', 'rectanglelabels', 'image', 'image', 'Tube,A & B'],
      ['brush', 'brushlabels', 'image', 'image', 'Opacity'],
      ['tip', 'choices', 'image', 'image', 'carina,high'],
      ['view', 'choices', 'image', 'image', 'PA,AP'],
      ['flags', 'choices', 'image', 'image', 'Blurred,Cut'],
      ['note', 'textarea', 'image', 'image', ''],
      ['ribs', 'number', 'image', 'image', ''],
      ['words', 'labels', 'report', 'text', 'Finding'],
    ]); // prettier-ignore
  });

  it('are refused when nobody could label with them', () => {
    const faults = faultsOfLabelStudioSettings({
      ...settings,
      labelConfig: '<View><Image name="i" value="$i"/></View>',
    });
    expect(faults).toEqual([{ path: 'labelConfig', message: 'has no tag with a name and a toName' }]);
  });

  it('take no time however they look', () => {
    expect(controlsOfConfig('<a '.repeat(30_000))).toEqual([]);
    expect(controlsOfConfig('<a b="'.repeat(15_000))).toEqual([]);
    expect(controlsOfConfig('<!--'.repeat(25_000))).toEqual([]);
  });
});
