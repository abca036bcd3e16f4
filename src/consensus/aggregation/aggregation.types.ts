/**
 * Choices as numbers: entry v says that worker `worker[v]` gave class `label[v]` to task `task[v]`. Rows may come in any
 * order; a row that is given twice counts twice.
 */
export interface Votes {
  /** In [0, tasks), one entry a vote. */
  task: Int32Array;
  /** In [0, workers), one entry a vote. */
  worker: Int32Array;
  /** In [0, classes), one entry a vote. */
  label: Uint16Array;
  tasks: number;
  workers: number;
  /** At most 65,535. */
  classes: number;
}

/** What is known before the first pass. A method ignores what it has no use for; its docstring says which. */
export interface AggregationOptions {
  /** One entry a task: the class that is known to be true, or −1. Its posterior is held at 1. */
  gold?: Int32Array;
  /** One positive entry a class, summing to 1: held instead of being estimated. */
  classPrior?: Float64Array;
  /** Where to begin, instead of at the vote shares. From an earlier run over nearly the same votes it saves passes. */
  start?: WarmStart;
  /** Passes at most; each method has its own default. */
  maxPasses?: number;
  /** Of the methods that draw random numbers. */
  seed?: number;
  /** Leaves `confusion` null, which saves workers × classes² numbers. */
  skipConfusion?: boolean;
  /** Called after each pass; what it throws ends the run. */
  onPass?: (pass: number, logLikelihood: number | null) => void;
}

export interface WarmStart {
  /** workers × classes × classes, as in `Aggregation.confusion`. */
  confusion?: Float64Array;
  /** One entry a class. */
  classPrior?: Float64Array;
  /** One entry a worker, as in `Aggregation.skill`. */
  skill?: Float64Array;
}

export interface Aggregation {
  /** tasks × classes, in [0, 1]; the row of a task sums to 1. A task without votes has the class prior. */
  posteriors: Float64Array;
  /** One entry a task: the class with the highest posterior, the first of them on a tie (`isTie`). */
  labels: Int32Array;
  /** One entry a worker, higher is better; the method says what it means. A worker without votes has NaN. */
  skill: Float64Array;
  /** workers × classes × classes: P(worker says the third | the second is true). Null when the method has none. */
  confusion: Float64Array | null;
  /** One entry a class: the prior, estimated or held. */
  classPrior: Float64Array;
  /** One entry a task, higher is harder, of GLAD alone. */
  difficulty: Float64Array | null;
  iterations: number;
  /** Natural logarithm of the likelihood of the votes at the last pass; null for methods without a likelihood. */
  logLikelihood: number | null;
  /** False when the last pass allowed came before the stopping rule was met. */
  converged: boolean;
}

export type AggregationMethod = (votes: Votes, options?: AggregationOptions) => Aggregation;
