import { FLOOR } from './expectation-maximization.js';
import { LARGEST_TABLE, type VotesByTask } from './votes-by-task.js';

/** Of the methods with a matrix for each worker, in terms of what a cell of it would be. */
export interface WorkerMatrices {
  /** workers × classes: Σ of a worker's expected counts over what they said. */
  rowSums: Float64Array;
  /** P(says `said` | `truth`) given the expected count of that cell. */
  probability(count: number, worker: number, truth: number, said: number): number;
}

/** workers × classes: how many of the worker's votes are expected to be on tasks of each true class. */
export function rowSumsOf(
  { cellWorker, votes }: VotesByTask,
  expectedCounts: Float64Array,
  into = new Float64Array(votes.workers * votes.classes),
): Float64Array {
  const { classes } = votes;
  into.fill(0);
  for (let of = 0; of < cellWorker.length; of++) {
    const row = cellWorker[of]! * classes;
    for (let truth = 0; truth < classes; truth++) into[row + truth]! += expectedCounts[of * classes + truth]!;
  }
  return into;
}

/** Writes the logarithm of each cell's probability from matrices of an earlier run (workers × classes × classes). */
export function logErrorsFrom(
  confusion: Float64Array,
  { cellWorker, cellClass, votes }: VotesByTask,
  logErrors: Float64Array,
): void {
  const { workers, classes } = votes;
  if (confusion.length !== workers * classes * classes) {
    throw new RangeError(`start.confusion has ${confusion.length} entries, not ${workers} × ${classes} × ${classes}`);
  }
  for (let of = 0; of < cellWorker.length; of++) {
    const matrix = cellWorker[of]! * classes * classes + cellClass[of]!;
    for (let truth = 0; truth < classes; truth++) {
      logErrors[of * classes + truth] = Math.log(Math.max(confusion[matrix + truth * classes]!, FLOOR));
    }
  }
}

/** workers × classes × classes, the cells that nobody used included. */
export function confusionOf(
  { cellWorker, cellClass, votes }: VotesByTask,
  expectedCounts: Float64Array,
  { probability }: WorkerMatrices,
): Float64Array {
  const { workers, classes } = votes;
  const size = workers * classes * classes;
  if (size > LARGEST_TABLE) {
    throw new RangeError(`${workers} workers × ${classes}² classes are too many for one table: use skipConfusion`);
  }
  const confusion = new Float64Array(size);
  for (let of = 0; of < cellWorker.length; of++) {
    const matrix = cellWorker[of]! * classes * classes + cellClass[of]!;
    for (let truth = 0; truth < classes; truth++) {
      confusion[matrix + truth * classes] = expectedCounts[of * classes + truth]!;
    }
  }
  for (let at = 0; at < size; at++) {
    const row = Math.floor(at / classes);
    confusion[at] = probability(confusion[at]!, Math.floor(row / classes), row % classes, at % classes);
  }
  return confusion;
}

/** Σ_c π_c e_w[c][c]: how often a worker is expected to be right, without a matrix of all cells. NaN without votes. */
export function expectedAccuracies(
  { cellWorker, cellClass, votes }: VotesByTask,
  expectedCounts: Float64Array,
  classPrior: Float64Array,
  { rowSums, probability }: WorkerMatrices,
): Float64Array {
  const { workers, classes } = votes;
  const diagonal = new Float64Array(workers * classes);
  for (let of = 0; of < cellWorker.length; of++) {
    const named = cellClass[of]!;
    diagonal[cellWorker[of]! * classes + named] = expectedCounts[of * classes + named]!;
  }
  const skill = new Float64Array(workers);
  for (let worker = 0; worker < workers; worker++) {
    let votesGiven = 0;
    for (let truth = 0; truth < classes; truth++) {
      votesGiven += rowSums[worker * classes + truth]!;
      skill[worker]! += classPrior[truth]! * probability(diagonal[worker * classes + truth]!, worker, truth, truth);
    }
    if (votesGiven === 0) skill[worker] = NaN;
  }
  return skill;
}
