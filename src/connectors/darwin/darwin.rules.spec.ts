import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { LabelSchema } from '../../labels/index.js';
import { Answer } from '../shared/answer.rules.js';
import { labelsOfAnnotations } from './annotations-to-labels.rules.js';
import { parseDarwin } from './messages.rules.js';
import { verifyDarwin } from './signature.rules.js';
import type { DarwinSettings } from './settings.js';

const settings: DarwinSettings = {
  team: 'v7-test',
  dataset: { id: 1, slug: 'lungs' },
  workflow: { id: '0192c338-2dc8-7b9f-8dde-9c4a8714c901', annotateStage: '0192c338-2dc8-7b9f-8dde-9c4a8714c902' },
};
const schema: LabelSchema = {
  classes: [
    { name: 'Tube', kind: 'BOX', attributes: [{ name: 'tip', options: ['high', 'low'] }] },
    { name: 'Lung', kind: 'POLYGON' },
    { name: 'Blurred', kind: 'TAG' },
  ],
  fields: [
    { name: 'view', kind: 'CHOICE', options: ['PA'] },
    { name: 'ribs', kind: 'NUMBER' },
    { name: 'note', kind: 'TEXT' },
  ],
};
const read = (annotations: unknown, properties: unknown = []) => {
  const answer = new Answer(schema, { width: 20, height: 10 });
  const { labels, leftOut } = labelsOfAnnotations(
    annotations,
    properties,
    { classes: [], attributes: [] },
    '0',
    answer,
  );
  return { labels, leftOut };
};
const fixture = (name: string) => JSON.parse(readFileSync(`test/fixtures/darwin/${name}.json`, 'utf8'));
const box = { x: 1, y: 2, w: 3, h: 4 };

describe('annotations as labels', () => {
  it('read attributes and properties that the schema asks for', () => {
    expect(
      read([
        { name: 'Tube', bounding_box: box, attributes: ['tip:high'], properties: [{ name: 'colour', value: 'red' }], slot_names: ['0'] },
        { name: 'Tube', bounding_box: box, properties: [{ name: 'tip', value: 'low', frame_index: 0 }] },
      ]),
    ).toEqual({
      labels: [
        { kind: 'BOX', class: 'Tube', x: 1, y: 2, width: 3, height: 4, attributes: { tip: 'high' } },
        { kind: 'BOX', class: 'Tube', x: 1, y: 2, width: 3, height: 4, attributes: { tip: 'low' } },
      ],
      leftOut: ['The attribute "colour" of "Tube": Muster\'s labels have no word for it.'],
    });
  }); // prettier-ignore

  it('read answers from tags and from properties of the item', () => {
    const tags = ['Blurred', 'view/PA', 'note:a/b', 'Age:42', 'Odd'].map((name) => ({ name, tag: {} }));
    expect(read(tags, [{ name: 'ribs', value: '9.5' }, { name: 'x', value: 'y' }])).toEqual({
      labels: [
        { kind: 'TAG', class: 'Blurred' },
        { kind: 'CHOICE', field: 'view', option: 'PA' },
        { kind: 'TEXT', field: 'note', text: 'a/b' },
        { kind: 'TAG', class: 'Odd' },
        { kind: 'NUMBER', field: 'ribs', value: 9.5 },
      ],
      leftOut: ['The tag "Age:42": Muster\'s labels have no word for it.', 'The property "x" of the item: Muster\'s labels have no word for it.'],
    });
  }); // prettier-ignore

  it('keep of V7’s own examples what can be kept, and say what cannot', () => {
    const { annotations } = fixture('every-kind');
    const { labels, leftOut } = read(annotations);
    expect(labels.map(({ kind }) => kind).sort()).toEqual(['BOX', 'POLYGON', 'TAG']);
    expect(leftOut.map((sentence) => /was left out: (\w+)/.exec(sentence)?.[1])).toEqual([
      'ellipse',
      'keypoint',
      'line',
      'raster_layer',
    ]);
    expect(read(fixture('video').annotations)).toMatchObject({ labels: [], leftOut: expect.arrayContaining([expect.stringContaining('video')]) }); // prettier-ignore
  });

  it('leave out what lies in another slot, and what is broken', () => {
    const { labels, leftOut } = read([
      { name: 'Tube', bounding_box: box, slot_names: ['1'] },
      { name: 'Lung', polygon: { paths: [[{ x: 1, y: 1 }]] } },
      { name: 'Lung', polygon: { paths: 3 } },
      { name: 'Lung' },
      {},
    ]);
    expect([labels, leftOut.length]).toEqual([[], 5]);
  });
});

describe('messages', () => {
  const stage = JSON.parse(readFileSync('test/fixtures/payloads/darwin_webhook_stage.COMPOSED-from-darwin-json-2.0-fixture.json', 'utf8')); // prettier-ignore
  const context = { sizeOf: () => null, labelSchema: schema };

  it('of a stage are hints, of whichever meaning the owner gave it', () => {
    const ours: DarwinSettings = { ...settings, team: 'e2e-testing', dataset: { id: 339_222, slug: 'x' } };
    const [report] = parseDarwin(stage, ours, context).reports;
    expect(report).toMatchObject({
      item: '01920b88-51e0-ce68-bf91-a1bab42246e0',
      version: null,
      user: 'annotator@example.invalid',
      state: { state: 'SUBMITTED', labels: [{ kind: 'BOX', class: 'new_test_bounding_box_basic' }] },
    });
    const begun = parseDarwin(stage, { ...ours, stageHookMeans: 'STARTED' }, context).reports[0];
    expect(begun?.state).toEqual({ state: 'STARTED' });
    expect(parseDarwin(stage, settings, context)).toMatchObject({ reports: [], remarks: [{ isKnown: true }] });
  });

  it('of a dataset are kept as remarks', () => {
    expect(parseDarwin({ event_type: 'workflow_complete', payload: { filename: 'letter.png' } }, settings, context).remarks) // prettier-ignore
      .toEqual([{ item: null, event: 'workflow_complete', isKnown: true, text: 'letter.png' }]);
  });

  it('are signed as the composed vector says, by the form that is set', () => {
    const [vector] = (JSON.parse(readFileSync('test/fixtures/payloads/signature_vectors.json', 'utf8')) as Record<string, string>[]).filter(({ header }) => header === 'v7-signature') as [{ body: string; secret: string; value: string }]; // prettier-ignore
    const now = new Date(1_623_224_691_000);
    const request = { body: Buffer.from(vector.body), headers: { 'v7-signature': vector.value } };
    expect(verifyDarwin(request, [vector.secret], settings, now)).toEqual({ ok: true });
    expect(verifyDarwin(request, ['other'], settings, now).ok).toBe(false);
  });
});
