import { describe, expect, it } from '@jest/globals';
import type { Label, LabelSchema } from '../../labels/index.js';
import { asPolicy } from '../../projects/index.js';
import { classesOfKnown, compareWithKnown } from './comparison.rules.js';

const schema: LabelSchema = {
  classes: [
    { name: 'Lung', kind: 'BOX' },
    { name: 'Heart', kind: 'BOX' },
    { name: 'blurred', kind: 'TAG' },
  ],
  fields: [
    { name: 'view', kind: 'CHOICE', options: ['front', 'side'] },
    { name: 'age', kind: 'NUMBER' },
    { name: 'note', kind: 'TEXT' },
  ],
} as LabelSchema;
const policy = asPolicy({ consensus: { parts: { age: { tolerance: 2 } } } });
const box = (name: string, x: number): Label => ({ kind: 'BOX', class: name, x, y: 0, width: 10, height: 10 });
const compare = (answer: Label[], known: Label[]) => compareWithKnown(answer, known, schema, policy);

describe('an answer against the known one', () => {
  it('is right or wrong for choices, by the right option', () => {
    const known: Label[] = [{ kind: 'CHOICE', field: 'view', option: 'front' }];
    expect(compare(known, known)).toEqual({ score: 1, byClass: [{ class: 'front', score: 1 }] });
    expect(compare([{ kind: 'CHOICE', field: 'view', option: 'side' }], known)).toEqual({
      score: 0,
      byClass: [{ class: 'front', score: 0 }],
    });
    expect(compare([], known).score).toBe(0);
  });

  it('lets numbers differ as the policy allows, and texts a little', () => {
    const known: Label[] = [
      { kind: 'NUMBER', field: 'age', value: 40 },
      { kind: 'TEXT', field: 'note', text: 'effusion' },
    ];
    const near = compare(
      [
        { kind: 'NUMBER', field: 'age', value: 42 },
        { kind: 'TEXT', field: 'note', text: 'effusio' },
      ],
      known,
    );
    expect(near.score).toBeCloseTo(7 / 8);
    expect(compare([{ kind: 'NUMBER', field: 'age', value: 43 }, known[1]!], known).score).toBe(0);
  });

  it('counts what is missed and what is invented, class by class', () => {
    const { score, byClass } = compare([box('Lung', 0)], [box('Lung', 0), box('Lung', 50), box('Heart', 0)]);
    expect(score).toBeCloseTo(1 / 3);
    expect(byClass).toEqual([
      { class: 'Lung', score: 0.5 },
      { class: 'Heart', score: 0 },
    ]);
    expect(compare([box('Heart', 0)], []).byClass).toEqual([{ class: 'Heart', score: 0 }]);
    expect(compare([], [])).toEqual({ score: 1, byClass: [] });
  });

  it('compares tags as sets', () => {
    const known: Label[] = [{ kind: 'TAG', class: 'blurred' }];
    expect(compare([], known)).toEqual({ score: 0, byClass: [{ class: 'blurred', score: 0 }] });
    expect(compare(known, known).score).toBe(1);
  });

  it('calls an empty known answer a class of its own', () => {
    expect(classesOfKnown([])).toEqual(['nothing']);
    expect(classesOfKnown([box('Lung', 0), box('Lung', 9)])).toEqual(['Lung']);
  });
});
