import { describe, expect, it } from '@jest/globals';
import type { Label, LabelSchema } from '../../labels/index.js';
import type { TaskAnswers } from '../answers/answer.types.js';
import measure, { type AgreementInput } from './agreement.job.js';

const schema: LabelSchema = {
  fields: [
    { name: 'animal', kind: 'CHOICE', options: ['cat', 'dog'] },
    { name: 'age', kind: 'NUMBER' },
    { name: 'note', kind: 'TEXT' },
  ],
  classes: [
    { name: 'indoors', kind: 'TAG' },
    { name: 'Head', kind: 'BOX' },
  ],
};
const choice = (option: string): Label => ({ kind: 'CHOICE', field: 'animal', option });
const age = (value: number): Label => ({ kind: 'NUMBER', field: 'age', value });
const note = (text: string): Label => ({ kind: 'TEXT', field: 'note', text });
const tag = (name = 'indoors'): Label => ({ kind: 'TAG', class: name });
const head = (x: number, name = 'Head'): Label => ({ kind: 'BOX', class: name, x, y: 0, width: 10, height: 10 });

/** The answers of Ann, Ben and so on, a task each line. */
const tasksOf = (rows: (Label[] | null)[][], source: (task: number) => string | null = () => null): TaskAnswers[] =>
  rows.map((row, task) => ({
    taskId: `t${task}`,
    source: source(task),
    answers: row.flatMap((labels, by) => (labels ? [{ by: `p${by}`, labels: JSON.stringify(labels) }] : [])),
  }));

const report = (tasks: TaskAnswers[], more: Partial<AgreementInput> = {}) => {
  const made = measure({ schema, classMap: {}, threshold: { measure: 'SCORE', threshold: 0.8 }, tasks, isBySource: false, ...more }); // prettier-ignore
  return { ...made, part: (name: string) => made.parts.find((part) => part.name === name)! };
};

/** As in Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), A: 14 zeros, 6 ones, 4 of 10 pairs differ: .095. */
const binary = [..."0100000000"].map((first, at) => [first, "1110011000"[at]!]); // prettier-ignore

describe('agreement by part of the schema', () => {
  it('of a field of choices is Krippendorff’s own example, with its tasks, people and answers', () => {
    const { part, tasks, answers } = report(tasksOf(binary.map((row) => row.map((value) => [choice(value)]))));
    expect({ tasks, answers }).toEqual({ tasks: 10, answers: 20 });
    const { alpha, percent, ...sizes } = part('animal');
    expect(alpha.value).toBeCloseTo(0.095, 3);
    expect(percent).toMatchObject({ value: 0.6, n: 10 });
    expect(percent.low).toBeGreaterThan(0.2);
    expect(percent.high).toBeLessThan(1);
    expect(sizes).toMatchObject({
      kind: 'CHOICE',
      metric: 'NOMINAL',
      items: 10,
      raters: 2,
      pairable: 20,
      meanIou: null,
    });
  });

  it('takes a choice left open for an answer, and a task with one answer for none', () => {
    const { part } = report(tasksOf([[[choice('cat')], []], [[choice('dog')], [choice('dog')]], [[choice('cat')]]]));
    expect(part('animal')).toMatchObject({ items: 2, pairable: 4, percent: { value: 0.5, n: 2 } });
  });

  it('of a tag asks whether it holds; where nobody ever says so alpha is not defined', () => {
    const rows = [
      [[tag()], [tag(), tag()]],
      [[], []],
      [[tag()], []],
      [[], []],
    ];
    const { part } = report(tasksOf(rows));
    expect(part('indoors').percent.value).toBe(0.75);
    // n = 8 of which 3 hold: D_o = 2/8, D_e = 2·3·5/(8·7)
    expect(part('indoors').alpha.value).toBeCloseTo(1 - 0.25 / (30 / 56), 12);
    const { part: never } = report(
      tasksOf([
        [[], []],
        [[], []],
      ]),
    );
    expect(never('indoors')).toMatchObject({ alpha: { value: null, low: null, high: null }, percent: { value: 1 } });
  });

  it('of a number knows near from far, and no number is missing', () => {
    const near = report(
      tasksOf([
        [[age(10)], [age(11)]],
        [[age(50)], [age(51)]],
        [[age(90)], []],
      ]),
    );
    expect(near.part('age')).toMatchObject({ metric: 'INTERVAL', items: 2, percent: { value: 0 } });
    expect(near.part('age').alpha.value).toBeGreaterThan(0.99);
  });

  it('of a text counts what is edited, and an empty one is a text', () => {
    const { part } = report(
      tasksOf([
        [[note('abcd')], [note('abcx')]],
        [[note('')], []],
      ]),
    );
    // Distances: ¼ and 0 within; between the four texts of chance ¼ once, 1 four times, 0 once.
    expect(part('note').alpha.value).toBeCloseTo(1 - (3 * 2 * 0.25) / (2 * (0.25 + 4)), 12);
    expect(part('note').percent.value).toBe(0.5);
  });

  it('of a class of shapes is their overlap: boxes half a width apart share a third', () => {
    const { part } = report(
      tasksOf([
        [[head(0)], [head(5)]],
        [[], []],
        [[head(0), head(40)], [head(0)]],
      ]),
    );
    const { meanIou, percent, alpha } = part('Head');
    expect(meanIou).toMatchObject({ value: expect.closeTo((1 / 3 + 1 / 2) / 2, 9), n: 2 });
    expect(percent).toMatchObject({ value: expect.closeTo(1 / 3, 9), n: 3 });
    expect(alpha.value).toBeLessThan(1);
  });

  it('of the whole is the project’s own comparison and threshold', () => {
    const rows = [
      [
        [choice('cat'), head(0)],
        [choice('cat'), head(1)],
      ],
      [
        [choice('cat'), head(0)],
        [choice('dog'), head(0)],
      ],
    ];
    const { overall, part } = report(tasksOf(rows), { threshold: { measure: 'SCORE', threshold: 0.8 } });
    expect(overall).toMatchObject({ kind: null, metric: 'ONE_MINUS_SCORE', percent: { value: 0.5, n: 2 } });
    expect(report(tasksOf(rows), { threshold: { measure: 'SCORE', threshold: 0.9 } }).overall.percent.value).toBe(0);
    expect(part('Head').meanIou!.value).toBeCloseTo((9 / 11 + 1) / 2, 9);
    // Classes that do not count for the whole are still measured by themselves.
    const without = report(tasksOf(rows), { classes: [], threshold: { measure: 'SCORE', threshold: 0.9 } });
    expect(without.overall.percent.value).toBe(0.5);
    expect(without.part('Head').meanIou!.value).toBeCloseTo((9 / 11 + 1) / 2, 9);
  });

  it('counts classes as the policy says', () => {
    const both: LabelSchema = { ...schema, classes: [...schema.classes, { name: 'Skull', kind: 'BOX' }] };
    const tasks = tasksOf([
      [[head(0)], [head(0, 'Skull')]],
      [[head(0)], [head(0)]],
    ]);
    expect(report(tasks, { schema: both }).part('Head').meanIou!.value).toBe(0.5);
    const mapped = report(tasks, { schema: both, classMap: { Skull: 'Head' } });
    expect(mapped.parts.map(({ name }) => name)).toEqual(['animal', 'age', 'note', 'indoors', 'Head']);
    expect(mapped.part('Head').meanIou!.value).toBe(1);
  });

  it('apart by source', () => {
    const rows = binary.map((row) => row.map((value) => [choice(value)]));
    const bySource = report(
      tasksOf(rows, (task) => (task < 4 ? 'b' : task < 8 ? 'a' : null)),
      { isBySource: true },
    ).bySource;
    expect(bySource.map(({ source, tasks }) => [source, tasks])).toEqual([[null, 2], ['a', 4], ['b', 4]]); // prettier-ignore
    const percents = bySource.map(({ parts }) => parts[0]!.percent.value);
    expect(percents).toEqual([1, 0.5, 0.5]);
  });
});
