import { expect, it } from '@jest/globals';
import { crowdSet } from '../../../test/factories/crowd-sets.js';
import type { Votes } from './aggregation.types.js';
import { canonicalOrder } from './canonical-order.js';
import { glad } from './glad.js';
import { mace } from './mace.js';
import { positionsBy } from './votes-by-task.js';
import { randomOf, shuffle } from '../statistics/random.js';

function renumbered(votes: Votes, seed: number) {
  const random = randomOf(seed);
  const order = (size: number) =>
    shuffle(
      Int32Array.from({ length: size }, (_, at) => at),
      random,
    );
  const [rows, tasks, workers, classes] = [votes.task.length, votes.tasks, votes.workers, votes.classes].map(order) as [
    Int32Array,
    Int32Array,
    Int32Array,
    Int32Array,
  ];
  const other: Votes = {
    ...votes,
    task: rows.map((row) => tasks[votes.task[row]!]!),
    worker: rows.map((row) => workers[votes.worker[row]!]!),
    label: Uint16Array.from(rows, (row) => classes[votes.label[row]!]!),
  };
  return { other, tasks, workers, classes };
}

it('is the same for the same votes under other numbers and in another order', async () => {
  const { votes } = await crowdSet('rte');
  const { other } = renumbered(votes, 7);
  const [left, right] = [canonicalOrder(votes).votes, canonicalOrder(other).votes];
  const same = (one: Int32Array | Uint16Array, two: Int32Array | Uint16Array) =>
    one.every((value, at) => value === two[at]);
  expect([same(right.task, left.task), same(right.worker, left.worker), same(right.label, left.label)]).toEqual([
    true,
    true,
    true,
  ]);
  expect(same(left.worker, votes.worker)).toBe(false);
});

it.each([
  ['glad', glad],
  ['mace', mace],
])('%s answers the same to the last digit, and gives each number back to its own', async (_, method) => {
  const { votes, gold } = await crowdSet('weather-cf');
  const some = gold.map((truth, task) => (task % 10 === 0 ? truth : -1));
  const { other, tasks, workers, classes } = renumbered(votes, 3);
  const left = method(votes, { gold: some });
  const otherGold = new Int32Array(votes.tasks).fill(-1);
  for (const [task, truth] of some.entries()) if (truth >= 0) otherGold[tasks[task]!] = classes[truth]!;
  const right = method(other, { gold: otherGold });
  for (let task = 0; task < votes.tasks; task++) {
    for (let named = 0; named < 5; named++) {
      expect(right.posteriors[tasks[task]! * 5 + classes[named]!]).toBe(left.posteriors[task * 5 + named]);
    }
    if (some[task]! >= 0) expect(left.posteriors[task * 5 + some[task]!]).toBe(1);
    if (left.difficulty) expect(right.difficulty![tasks[task]!]).toBe(left.difficulty[task]);
  }
  for (let worker = 0; worker < votes.workers; worker++) {
    expect(right.skill[workers[worker]!]).toBe(left.skill[worker]);
  }
});

it('a hard task is one that people of the same skill disagree on', async () => {
  const { votes } = await crowdSet('rte');
  const { difficulty } = glad(votes);
  const { start, order } = positionsBy(votes.task, votes.tasks);
  const disagreement = Float64Array.from({ length: votes.tasks }, (_, task) => {
    const given = order.subarray(start[task], start[task + 1]);
    const ones = given.filter((at) => votes.label[at] === 1).length;
    return Math.min(ones, given.length - ones) / given.length;
  });
  const byDifficulty = [...disagreement.keys()].sort((left, right) => difficulty![left]! - difficulty![right]!);
  const meanOf = (tasks: number[]) => tasks.reduce((sum, task) => sum + disagreement[task]!, 0) / tasks.length;
  expect(meanOf(byDifficulty.slice(-200))).toBeGreaterThan(meanOf(byDifficulty.slice(0, 200)) + 0.15);
  expect(Math.min(...difficulty!)).toBeGreaterThan(0);
});
