import type { Aggregation, AggregationOptions, Votes } from './aggregation.types.js';
import { expectationMaximization, FLOOR } from './expectation-maximization.js';
import { labelsOf } from './posteriors.js';
import { LARGEST_TABLE, votesByTask } from './votes-by-task.js';

const MAX_PASSES = 1000;

/**
 * Dawid-Skene with one number for each worker: right with probability s_w, and otherwise any other class alike,
 * (1 − s_w)/(K − 1). s_w = Σ of the posteriors of what they said / number of votes; π_c = mean T_ic. Begins at the vote
 * shares; stops when |ΔLL| < 1e-7·|LL|. `skill` is s_w. Falls over when the mean worker is below chance.
 * Uses every option but `seed`; a start needs `start.skill`.
 */
export function oneCoin(votes: Votes, options: AggregationOptions = {}): Aggregation {
  const index = votesByTask(votes);
  const { workers, classes } = votes;
  const { cellWorker, cellClass, cellVotes } = index;
  const given = new Float64Array(workers);
  for (let of = 0; of < cellWorker.length; of++) given[cellWorker[of]!]! += cellVotes[of]!;
  const skill = new Float64Array(workers);
  const logRight = new Float64Array(workers);
  const logWrong = new Float64Array(workers);

  const measure = (expected: Float64Array): void => {
    skill.fill(0);
    for (let of = 0; of < cellWorker.length; of++) skill[cellWorker[of]!]! += expected[of * classes + cellClass[of]!]!;
    for (let worker = 0; worker < workers; worker++) skill[worker]! /= given[worker]!;
  };
  const write = (logErrors: Float64Array): void => {
    for (let worker = 0; worker < workers; worker++) {
      logRight[worker] = Math.log(Math.max(skill[worker]!, FLOOR));
      logWrong[worker] = Math.log(Math.max((1 - skill[worker]!) / Math.max(1, classes - 1), FLOOR));
    }
    for (let of = 0; of < cellWorker.length; of++) {
      const worker = cellWorker[of]!;
      logErrors.fill(logWrong[worker]!, of * classes, (of + 1) * classes);
      logErrors[of * classes + cellClass[of]!] = logRight[worker]!;
    }
  };

  const { expectedCounts, ...result } = expectationMaximization(
    index,
    {
      classPseudoCount: 0,
      maxPasses: MAX_PASSES,
      begin(start, logErrors) {
        if (!start.skill) return false;
        skill.set(start.skill);
        write(logErrors);
        return true;
      },
      estimate(expected, logErrors) {
        measure(expected);
        write(logErrors);
      },
    },
    options,
  );
  measure(expectedCounts);
  return {
    ...result,
    labels: labelsOf(result.posteriors, classes),
    skill,
    confusion: options.skipConfusion ? null : matricesOf(skill, classes),
    difficulty: null,
  };
}

/** workers × classes × classes of a skill each: s on the diagonal, (1 − s)/(K − 1) beside it; NaN becomes chance. */
export function matricesOf(skill: Float64Array, classes: number): Float64Array {
  const size = skill.length * classes * classes;
  if (size > LARGEST_TABLE) {
    throw new RangeError(`${skill.length} workers × ${classes}² classes are too many for one table: use skipConfusion`);
  }
  const confusion = new Float64Array(size);
  for (let worker = 0; worker < skill.length; worker++) {
    const right = Number.isNaN(skill[worker]!) ? 1 / classes : skill[worker]!;
    const from = worker * classes * classes;
    confusion.fill((1 - right) / Math.max(1, classes - 1), from, from + classes * classes);
    for (let named = 0; named < classes; named++) confusion[from + named * classes + named] = right;
  }
  return confusion;
}
