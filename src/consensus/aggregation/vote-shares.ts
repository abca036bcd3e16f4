import type { VotesByTask } from './votes-by-task.js';

/**
 * tasks × classes: the share of a task's votes that each class has, every vote weighted by its worker.
 * A task whose weights sum to 0 gets equal shares of the classes named; one without votes, equal shares of all.
 * Gold tasks get 1 for their class.
 *
 * @param weight one non-negative entry a worker; all 1 when left out
 */
export function voteShares(
  { votes, start, cell, cellWorker, cellClass }: VotesByTask,
  gold?: Int32Array,
  weight?: Float64Array,
  into = new Float64Array(votes.tasks * votes.classes),
): Float64Array {
  const { tasks, classes } = votes;
  into.fill(0);
  for (let task = 0; task < tasks; task++) {
    const row = task * classes;
    const [from, to] = [start[task]!, start[task + 1]!];
    const known = gold ? gold[task]! : -1;
    if (known >= 0) {
      into[row + known] = 1;
      continue;
    }
    let sum = 0;
    for (let at = from; at < to; at++) {
      const of = cell[at]!;
      const share = weight ? weight[cellWorker[of]!]! : 1;
      into[row + cellClass[of]!]! += share;
      sum += share;
    }
    if (from === to) into.fill(1 / classes, row, row + classes);
    else if (sum > 0) for (let named = 0; named < classes; named++) into[row + named]! /= sum;
    else {
      let different = 0;
      for (let at = from; at < to; at++) {
        const place = row + cellClass[cell[at]!]!;
        if (into[place] === 0) different += 1;
        into[place] = 1;
      }
      for (let named = 0; named < classes; named++) into[row + named]! /= different;
    }
  }
  return into;
}
