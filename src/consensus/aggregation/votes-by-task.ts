import type { Votes } from './aggregation.types.js';

/**
 * Votes in the order of their tasks, each pointing at its cell: one number per worker and class that the worker named at
 * least once. A table over (cell, true class) is then dense where it is used and as small as the votes allow, whatever
 * the number of classes.
 */
export interface VotesByTask {
  votes: Votes;
  /** tasks + 1 entries: the votes of task i are at `start[i]` up to `start[i + 1]`. */
  start: Int32Array;
  /** One entry a vote, by task. */
  cell: Int32Array;
  /** One entry a cell. Cells of a worker are side by side. */
  cellWorker: Int32Array;
  cellClass: Uint16Array;
  /** How many votes a cell has. */
  cellVotes: Int32Array;
}

/** The most numbers one table may hold: 2 GiB of doubles. */
export const LARGEST_TABLE = 2 ** 28;

/**
 * O(votes + tasks + workers + classes) time and memory.
 *
 * @throws RangeError when an index is outside its range or a table of tasks × classes would not fit
 */
export function votesByTask(votes: Votes): VotesByTask {
  mustFit(votes);
  const { task, worker, label, tasks, workers, classes } = votes;
  const count = task.length;
  const byWorker = positionsBy(worker, workers);
  const cellOfVote = new Int32Array(count);
  const cellOfClass = new Int32Array(classes).fill(-1);
  const cellWorker = new Int32Array(count);
  const cellClass = new Uint16Array(count);
  let cells = 0;
  for (let person = 0; person < workers; person++) {
    const first = cells;
    for (let at = byWorker.start[person]!; at < byWorker.start[person + 1]!; at++) {
      const vote = byWorker.order[at]!;
      const named = label[vote]!;
      let cell = cellOfClass[named]!;
      // A number below `first` was left by an earlier worker.
      if (cell < first) {
        cell = cells++;
        cellOfClass[named] = cell;
        cellWorker[cell] = person;
        cellClass[cell] = named;
      }
      cellOfVote[vote] = cell;
    }
  }
  const byTask = positionsBy(task, tasks);
  const cell = new Int32Array(count);
  const cellVotes = new Int32Array(cells);
  for (let at = 0; at < count; at++) {
    cell[at] = cellOfVote[byTask.order[at]!]!;
    cellVotes[cell[at]!]!++;
  }
  return {
    votes,
    start: byTask.start,
    cell,
    cellWorker: cellWorker.slice(0, cells),
    cellClass: cellClass.slice(0, cells),
    cellVotes,
  };
}

/** A counting sort: `order[start[k]] … order[start[k + 1] − 1]` are the positions whose key is k, in rising order. */
export function positionsBy(keys: Int32Array, range: number): { start: Int32Array; order: Int32Array } {
  const start = new Int32Array(range + 1);
  for (let at = 0; at < keys.length; at++) start[keys[at]! + 1]!++;
  for (let key = 0; key < range; key++) start[key + 1]! += start[key]!;
  const next = start.slice(0, range);
  const order = new Int32Array(keys.length);
  for (let at = 0; at < keys.length; at++) order[next[keys[at]!]!++] = at;
  return { start, order };
}

function mustFit({ task, worker, label, tasks, workers, classes }: Votes): void {
  if (worker.length !== task.length || label.length !== task.length) {
    throw new RangeError(
      `votes: ${task.length} tasks, ${worker.length} workers and ${label.length} labels; one a vote`,
    );
  }
  if (classes > 65_535) throw new RangeError(`votes.classes: ${classes}, more than 65,535`);
  if (tasks * classes > LARGEST_TABLE) {
    throw new RangeError(`${tasks} tasks × ${classes} classes are too many for one table`);
  }
  for (let at = 0; at < task.length; at++) {
    if (task[at]! < 0 || task[at]! >= tasks) throw new RangeError(`votes.task[${at}] is outside [0, ${tasks})`);
    if (worker[at]! < 0 || worker[at]! >= workers)
      throw new RangeError(`votes.worker[${at}] is outside [0, ${workers})`);
    if (label[at]! >= classes) throw new RangeError(`votes.label[${at}] is outside [0, ${classes})`);
  }
}
