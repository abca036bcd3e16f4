/**
 * How a worker errs: the probability of being right (one-coin; all wrong classes alike), or a matrix of
 * classes × classes, P(says the second | the first is true), as in `Aggregation.confusion`.
 */
export type WorkerErrors = number | Float64Array;

export interface TaskAnswer {
  /** In [0, classes). */
  label: number;
  errors: WorkerErrors;
}

/** No probability of an error model is taken to be 0 or 1: one answer must not make all others pointless. */
const LEAST = 1e-10;

/**
 * The posterior of the classes of one task, given fixed error models: T_c ∝ π_c Π_w e_w[c][y_w]. It costs
 * O(answers × classes), so a new answer never needs more than its own task.
 *
 * @param classPrior one positive entry a class; need not sum to 1
 * @returns one entry a class, in [0, 1], summing to 1
 */
export function taskPosterior(answers: Iterable<TaskAnswer>, classPrior: Float64Array): Float64Array {
  const logs = beginPosterior(classPrior);
  for (const answer of answers) addAnswer(logs, answer);
  return normalizedPosterior(logs);
}

/** The state of a task without answers: log π_c. */
export function beginPosterior(classPrior: Float64Array): Float64Array {
  return classPrior.map((share) => Math.log(Math.max(share, LEAST)));
}

/**
 * Adds log e_w[c][y] to each class, in place. Answers may come in any order.
 *
 * @throws RangeError when the label is no class, a skill is outside [0, 1] or a matrix has another size
 */
export function addAnswer(logs: Float64Array, { label, errors }: TaskAnswer): void {
  const classes = logs.length;
  if (!Number.isInteger(label) || label < 0 || label >= classes)
    throw new RangeError(`label ${label} is no class of ${classes}`);
  if (typeof errors === 'number') {
    if (!(errors >= 0 && errors <= 1)) throw new RangeError(`a skill of ${errors} is outside [0, 1]`);
    const wrong = Math.log(Math.max((1 - errors) / Math.max(1, classes - 1), LEAST));
    const right = Math.log(Math.max(errors, LEAST));
    for (let truth = 0; truth < classes; truth++) logs[truth]! += truth === label ? right : wrong;
    return;
  }
  if (errors.length !== classes * classes)
    throw new RangeError(`a matrix of ${errors.length} entries for ${classes} classes`);
  for (let truth = 0; truth < classes; truth++)
    logs[truth]! += Math.log(Math.max(errors[truth * classes + label]!, LEAST));
}

/** From logarithms of any common offset to probabilities. */
export function normalizedPosterior(logs: Float64Array): Float64Array {
  let highest = -Infinity;
  for (const log of logs) if (log > highest) highest = log;
  const posterior = logs.map((log) => Math.exp(log - highest));
  const sum = posterior.reduce((total, share) => total + share, 0);
  return posterior.map((share) => share / sum);
}
