import { describe, expect, it } from '@jest/globals';
import { crowdSet } from '../../../test/factories/crowd-sets.js';
import { dawidSkene } from './dawid-skene.js';
import { taskPosterior } from './task-posterior.js';
import { WorkerRecord } from './worker-record.js';

const equal = (classes: number) => new Float64Array(classes).fill(1 / classes);
const votes = (...given: [label: number, errors: number][]) => given.map(([label, errors]) => ({ label, errors }));

describe('taskPosterior', () => {
  it.each([
    ['two of skill .8 who agree', 2, votes([0, 0.8], [0, 0.8]), [0.94117647, 0.05882353]],
    ['two against one', 2, votes([0, 0.8], [0, 0.8], [1, 0.7]), [0.87272727, 0.12727273]],
    ['two who agree on one of four', 4, votes([2, 0.7], [2, 0.7]), [0.01923077, 0.01923077, 0.94230769, 0.01923077]],
    ['a good one against a poor one', 4, votes([0, 0.9], [1, 0.6]), [0.80597015, 0.13432836, 0.02985075, 0.02985075]],
    ['nobody', 3, [], [1 / 3, 1 / 3, 1 / 3]],
  ])('of %s', (_, classes, answers, expected) => {
    const posterior = taskPosterior(answers, equal(classes));
    expected.forEach((share, named) => expect(posterior[named]).toBeCloseTo(share, 8));
  });

  it('is what Dawid-Skene says of a task, given its matrices and prior', async () => {
    const { votes: all } = await crowdSet('dog');
    const { confusion, classPrior, posteriors } = dawidSkene(all);
    for (let task = 0; task < 20; task++) {
      const answers = [...all.task.keys()]
        .filter((at) => all.task[at] === task)
        .map((at) => ({
          label: all.label[at]!,
          errors: confusion!.subarray(all.worker[at]! * 16, all.worker[at]! * 16 + 16),
        }));
      const posterior = taskPosterior(answers, classPrior);
      // The matrices are one step further than the posteriors of the last pass.
      posterior.forEach((share, named) => expect(Math.abs(share - posteriors[task * 4 + named]!)).toBeLessThan(0.01));
    }
  });

  it('refuses what is no class, no skill and no matrix', () => {
    expect(() => taskPosterior(votes([2, 0.8]), equal(2))).toThrow('label 2 is no class of 2');
    expect(() => taskPosterior(votes([0, 1.1]), equal(2))).toThrow('a skill of 1.1');
    expect(() => taskPosterior([{ label: 0, errors: equal(3) }], equal(2))).toThrow('a matrix of 3 entries');
  });

  it('lets one person who is never wrong be outvoted by enough others', () => {
    const posterior = taskPosterior(votes([0, 1], ...Array<[number, number]>(40).fill([1, 0.9])), equal(2));
    expect(posterior[1]).toBeGreaterThan(0.99);
  });
});

describe('WorkerRecord', () => {
  it('begins at three of four and learns from gold', () => {
    const record = new WorkerRecord(2, 2);
    expect(record.skill(0)).toBe(0.75);
    expect([...record.matrix(0)]).toEqual([0.75, 0.25, 0.25, 0.75]);
    for (let task = 0; task < 6; task++) record.learn(Float64Array.of(1, 0), [{ worker: 0, label: 0 }]);
    expect([record.skill(0), record.skill(1)]).toEqual([0.9, 0.75]);
    expect([...record.classPrior()]).toEqual([10 / 14, 4 / 14]);
    // Six votes of class 0 seen; of class 1 nothing but the skill.
    expect(record.matrix(0)[0]).toBeCloseTo((6 + 8 * 0.9) / 14);
    expect(record.matrix(0)[3]).toBeCloseTo(0.9);
  });

  it('comes to know a bias', () => {
    const record = new WorkerRecord(1, 2);
    for (let task = 0; task < 200; task++) {
      record.learn(task % 2 === 0 ? Float64Array.of(1, 0) : Float64Array.of(0, 1), [{ worker: 0, label: 0 }]);
    }
    const matrix = record.matrix(0);
    expect(matrix[0]).toBeGreaterThan(0.95);
    expect(matrix[2]).toBeGreaterThan(0.9); // says 0 of class 1 too: the answer is worth nothing
    const posterior = taskPosterior([{ label: 0, errors: matrix }], Float64Array.of(0.5, 0.5));
    expect(posterior[0]).toBeLessThan(0.53);
  });
});
