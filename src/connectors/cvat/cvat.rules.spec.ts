import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { encodeMask, type LabelSchema } from '../../labels/index.js';
import { Answer } from '../shared/answer.rules.js';
import { cvatConnector } from './cvat.connector.js';
import type { JobLabel } from './job-labels.rules.js';
import { maskOfPoints, pointsOfMask } from './mask-runs.rules.js';
import { parseCvat } from './messages.rules.js';
import { labelsOfAnnotations } from './shapes-to-labels.rules.js';

const settings = { url: 'https://cvat.example', project: 7 };
const schema: LabelSchema = {
  classes: [
    { name: 'Tube', kind: 'BOX', attributes: [{ name: 'tip', options: ['high'] }] },
    { name: 'Lung', kind: 'POLYGON' },
    { name: 'Opacity', kind: 'MASK' },
  ],
  fields: [{ name: 'view', kind: 'CHOICE', options: ['PA'] }],
};
const labels: JobLabel[] = [
  { id: 1, name: 'Tube', type: 'any', attributes: [{ id: 11, name: 'tip' }, { id: 12, name: 'colour' }] },
  { id: 2, name: 'Lung', type: 'any', attributes: [] },
  { id: 3, name: 'Opacity', type: 'any', attributes: [] },
  { id: 4, name: 'picture', type: 'tag', attributes: [{ id: 41, name: 'view' }, { id: 42, name: 'other' }] },
]; // prettier-ignore
const read = (annotations: object, size: { width: number; height: number } | null = { width: 20, height: 10 }) => {
  const { labels: found, leftOut } = labelsOfAnnotations(annotations, labels, 0, new Answer(schema, size));
  return { labels: found, leftOut };
};
const shape = (type: string, label_id: number, points: number[], more: object = {}) => ({ shapes: [{ type, label_id, frame: 0, points, group: 0, rotation: 0, attributes: [], ...more }] }); // prettier-ignore

describe('what a job says', () => {
  const job = (stage: string, state: string, before: object) => {
    const { reports, remarks } = parseCvat(
      {
        event: 'update:job',
        job: { id: 19, task_id: 15, project_id: 7, type: 'annotation', stage, state, updated_date: '2026-11-27T11:10:00.000001Z', assignee: { username: 'ann' } },
        before_update: before,
      },
      settings,
    ); // prettier-ignore
    expect(reports).toMatchObject([{ item: '15/19', part: '', version: { at: Date.parse('2026-11-27T11:10:00Z'), tie: '000001000' }, user: 'ann' }]); // prettier-ignore
    return [reports[0]!.state.state, remarks[0]?.text ?? null];
  };

  it.each([
    ['annotation', 'in progress', { state: 'new' }, 'STARTED', null],
    ['annotation', 'completed', { state: 'in progress' }, 'SUBMITTED', null],
    ['annotation', 'completed', { state: 'new' }, 'SUBMITTED', null],
    ['annotation', 'completed', { assignee: null }, 'SUBMITTED', null],
    ['annotation', 'in progress', { state: 'completed' }, 'OPEN', null],
    ['annotation', 'new', { state: 'completed' }, 'OPEN', null],
    ['annotation', 'rejected', { stage: 'validation', state: 'new' }, 'SUBMITTED', 'Rejected in CVAT at the stage of annotation.'],
    ['validation', 'new', { stage: 'annotation', state: 'completed' }, 'SUBMITTED', null],
    ['validation', 'in progress', { state: 'new' }, 'SUBMITTED', null],
    ['validation', 'completed', { state: 'in progress' }, 'SUBMITTED', 'Validated in CVAT.'],
    ['validation', 'rejected', { state: 'in progress' }, 'SUBMITTED', 'Rejected in CVAT at the stage of validation.'],
    ['acceptance', 'completed', { state: 'new' }, 'SUBMITTED', 'Accepted in CVAT.'],
    ['acceptance', 'rejected', { state: 'new' }, 'SUBMITTED', 'Rejected in CVAT at the stage of acceptance.'],
  ])('%s, %s, before %j', (stage, state, before, work, remark) => {
    expect(job(stage, state, before)).toEqual([work, remark]);
  }); // prettier-ignore

  it('keeps what is said and gone as remarks, and tells the known from the unknown', () => {
    const remark = (body: object) => parseCvat(body, settings).remarks[0];
    expect(remark({ event: 'create:issue', issue: { job: 19, comments: [{ message: 'Cut off.' }] } })).toEqual({ item: null, event: 'create:issue', isKnown: true, text: 'On job 19. Cut off.' }); // prettier-ignore
    expect(remark({ event: 'create:comment', comment: { message: 'Why?' } })?.text).toBe('Why?');
    expect(remark({ event: 'delete:job', job: { id: 19, task_id: 15 } })).toMatchObject({
      item: '15/19',
      isKnown: true,
    });
    expect(remark({ event: 'delete:task', task: { id: 15, segments: [{ jobs: [{ id: 19 }] }] } })?.item).toBe('15/19');
    expect(remark({ event: 'completed:request[export:backup]' })?.isKnown).toBe(true);
    expect(remark({ event: 'update:moon' })?.isKnown).toBe(false);
    expect(remark({})).toMatchObject({ event: 'no event', isKnown: false });
  });
});

describe('shapes as labels', () => {
  it('turns a rectangle about its middle where its class is a polygon', () => {
    expect(read(shape('rectangle', 2, [2, 2, 6, 4], { rotation: 90 })).labels).toEqual([
      { kind: 'POLYGON', class: 'Lung', rings: [[{ x: 5, y: 1 }, { x: 5, y: 5 }, { x: 3, y: 5 }, { x: 3, y: 1 }]] },
    ]); // prettier-ignore
    expect(read(shape('rectangle', 1, [2, 2, 6, 4], { rotation: 90 })).leftOut[0]).toMatch(
      'A turned rectangle of "Tube"',
    );
  });

  it('paints a polygon whose class is a mask', () => {
    const [mask] = read(shape('rectangle', 3, [2, 3, 6, 5])).labels;
    expect(mask).toEqual({
      kind: 'MASK',
      class: 'Opacity',
      width: 20,
      height: 10,
      counts: [23, 2, 8, 2, 8, 2, 8, 2, 145],
    });
  });

  it.each([
    ['an ellipse', shape('ellipse', 1, [1, 1, 2, 2]), 'no word for it'],
    ['a polyline', shape('polyline', 1, [1, 1, 2, 2]), 'no word for it'],
    ['a skeleton', shape('skeleton', 1, []), 'no word for it'],
    ['a track', { tracks: [{}] }, 'no word for it'],
    ['another frame', shape('rectangle', 1, [1, 1, 2, 2], { frame: 3 }), 'another frame'],
    ['a label from elsewhere', shape('rectangle', 99, [1, 1, 2, 2]), 'does not know'],
    ['a polygon of two points', shape('polygon', 2, [1, 1, 2, 2]), 'fewer than 3 points'],
    ['a rectangle without area', shape('rectangle', 1, [1, 1, 1, 2]), 'no area'],
    ['a mask outside of its picture', shape('mask', 3, [0, 4, 18, 0, 21, 0]), 'cannot be read'],
    ['a tag’s strange attribute', { tags: [{ frame: 0, label_id: 4, attributes: [{ spec_id: 42, value: 'x' }, { spec_id: 41, value: '' }] }] }, 'no word for it'],
  ])('leaves out %s with a sentence', (_, annotations, sentence) => {
    const { labels: found, leftOut } = read(annotations);
    expect(found.filter(({ kind }) => kind !== 'TAG')).toEqual([]);
    expect(leftOut).toEqual([expect.stringContaining(sentence)]);
  }); // prettier-ignore

  it('takes of the attributes what the schema asks, and nothing that was left open', () => {
    const attributes = [{ spec_id: 11, value: '__undefined__' }, { spec_id: 12, value: 'red' }]; // prettier-ignore
    const { labels: found, leftOut } = read(shape('rectangle', 1, [1, 1, 2, 2], { attributes }));
    expect(found).toEqual([{ kind: 'BOX', class: 'Tube', x: 1, y: 1, width: 1, height: 1 }]);
    expect(leftOut).toEqual(['The attribute "colour" of "Tube": Muster\'s labels have no word for it.']);
  });

  it('reads no mask without the size of its picture', () => {
    expect(read(shape('mask', 3, [0, 4, 1, 1, 2, 2]), null).leftOut[0]).toMatch('size of its picture');
  });
});

describe('masks', () => {
  it('come back as they were, whatever is in', () => {
    const picture = fc.integer({ min: 1, max: 20 }).chain((width) => fc.integer({ min: 1, max: 20 }).chain((height) => fc.tuple(fc.constant(width), fc.constant(height), fc.uint8Array({ minLength: width * height, maxLength: width * height, max: 1 })))); // prettier-ignore
    fc.assert(
      fc.property(picture, ([width, height, pixels]) => {
        const mask = encodeMask(pixels, width, height);
        const points = pointsOfMask(mask);
        if (points.length > 0) expect(maskOfPoints(points, width, height)).toEqual(mask);
        else expect(pixels.every((pixel) => pixel === 0)).toBe(true);
      }),
    );
  });

  it('are refused when they are none', () => {
    for (const points of [
      [],
      [1, 2, 3],
      [0, 4, 2, 2, 1, 1],
      [0, 5, 0, 0, 1, 1],
      [0, 1.5, 0, 0, 1, 1],
      ['0', 4, 0, 0, 1, 1],
    ])
      expect(() => maskOfPoints(points, 10, 10)).toThrow(RangeError);
  });
});

it('signs as CVAT does', () => {
  const vectors = JSON.parse(readFileSync('test/fixtures/payloads/signature_vectors.json', 'utf8')) as Record<
    'scheme' | 'secret' | 'body' | 'value',
    string
  >[];
  const own = vectors.filter(({ scheme }) => scheme === 'cvat');
  expect(own).toHaveLength(2);
  for (const { secret, body, value } of own) {
    const verify = (given: string, text: string = body) =>
      cvatConnector.verify({ body: Buffer.from(text), headers: { 'x-signature-256': given } }, { signing: ['another', secret] }, settings, new Date()).ok; // prettier-ignore
    expect([verify(value), verify(value.slice(7)), verify(value, `${body} `), verify(value.replace(/.$/, 'x'))]).toEqual([true, true, false, false]); // prettier-ignore
  }
});
