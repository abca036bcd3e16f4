import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { crowdFile, crowdSet } from '../../../test/factories/crowd-sets.js';
import { readVotes } from '../command/label-file.js';
import { dawidSkene } from './dawid-skene.js';
import { oneCoin } from './one-coin.js';
import { pooledDawidSkene } from './pooled-dawid-skene.js';
import { accuracyOf } from './posteriors.js';

describe('the worked example of Dawid & Skene 1979', () => {
  const expected = JSON.parse(readFileSync(crowdFile('anesthesia-ds1979', 'expected-ds.json'), 'utf8'));

  it('has the marginals, the posteriors and the classes of the paper', async () => {
    const { votes, taskNames, classNames } = await readVotes(crowdFile('anesthesia-ds1979', 'labels.csv'));
    const { logLikelihood, classPrior, posteriors, labels } = dawidSkene(votes);
    expect(Math.abs(logLikelihood! - expected.logLikelihood)).toBeLessThan(1e-4);
    expected.classMarginals.forEach((share: number, named: number) => expect(classPrior[named]).toBeCloseTo(share, 4));
    expect(taskNames).toHaveLength(45);
    for (const [task, name] of taskNames.entries()) {
      const row: number[] = expected.posterior[Number(name) - 1];
      row.forEach((share, named) => expect(Math.abs(posteriors[task * 4 + named]! - share)).toBeLessThan(1e-4));
      expect(classNames[labels[task]!]).toBe(String(expected.patientClass[Number(name) - 1]));
    }
  });

  it('has the published error rates of observer 1', async () => {
    const { votes, workerNames } = await readVotes(crowdFile('anesthesia-ds1979', 'labels.csv'));
    const { confusion } = dawidSkene(votes);
    const from = workerNames.indexOf('1') * 16;
    const rows = [0, 4, 8, 12].map((row) =>
      Array.from(confusion!.subarray(from + row, from + row + 4), (p) => Number(p.toFixed(2))),
    );
    expect(rows).toEqual([
      [0.89, 0.11, 0, 0],
      [0.07, 0.88, 0.05, 0],
      [0, 0.34, 0.66, 0],
      [0, 0, 0.56, 0.44],
    ]);
  });
});

describe('what is known beforehand', () => {
  it.each([
    ['dawidSkene', dawidSkene],
    ['pooledDawidSkene', pooledDawidSkene],
    ['oneCoin', oneCoin],
  ])('%s holds gold and learns from it', async (_, method) => {
    const { votes, gold } = await crowdSet('bluebird');
    const half = gold.map((truth, task) => (task % 2 === 0 ? truth : -1));
    const other = gold.map((truth, task) => (task % 2 === 1 ? truth : -1));
    const helped = method(votes, { gold: half });
    for (const [task, truth] of half.entries()) if (truth >= 0) expect(helped.posteriors[task * 2 + truth]).toBe(1);
    const scored = (posteriors: Float64Array) => accuracyOf(posteriors, 2, other).accuracy!;
    expect(scored(helped.posteriors)).toBeGreaterThan(scored(method(votes).posteriors) - 0.02);
    // One-coin falls over on bluebird; with gold it must not.
    expect(scored(helped.posteriors)).toBeGreaterThan(0.7);
  });

  it('a class prior is held, and moves the posteriors', async () => {
    const { votes } = await crowdSet('rte');
    const classPrior = Float64Array.of(0.99, 0.01);
    const held = dawidSkene(votes, { classPrior });
    expect(held.classPrior).toEqual(classPrior);
    const zeros = (labels: Int32Array) => labels.filter((label) => label === 0).length;
    expect(zeros(held.labels)).toBeGreaterThan(zeros(dawidSkene(votes).labels));
  });

  it.each([
    ['dawidSkene', dawidSkene],
    ['pooledDawidSkene', pooledDawidSkene],
    ['oneCoin', oneCoin],
  ])('%s from where it ended is there in fewer passes', async (_, method) => {
    const { votes } = await crowdSet('dog');
    const cold = method(votes);
    const warm = method(votes, {
      start: { confusion: cold.confusion!, classPrior: cold.classPrior, skill: cold.skill },
    });
    expect(warm.iterations).toBeLessThan(cold.iterations / 2);
    expect(warm.logLikelihood!).toBeCloseTo(cold.logLikelihood!, 1);
    expect(warm.labels).toEqual(cold.labels);
  });
});

describe('the edges', () => {
  const votes = (task: number[], worker: number[], label: number[], tasks = 2, workers = 2, classes = 2) => ({
    task: Int32Array.from(task),
    worker: Int32Array.from(worker),
    label: Uint16Array.from(label),
    tasks,
    workers,
    classes,
  });

  it.each([
    ['dawidSkene', dawidSkene],
    ['pooledDawidSkene', pooledDawidSkene],
    ['oneCoin', oneCoin],
  ])('%s answers for a task without votes, a worker without votes, one class and nothing', (_, method) => {
    const lonely = method(votes([0, 0, 1], [0, 1, 0], [1, 1, 0], 3, 3));
    expect(lonely.posteriors[4]! + lonely.posteriors[5]!).toBeCloseTo(1);
    expect(lonely.skill[2]).toBeNaN();
    expect([...method(votes([0, 1], [0, 0], [0, 0], 2, 1, 1)).posteriors]).toEqual([1, 1]);
    expect(method(votes([], [], [], 0, 0, 0)).labels).toHaveLength(0);
  });

  it('names the vote that is out of range', () => {
    expect(() => dawidSkene(votes([0, 2], [0, 0], [0, 0]))).toThrow('votes.task[1] is outside [0, 2)');
    expect(() => dawidSkene(votes([0], [2], [0]))).toThrow('votes.worker[0]');
    expect(() => dawidSkene(votes([0], [0], [2]))).toThrow('votes.label[0]');
    expect(() => dawidSkene(votes([0], [0], []))).toThrow('one a vote');
    expect(() => dawidSkene(votes([0], [0], [0]), { start: { confusion: new Float64Array(3) } })).toThrow('3 entries');
  });

  it('shrinks a worker with one vote to the average worker', async () => {
    const { votes: real } = await crowdSet('weather-cf');
    const { confusion } = pooledDawidSkene(real);
    for (let row = 0; row < confusion!.length; row += 5) {
      expect(confusion!.subarray(row, row + 5).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1);
      expect(Math.min(...confusion!.subarray(row, row + 5))).toBeGreaterThan(0);
    }
  });
});
