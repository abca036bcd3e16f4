import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { BoxLabel, Label } from '../../labels/index.js';
import { comparePrediction } from './corrections.rules.js';

const box = (x: number, width = 10, name = 'Lung', attributes?: Record<string, string>): BoxLabel => ({
  kind: 'BOX',
  class: name,
  x,
  y: 0,
  width,
  height: 10,
  ...(attributes && { attributes }),
});
const compared = (predicted: Label[], settled: Label[]) =>
  comparePrediction(predicted, settled).map(({ class: name, outcome, iou, became }) => {
    const is = iou === null ? outcome : `${outcome} ${iou.toFixed(4)}`;
    return became ? `${name} ${is} → ${became}` : `${name} ${is}`;
  });

describe('what people made of a prediction', () => {
  it.each<[string, Label[], Label[], string[]]>([
    ['nothing', [], [], []],
    ['kept as it was', [box(0)], [box(0)], ['Lung UNCHANGED 1.0000']],
    // 9 of 11 columns are shared.
    ['moved', [box(0)], [box(1)], ['Lung CORRECTED 0.8182']],
    [
      'an outline that only several answers put together moves',
      [box(0, 100)],
      [box(0.2, 100)],
      ['Lung UNCHANGED 0.9960'],
    ],
    ['another attribute', [box(0, 10, 'Lung', { side: 'left' })], [box(0, 10, 'Lung', { side: 'right' })], ['Lung CORRECTED 1.0000']], // prettier-ignore
    ['taken away', [box(0)], [], ['Lung REMOVED']],
    ['drawn', [], [box(0)], ['Lung ADDED']],
    // 1 of 19 columns.
    ['another one a little further on', [box(0)], [box(9)], ['Lung REMOVED', 'Lung ADDED']],
    ['another name', [box(0)], [box(1, 10, 'Heart')], ['Lung CORRECTED 0.8182 → Heart']],
    ['something else over it', [box(0)], [box(5, 10, 'Heart')], ['Lung REMOVED', 'Heart ADDED']],
    ['the same name before another', [box(0)], [box(0, 10, 'Heart'), box(5)], ['Lung CORRECTED 0.3333', 'Heart ADDED']],
    ['a span', [{ kind: 'SPAN', class: 'Drug', start: 0, end: 4 }], [{ kind: 'SPAN', class: 'Drug', start: 0, end: 8 }], ['Drug CORRECTED 0.5000']], // prettier-ignore
  ])('%s', (_, predicted, settled, told) => expect(compared(predicted, settled)).toEqual(told));

  it('of tags and fields', () => {
    const choice = (option: string): Label => ({ kind: 'CHOICE', field: 'view', option });
    const tag = (name: string): Label => ({ kind: 'TAG', class: name });
    expect(compared([choice('PA'), tag('a'), tag('b')], [choice('AP'), tag('b'), tag('c')])).toEqual([
      'view CORRECTED',
      'a REMOVED',
      'b UNCHANGED',
      'c ADDED',
    ]);
    expect(compared([choice('PA')], [choice('PA'), { kind: 'NUMBER', field: 'n', value: 1 }])).toEqual(['view UNCHANGED', 'n ADDED']); // prettier-ignore
  });

  it('each predicted label comes out once, and so does each settled one', () => {
    const boxes = fc.array(
      fc
        .record({
          x: fc.integer({ min: 0, max: 40 }),
          width: fc.integer({ min: 1, max: 20 }),
          name: fc.constantFrom('A', 'B'),
        })
        .map(({ x, width, name }) => box(x, width, name)),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(boxes, boxes, (predicted, settled) => {
        const parts = comparePrediction(predicted, settled);
        const of = (...names: string[]) => parts.filter(({ outcome }) => names.includes(outcome)).length;
        expect(of('UNCHANGED', 'CORRECTED', 'REMOVED')).toBe(predicted.length);
        expect(of('UNCHANGED', 'CORRECTED', 'ADDED')).toBe(settled.length);
        expect(comparePrediction(predicted, predicted).every(({ outcome }) => outcome === 'UNCHANGED')).toBe(true);
      }),
    );
  });
});
