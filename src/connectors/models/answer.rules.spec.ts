import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { LabelSchema } from '../../labels/index.js';
import { isBad, jsonOf, readAnswer } from './answer.rules.js';

const schema: LabelSchema = {
  classes: [
    { name: 'Lung', kind: 'BOX' },
    { name: 'Area', kind: 'MASK' },
  ],
  fields: [],
};
const lung = { kind: 'BOX', class: 'Lung', x: 1, y: 2, width: 3, height: 4 };
const model = { name: 'lungs', version: '2.1' };
const nested = (depth: number): unknown => ({ model, labels: JSON.parse('['.repeat(depth) + ']'.repeat(depth)) });
const read = (value: unknown, size: { width: number; height: number } | null = null) => readAnswer(value, schema, size);

describe('what a model answers', () => {
  it('is its name, its version and labels of the project', () => {
    expect(read({ model, labels: [{ ...lung }], scores: [0.5], more: 'is passed over' })).toEqual({
      labels: [lung],
      model: 'lungs',
      modelVersion: '2.1',
      scores: [0.5],
    });
    expect(read({ model, labels: [] })).toEqual({ labels: [], model: 'lungs', modelVersion: '2.1', scores: null });
  });

  it.each<[unknown, RegExp]>([
    [undefined, /no object/],
    [[], /no object/],
    [nested(500), /no object/],
    [{ labels: [] }, /model\.name/],
    [{ model: { name: 'lungs' }, labels: [] }, /model\.name/],
    [{ model: { name: 'a\nb', version: '1' }, labels: [] }, /model\.name/],
    [{ model: { name: 'x'.repeat(201), version: '1' }, labels: [] }, /model\.name/],
    [{ model }, /no labels/],
    [{ model, labels: {} }, /do not fit/],
    [{ model, labels: [{ ...lung, class: 'Heart' }] }, /do not fit/],
    [{ model, labels: [lung], scores: [0.5, 0.5] }, /scores/],
    [{ model, labels: [lung], scores: [1.5] }, /scores/],
    [{ model, labels: [lung], scores: ['0.5'] }, /scores/],
  ])('or is none: %#', (value, why) => expect(read(value)).toMatchObject({ error: expect.stringMatching(why) }));

  it('names each fault by its path, ten at most, and holds masks against the picture', () => {
    const answer = read({ model, labels: Array.from({ length: 20 }, () => ({ ...lung, width: -1 })) });
    expect(answer).toMatchObject({ error: expect.stringContaining('and 19 more') });
    expect(isBad(answer) && answer.faults.map(({ path }) => path)).toEqual(Array.from({ length: 10 }, (_, at) => `labels[${at}].width`)); // prettier-ignore
    const mask = { kind: 'MASK', class: 'Area', width: 2, height: 2, counts: [0, 4] };
    expect(isBad(read({ model, labels: [mask] }, { width: 2, height: 2 }))).toBe(false);
    expect(isBad(read({ model, labels: [mask] }, { width: 4, height: 2 }))).toBe(true);
  });

  it('is never a fault of ours, whatever JSON comes', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => void read(value)));
    fc.assert(fc.property(fc.jsonValue(), (labels) => void read({ model, labels })));
    expect(jsonOf(Buffer.from('{'))).toBeUndefined();
  });
});
