import { describe, expect, it } from '@jest/globals';
import { randomOf } from '../../consensus/index.js';
import type { Label, LabelSchema } from '../../labels/index.js';
import type { TaskAnswers } from '../answers/answer.types.js';
import compareMethods, { type ComparisonInput, type MethodDone } from './compare-methods.job.js';
import { choiceVotes } from './choice-votes.js';
import type { PartComparison } from './comparison-report.js';

const schema = (more: Partial<LabelSchema>): LabelSchema => ({ classes: [], fields: [], ...more });
const options = ['cat', 'dog', 'fox'];
const animals = schema({ fields: [{ name: 'animal', kind: 'CHOICE', options, required: true }] });
const animal = (option: string): Label => ({ kind: 'CHOICE', field: 'animal', option });
const age = (value: number): Label => ({ kind: 'NUMBER', field: 'age', value });
const note = (text: string): Label => ({ kind: 'TEXT', field: 'note', text });
const head = (x: number): Label => ({ kind: 'BOX', class: 'Head', x, y: 0, width: 10, height: 10 });
const tag: Label = { kind: 'TAG', class: 'indoors' };

interface Planted {
  answers: Label[][];
  gold?: Label[];
}

const inputOf = (labelSchema: LabelSchema, planted: Planted[]): ComparisonInput => {
  const tasks: TaskAnswers[] = planted.map(({ answers }, task) => ({
    taskId: `t${task}`,
    source: null,
    answers: answers.map((labels, by) => ({ by: `p${by}`, labels: JSON.stringify(labels) })),
  }));
  const gold = planted.flatMap((one, task) => (one.gold ? [[`t${task}`, JSON.stringify(one.gold)] as const] : []));
  const known = new Set<string>(gold.map(([task]) => task));
  return {
    schema: labelSchema,
    classMap: {},
    target: 0.95,
    tasks,
    goldTasks: tasks.filter(({ taskId }) => known.has(taskId)),
    gold: new Map(gold),
    isCapped: false,
  };
};
const compared = (labelSchema: LabelSchema, planted: Planted[]) => compareMethods(inputOf(labelSchema, planted), () => undefined); // prettier-ignore
const methodOf = (part: PartComparison, name: string) => part.methods.find(({ method }) => method === name)!;

describe('methods on the gold of a project', () => {
  /** Three who know and four who guess: a vote for a vote, the guesses often win. */
  const crowd = (() => {
    const random = randomOf(5);
    const accuracies = [0.95, 0.92, 0.9, 0.36, 0.36, 0.36, 0.36];
    return Array.from({ length: 300 }, (_, task) => {
      const truth = options[random.integer(3)]!;
      const others = options.filter((option) => option !== truth);
      const given = accuracies.map((accuracy) => (random.next() < accuracy ? truth : others[random.integer(2)]!));
      return { truth, answers: given.map((option) => [animal(option)]), isGold: task % 2 === 0 };
    });
  })();
  const planted = crowd.map(({ truth, answers, isGold }) => ({ answers, ...(isGold && { gold: [animal(truth)] }) }));
  const report = compared(animals, planted);
  const part = report.parts[0]!;

  it('counts what it stands on', () => {
    expect(report).toMatchObject({ goldTasks: 150, answeredTasks: 300, answers: 2100, people: 7, note: null });
    expect(part).toMatchObject({ kind: 'CHOICE', name: 'animal', measure: 'ACCURACY', n: 150 });
    expect(part.methods.every(({ score }) => score.n === 150)).toBe(true);
  });

  it('finds out that people who know are to be heard more than those who guess', () => {
    const [vote, oneCoin, dawidSkene] = ['majority-vote', 'one-coin', 'dawid-skene'].map((name) => methodOf(part, name).score); // prettier-ignore
    expect(oneCoin!.low!).toBeGreaterThan(vote!.value!);
    expect(dawidSkene!.low!).toBeGreaterThan(vote!.value!);
    expect(methodOf(part, 'one-coin').confidence).toMatchObject({ observed: expect.any(Number) });
  });

  it('gives intervals that hold the accuracy over all tasks, of which gold is a part', () => {
    // The same votes with everything known.
    const whole = compared(animals, crowd.map(({ truth, answers }) => ({ answers, gold: [animal(truth)] }))).parts[0]!; // prettier-ignore
    for (const { method, score } of part.methods) {
      const { value } = methodOf(whole, method).score;
      expect([method, score.low! < value! && value! < score.high!]).toEqual([method, true]);
    }
  });

  it('does not let gold steer: a method scores the same whatever else is known', () => {
    const wrong = planted.map((one) => (one.gold ? { ...one, gold: [animal('fox')] } : one));
    const again = compared(animals, wrong).parts[0]!;
    expect(again.sameLabel).toEqual(part.sameLabel);
    expect(methodOf(again, 'majority-vote').score.value).toBeLessThan(0.5);
  });

  it('says why a method is left out, and how often two methods say the same', () => {
    expect(part.omitted).toEqual([{ method: 'kos', why: 'KOS knows questions of two values; 3 were given here.' }]);
    expect(part.sameLabel).toHaveLength(36);
    for (const { share } of part.sameLabel) expect(share).toMatchObject({ n: 300, value: expect.any(Number) });
    const lone = compared(animals, [{ answers: [[animal('cat')]] }]).parts[0]!;
    expect(lone.omitted.map(({ method }) => method)).toEqual(['m-msr', 'kos']);
    const nobody = compared(animals, [{ answers: [] }]).parts[0]!;
    expect([nobody.methods, nobody.omitted.length]).toEqual([[], 10]);
  });

  it('without gold says how to add some, and still compares methods with each other', () => {
    const none = compared(animals, planted.map(({ answers }) => ({ answers }))); // prettier-ignore
    expect(none).toMatchObject({ goldTasks: 0, note: expect.stringContaining('addGold') });
    expect(methodOf(none.parts[0]!, 'wawa').score).toEqual({ value: null, low: null, high: null, n: 0 });
    expect(none.parts[0]!.sameLabel).toEqual(part.sameLabel);
  });

  it('tells its steps', () => {
    const steps: MethodDone[] = [];
    const both = schema({ fields: animals.fields, classes: [{ name: 'Head', kind: 'BOX' }] });
    compareMethods(inputOf(both, planted.slice(0, 5)), (step) => steps.push(step));
    expect(steps).toHaveLength(11);
    expect(steps.at(-1)).toEqual({ done: 11, total: 11 });
  });

  it('takes a tag for a question with two values, and a tie for half', () => {
    const { parts } = compared(schema({ classes: [{ name: 'indoors', kind: 'TAG' }] }), [
      { answers: [[tag], []], gold: [tag] },
      { answers: [[tag], [tag]], gold: [tag] },
      { answers: [[], []], gold: [] },
    ]);
    expect(methodOf(parts[0]!, 'majority-vote').score).toMatchObject({ value: 2.5 / 3, n: 3 });
  });

  it('measures numbers by their distance, and hears people who measure well', () => {
    const random = randomOf(3);
    const field = schema({ fields: [{ name: 'age', kind: 'NUMBER' }] });
    const measured = (spread: number[]) =>
      compared(
        field,
        Array.from({ length: 200 }, (_, task) => {
          const truth = 20 + random.integer(60);
          const answers = spread.map((width) => [age(truth + (random.next() - 0.5) * 2 * width)]);
          return { answers: [...answers, []], ...(task < 100 && { gold: [age(truth)] }) };
        }),
      ).parts[0]!;
    const part = measured([1, 1, 1, 20]);
    expect(part).toMatchObject({ measure: 'MEAN_ABSOLUTE_ERROR', n: 100 });
    const [weighted, middle, plain] = ['inverse-variance', 'median', 'mean'].map((name) => methodOf(part, name).score);
    expect(weighted!.high!).toBeLessThan(plain!.low!);
    expect(middle!.high!).toBeLessThan(plain!.low!);
    // One person who is off by up to 1 either way is off by a half in the mean.
    const { low, high } = methodOf(measured([1]), 'mean').score;
    expect(low! < 0.5 && 0.5 < high!).toBe(true);
  });

  it('measures texts by what is left to edit', () => {
    const field = schema({ fields: [{ name: 'note', kind: 'TEXT' }] });
    const { parts } = compared(field, [
      { answers: [[note('a red box')], [note('a blue fox')], [note('the blue fox')]], gold: [note('a blue fox')] },
      { answers: [[note('ab')]], gold: [note('ab')] },
    ]);
    const scores = Object.fromEntries(parts[0]!.methods.map(({ method, score }) => [method, score.value]));
    expect(parts[0]).toMatchObject({ measure: 'TEXT_SIMILARITY', n: 2 });
    expect(scores).toEqual({ 'first-answer': expect.closeTo((1 - 0.5 + 1) / 2, 9), medoid: 1, rover: 1 });
  });

  it('measures shapes by overlap and by instances', () => {
    const field = schema({ classes: [{ name: 'Head', kind: 'BOX' }] });
    const { parts } = compared(field, [
      { answers: [[head(50)], [head(0)], [head(1)]], gold: [head(0)] },
      { answers: [[head(0), head(30)], [head(0), head(30)], []], gold: [head(0), head(30)] },
      { answers: [[]], gold: [] },
    ]);
    const { score, f1 } = methodOf(parts[0]!, 'first-answer');
    expect(score).toMatchObject({ value: 0.5, n: 2 });
    expect(f1!.value).toBeCloseTo(4 / 6, 12);
    expect(methodOf(parts[0]!, 'medoid').score.value).toBe(1);
  });
});

describe('votes on a question', () => {
  it('know who said what, what is true, and what is true that nobody said', () => {
    const task = (taskId: string, said: string[], truth?: string) => ({
      taskId,
      answers: said.map((option, by) => ({ by: `p${by}`, labels: [animal(option)] })),
      gold: truth === undefined ? null : [animal(truth)],
    });
    const valueOf = (labels: Label[]) => (labels[0]?.kind === 'CHOICE' ? labels[0].option : null);
    const made = choiceVotes([task('a', ['dog', 'cat'], 'dog'), task('b', ['cat']), task('c', ['cat'], 'fox'), task('d', [], 'cat')], valueOf); // prettier-ignore
    expect([...made.votes.task]).toEqual([0, 0, 1, 2]);
    expect([...made.votes.worker]).toEqual([0, 1, 0, 0]);
    expect([...made.votes.label]).toEqual([1, 0, 0, 0]);
    expect([...made.gold]).toEqual([1, -1, -2]);
  });
});
