import type { Aggregation, AggregationMethod, AggregationOptions, Votes } from './aggregation.types.js';
import { labelsOf } from './posteriors.js';
import { positionsBy } from './votes-by-task.js';

/**
 * For methods that magnify rounding (or draw a random number for each worker): gives them the votes in an order that
 * depends on who voted how and not on names or rows, and puts the result back. So neither can change the answer.
 */
export function inCanonicalOrder(method: AggregationMethod): AggregationMethod {
  return (votes, options = {}) => {
    const order = canonicalOrder(votes);
    const { gold, classPrior, start } = options;
    const ordered: AggregationOptions = {
      ...options,
      gold: gold && Int32Array.from(order.tasks, (task) => (gold[task]! < 0 ? -1 : order.rankOfClass[gold[task]!]!)),
      classPrior: classPrior && picked(classPrior, order.classes),
      start: start && { skill: start.skill && picked(start.skill, order.workers) },
    };
    return restored(method(order.votes, ordered), order);
  };
}

interface CanonicalOrder {
  votes: Votes;
  /** The old number of each new place. */
  tasks: Int32Array;
  workers: Int32Array;
  classes: Int32Array;
  /** The new place of each old class. */
  rankOfClass: Int32Array;
}

/** Each round lets a signature know of what is one vote further away; three do not tell all workers of rte apart. */
const ROUNDS = 6;

/**
 * Sorts tasks, workers and classes by a signature that is a function of the votes alone: that of a task is hashed from the
 * signatures of the workers and classes of its votes, and so on around (the colour refinement of Weisfeiler & Leman,
 * 1968). Sums of integers make it exact whatever the order of the rows. Equal signatures nearly always mean
 * interchangeable parts. O(votes) time for each round, beside the sorting.
 */
export function canonicalOrder(votes: Votes): CanonicalOrder {
  const { task, worker, label } = votes;
  const sizes = [votes.tasks, votes.workers, votes.classes] as const;
  // Two hashes of 32 bits each: among a million parts one alone would often be shared.
  let now = sizes.map((size) => [new Int32Array(size).fill(1), new Int32Array(size).fill(2)] as const);
  for (let round = 0; round < ROUNDS; round++) {
    const next = sizes.map((size) => [new Int32Array(size), new Int32Array(size)] as const);
    for (const half of [0, 1] as const) {
      const [tasks, workers, classes] = now.map((pair) => pair[half]) as [Int32Array, Int32Array, Int32Array];
      const [nextTasks, nextWorkers, nextClasses] = next.map((pair) => pair[half]) as [
        Int32Array,
        Int32Array,
        Int32Array,
      ];
      for (let at = 0; at < task.length; at++) {
        const [of, who, said] = [task[at]!, worker[at]!, label[at]!];
        nextTasks[of]! += mixed(Math.imul(workers[who]!, 0x9e3779b1) ^ mixed(classes[said]!));
        nextWorkers[who]! += mixed(Math.imul(tasks[of]!, 0x85ebca77) ^ mixed(classes[said]!));
        nextClasses[said]! += mixed(Math.imul(tasks[of]!, 0xc2b2ae3d) ^ mixed(workers[who]!));
      }
    }
    now = next;
  }
  const [tasks, workers, classes] = now.map(sortedBy) as [Int32Array, Int32Array, Int32Array];
  const [rankOfTask, rankOfWorker, rankOfClass] = [ranks(tasks), ranks(workers), ranks(classes)];
  // Stable sorts from the last key to the first: by task, then worker, then class.
  let rows = Int32Array.from(task.keys());
  for (const [keys, rank, size] of [
    [label, rankOfClass, votes.classes],
    [worker, rankOfWorker, votes.workers],
    [task, rankOfTask, votes.tasks],
  ] as const) {
    const { order } = positionsBy(
      rows.map((row) => rank[keys[row]!]!),
      size,
    );
    rows = order.map((place) => rows[place]!);
  }
  return {
    votes: {
      ...votes,
      task: rows.map((row) => rankOfTask[task[row]!]!),
      worker: rows.map((row) => rankOfWorker[worker[row]!]!),
      label: Uint16Array.from(rows, (row) => rankOfClass[label[row]!]!),
    },
    tasks,
    workers,
    classes,
    rankOfClass,
  };
}

/** The finalizer of MurmurHash3. */
function mixed(value: number): number {
  let hash = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

function sortedBy([high, low]: readonly [Int32Array, Int32Array]): Int32Array {
  return Int32Array.from(high.keys()).sort((left, right) => high[left]! - high[right]! || low[left]! - low[right]!);
}

function ranks(order: Int32Array): Int32Array {
  const rank = new Int32Array(order.length);
  for (const [place, old] of order.entries()) rank[old] = place;
  return rank;
}

const picked = (values: Float64Array, order: Int32Array): Float64Array =>
  Float64Array.from(order, (old) => values[old]!);

function restored(result: Aggregation, { votes, tasks, workers, classes }: CanonicalOrder): Aggregation {
  const one = Int32Array.of(0);
  const posteriors = scattered(result.posteriors, [tasks, classes, one]);
  return {
    ...result,
    posteriors,
    labels: labelsOf(posteriors, votes.classes),
    skill: scattered(result.skill, [workers, one, one]),
    confusion: result.confusion && scattered(result.confusion, [workers, classes, classes]),
    classPrior: scattered(result.classPrior, [classes, one, one]),
    difficulty: result.difficulty && scattered(result.difficulty, [tasks, one, one]),
  };
}

/** A table of up to three dimensions, each back in its old order. */
function scattered(values: Float64Array, [first, second, third]: [Int32Array, Int32Array, Int32Array]): Float64Array {
  const into = new Float64Array(values.length);
  let at = 0;
  for (const outer of first) {
    for (const middle of second) {
      for (const inner of third) into[(outer * second.length + middle) * third.length + inner] = values[at++]!;
    }
  }
  return into;
}
