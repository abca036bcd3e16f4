import { RIGHT_BEFORE, shrunkError, WRONG_BEFORE } from './shrunk-errors.js';

/** As if each class had been seen so often before the first task: as much weight as the prior of a skill. */
const CLASS_WEIGHT = RIGHT_BEFORE + WRONG_BEFORE;

/**
 * What is known of each worker's errors, and of how common each class is, kept up to date answer by answer: no run over
 * the project is needed for a new one. A worker has a skill s_w, the mean of Beta(3 + right, 1 + wrong), and a matrix
 * (`shrunkError`). An answer to a task whose truth is only believed counts for each class by its posterior.
 */
export class WorkerRecord {
  private readonly right: Float64Array;
  private readonly judged: Float64Array;
  private readonly counts: Float64Array;
  private readonly rowSums: Float64Array;
  private readonly classCounts: Float64Array;

  constructor(
    workers: number,
    private readonly classes: number,
  ) {
    this.right = new Float64Array(workers).fill(RIGHT_BEFORE);
    this.judged = new Float64Array(workers).fill(RIGHT_BEFORE + WRONG_BEFORE);
    this.counts = new Float64Array(workers * classes * classes);
    this.rowSums = new Float64Array(workers * classes);
    this.classCounts = new Float64Array(classes).fill(CLASS_WEIGHT);
  }

  /** In (0, 1). */
  skill(worker: number): number {
    return this.right[worker]! / this.judged[worker]!;
  }

  /** classes × classes, rows sum to 1: P(says the second | the first is true). */
  matrix(worker: number, into = new Float64Array(this.classes ** 2)): Float64Array {
    const { classes } = this;
    const skill = this.skill(worker);
    for (let truth = 0; truth < classes; truth++) {
      const sum = this.rowSums[worker * classes + truth]!;
      const row = (worker * classes + truth) * classes;
      for (let said = 0; said < classes; said++)
        into[truth * classes + said] = shrunkError(this.counts[row + said]!, sum, truth === said, skill, classes);
    }
    return into;
  }

  /** One entry a class, summing to 1. */
  classPrior(): Float64Array {
    const sum = this.classCounts.reduce((total, count) => total + count, 0);
    return this.classCounts.map((count) => count / sum);
  }

  /** Learns from a task that is settled or gold. `posterior`: one entry a class, summing to 1; of gold all on one. */
  learn(posterior: Float64Array, answers: Iterable<{ worker: number; label: number }>): void {
    const { classes } = this;
    for (let truth = 0; truth < classes; truth++) this.classCounts[truth]! += posterior[truth]!;
    for (const { worker, label } of answers) {
      this.right[worker]! += posterior[label]!;
      this.judged[worker]! += 1;
      for (let truth = 0; truth < classes; truth++) {
        this.counts[(worker * classes + truth) * classes + label]! += posterior[truth]!;
        this.rowSums[worker * classes + truth]! += posterior[truth]!;
      }
    }
  }
}
