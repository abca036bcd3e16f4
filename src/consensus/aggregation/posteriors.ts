/** Two classes whose posteriors differ by less share the first place: sums in another order differ by about 1e-15. */
const TIE = 1e-9;

/**
 * Turns one task's row of ln p(c, votes), beginning at `row`, into the posterior of each class, in place.
 *
 * @param known the true class, which then has it all; below 0 when it is not known
 * @returns ln p(votes), or ln p(known, votes)
 */
export function normalizeLogs(posteriors: Float64Array, row: number, classes: number, known: number): number {
  const end = row + classes;
  if (known >= 0) {
    const logKnown = posteriors[row + known]!;
    for (let place = row; place < end; place++) posteriors[place] = place === row + known ? 1 : 0;
    return logKnown;
  }
  // Less the highest of them, for the exponentials of all would be 0.
  let highest = posteriors[row]!;
  for (let place = row + 1; place < end; place++) if (posteriors[place]! > highest) highest = posteriors[place]!;
  let sum = 0;
  for (let place = row; place < end; place++) sum += posteriors[place] = Math.exp(posteriors[place]! - highest);
  for (let place = row; place < end; place++) posteriors[place]! /= sum;
  return highest + Math.log(sum);
}

/** The class with the highest posterior of each task; of a tie the first class. */
export function labelsOf(posteriors: Float64Array, classes: number): Int32Array {
  const labels = new Int32Array(classes === 0 ? 0 : posteriors.length / classes);
  for (let task = 0; task < labels.length; task++) labels[task] = firstOfBest(posteriors, task * classes, classes);
  return labels;
}

/** How many classes share the highest posterior of a task; 1 when there is no tie. */
export function tiedClasses(posteriors: Float64Array, classes: number, task: number): number {
  const row = task * classes;
  const best = posteriors[row + firstOfBest(posteriors, row, classes)]!;
  let tied = 0;
  for (let named = 0; named < classes; named++) if (posteriors[row + named]! > best - TIE) tied++;
  return tied;
}

export interface Accuracy {
  /** In [0, 1]; null when no task has gold. A tie of k classes that holds the truth counts 1/k. */
  accuracy: number | null;
  /** Tasks with gold. */
  scored: number;
  /** The sum behind `accuracy`. */
  correct: number;
}

/** @param gold one entry a task: the true class, −1 when it is unknown, −2 when it is a class that nobody named */
export function accuracyOf(posteriors: Float64Array, classes: number, gold: Int32Array): Accuracy {
  let scored = 0;
  let correct = 0;
  for (let task = 0; task < gold.length; task++) {
    const truth = gold[task]!;
    if (truth === -1) continue;
    scored += 1;
    if (truth < 0) continue;
    const row = task * classes;
    const best = posteriors[row + firstOfBest(posteriors, row, classes)]!;
    if (posteriors[row + truth]! > best - TIE) correct += 1 / tiedClasses(posteriors, classes, task);
  }
  return { accuracy: scored === 0 ? null : correct / scored, scored, correct };
}

function firstOfBest(posteriors: Float64Array, row: number, classes: number): number {
  let highest = -Infinity;
  for (let named = 0; named < classes; named++) highest = Math.max(highest, posteriors[row + named]!);
  for (let named = 0; named < classes; named++) if (posteriors[row + named]! > highest - TIE) return named;
  return 0;
}
