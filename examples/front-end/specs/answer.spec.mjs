import { describe, expect, it } from '@jest/globals';
import { activeTime } from '../page/editing/active-time.js';
import {
  answerOf,
  labelsOf,
  missing,
  withAttribute,
  withClass,
  withField,
  withoutShape,
  withShape,
  withTag,
} from '../page/editing/answer.js';
import { begin, canRedo, canUndo, changed, redone, undone } from '../page/editing/history.js';

const schema = {
  classes: [
    { name: 'Lung', kind: 'POLYGON' },
    { name: 'Device', kind: 'BOX', attributes: [{ name: 'kind', options: ['tube'], required: true }] },
    { name: 'Opacity', kind: 'MASK' },
    { name: 'No lung', kind: 'TAG' },
  ],
  fields: [
    { name: 'view', kind: 'CHOICE', options: ['PA', 'AP'], required: true },
    { name: 'remark', kind: 'TEXT', maximumLength: 5 },
    { name: 'sure', kind: 'NUMBER', minimum: 0, maximum: 1 },
  ],
};
const labels = [
  {
    kind: 'POLYGON',
    class: 'Lung',
    rings: [
      [0, 9, 5].map((x, y) => ({ x, y: y * 4 })),
      [
        { x: 1, y: 1 },
        { x: 2, y: 1 },
        { x: 1, y: 2 },
      ],
    ],
  },
  { kind: 'BOX', class: 'Device', x: 1, y: 2, width: 3, height: 4, attributes: { kind: 'tube' } },
  { kind: 'MASK', class: 'Opacity', width: 2, height: 1, counts: [1, 1] },
  { kind: 'TAG', class: 'No lung' },
  { kind: 'CHOICE', field: 'view', option: 'PA' },
  { kind: 'TEXT', field: 'remark', text: 'old' },
  { kind: 'NUMBER', field: 'sure', value: 0 },
];

describe('an answer', () => {
  it('that is not touched goes back as it came, also what cannot be edited here', () => {
    expect(labelsOf(answerOf(labels), schema)).toEqual(labels);
    expect(labelsOf(answerOf(null), schema)).toEqual([]);
  });

  it('fields and tags are set and taken back; an empty text is no answer, the number 0 is one', () => {
    let answer = answerOf([]);
    answer = withTag(withTag(answer, 'No lung', true), 'No lung', true);
    answer = withField(withField(answer, 'sure', 0), 'remark', '');
    expect(labelsOf(answer, schema)).toEqual([
      { kind: 'TAG', class: 'No lung' },
      { kind: 'NUMBER', field: 'sure', value: 0 },
    ]);
    expect(labelsOf(withField(withTag(answer, 'No lung', false), 'sure', undefined), schema)).toEqual([]);
  });

  it('shapes are replaced in their place, added at the end, and deleted', () => {
    const answer = answerOf(labels);
    const [lung, device] = answer.shapes;
    expect(withShape(answer, { ...lung, class: 'X' }).shapes.map((shape) => shape.class)).toEqual(['X', 'Device']);
    expect(withShape(answer, { ...lung, id: 'new' }).shapes).toHaveLength(3);
    expect(withoutShape(answer, device.id).shapes).toEqual([lung]);
  });

  it('another class has other attributes; the last attribute taken back leaves none', () => {
    const device = answerOf(labels).shapes[1];
    expect(withClass(device, 'Lung').attributes).toBeUndefined();
    expect(withAttribute(device, 'kind', '')).not.toHaveProperty('attributes');
    expect(withAttribute(withAttribute(device, 'kind', ''), 'kind', 'tube').attributes).toEqual({ kind: 'tube' });
  });

  it('says what is missing before it is sent', () => {
    expect(missing(answerOf(labels), schema)).toEqual([]);
    const answer = answerOf([
      { kind: 'BOX', class: 'Device', x: 1, y: 2, width: 0, height: 4 },
      { kind: 'TEXT', field: 'remark', text: 'too long' },
      { kind: 'NUMBER', field: 'sure', value: 2 },
    ]);
    expect(missing(answer, schema).map(({ message }) => message)).toEqual([
      '“view” must be answered.',
      '“remark” must have at most 5 characters.',
      '“sure” must be at most 1.',
      'Shape 1 (Device) encloses nothing: delete it or draw it again.',
      'Shape 1 (Device): choose “kind”.',
    ]);
  });
});

describe('undo', () => {
  it('goes back and forth, and a new change ends what could be done again', () => {
    let history = changed(changed(begin('a'), 'b'), 'c');
    history = undone(history);
    expect(history.now).toBe('b');
    expect(redone(history).now).toBe('c');
    history = changed(history, 'd');
    expect(canRedo(history)).toBe(false);
    expect(undone(undone(history)).now).toBe('a');
    expect(canUndo(undone(undone(history)))).toBe(false);
    expect(undone(begin('a')).now).toBe('a');
  });

  it('one drag is one step, the next drag another', () => {
    let history = begin(0);
    for (const now of [1, 2, 3]) history = changed(history, now, 'drag 1');
    for (const now of [4, 5]) history = changed(history, now, 'drag 2');
    expect(undone(history).now).toBe(3);
    expect(undone(undone(history)).now).toBe(0);
    // After undo the same gesture begins anew: what was undone is not written over.
    expect(undone(changed(undone(history), 9, 'drag 2')).now).toBe(3);
  });

  it('keeps the last 200 steps', () => {
    let history = begin(0);
    for (let now = 1; now <= 500; now++) history = changed(history, now);
    expect(history.past).toHaveLength(200);
  });
});

describe('the time that somebody worked', () => {
  it('counts between doings, and of a long pause only its beginning', () => {
    const time = activeTime({ idleAfter: 60_000, seconds: 5 });
    expect(time.isActive(0)).toBe(false);
    time.happened(1_000);
    time.happened(31_000);
    time.happened(631_000);
    expect(time.seconds(633_000)).toBe(5 + 30 + 60 + 2);
    expect(time.isActive(633_000)).toBe(true);
    expect(time.seconds(1_000_000)).toBe(5 + 30 + 60 + 60);
    expect(time.isActive(1_000_000)).toBe(false);
  });

  it('a clock that is set back counts nothing', () => {
    const time = activeTime();
    time.happened(50_000);
    time.happened(10_000);
    expect(time.seconds(20_000)).toBe(0);
  });
});
