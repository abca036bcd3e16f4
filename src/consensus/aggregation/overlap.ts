import type { Votes } from './aggregation.types.js';
import { accuracyOf, labelsOf } from './posteriors.js';
import { randomOf, shuffle } from '../statistics/random.js';
import { addAnswer, beginPosterior, normalizedPosterior } from './task-posterior.js';
import { votesByTask } from './votes-by-task.js';
import { WorkerRecord } from './worker-record.js';

export interface StopRule {
  /** Answers before the first look; at least 1. */
  minimum: number;
  /** Answers after which it ends in any case. */
  maximum: number;
  /** τ: the posterior of the leading class that is enough, in (0, 1]. */
  confidence: number;
}

export type Overlap = 'ENOUGH' | 'ASK_ONE_MORE' | 'ESCALATE';

/** What to do about a task with so many answers, of which the leading class has this posterior. Exactly one more, or none. */
export function overlapDecision(answers: number, confidence: number, rule: StopRule): Overlap {
  if (answers >= rule.minimum && confidence >= rule.confidence) return 'ENOUGH';
  return answers < rule.maximum ? 'ASK_ONE_MORE' : 'ESCALATE';
}

/**
 * The most that a posterior may claim while the error models behind it rest on few gold answers: (g + 1)/(g + 2), the
 * rule of succession (Laplace), until there are 30.
 */
export function cappedConfidence(confidence: number, goldAnswers: number): number {
  return goldAnswers >= 30 ? confidence : Math.min(confidence, (goldAnswers + 1) / (goldAnswers + 2));
}

export interface ReplayOptions {
  rule: StopRule;
  /** How many tasks with known truth are gold: answered by all, and used for the skills only. 20 when left out. */
  goldTasks?: number;
  /** Decides the gold tasks, the order of the tasks and the order of their answers. */
  seed: number;
  /**
   * Whether the record of the workers goes on learning from settled tasks, as in a running project. True when left out;
   * false leaves it as the gold tasks say.
   */
  learns?: boolean;
  /** Held; when left out it is that of the gold tasks and of what was settled since. */
  classPrior?: Float64Array;
}

export interface ReplayedTask {
  task: number;
  answers: number;
  label: number;
  /** The posterior of the label: what the rule claims. */
  claimed: number;
  /** 1 when right, 0 when wrong, 1/k when the truth is in a tie of k; null when the truth is not known. */
  correct: number | null;
  escalated: boolean;
}

export interface Replay {
  tasks: ReplayedTask[];
  /** Mean over the tasks that are not gold. */
  labelsPerTask: number;
  /** Mean over those of them whose truth is known; null when it is known of none. */
  accuracy: number | null;
  /** Mean of `claimed` over the same tasks. */
  claimed: number | null;
  /** Share of tasks at the maximum without enough confidence. */
  escalated: number;
}

/**
 * What a stop rule would have cost and answered: replays existing answers of each task in a random order, one at a time,
 * and stops as the rule says. The posterior is that of `WorkerRecord`, which learns from the gold tasks first and then
 * from each task as it settles. O(votes × classes²) time.
 *
 * @param truth one entry a task: the true class, or a negative number
 */
export function replayOverlap(votes: Votes, truth: Int32Array, options: ReplayOptions): Replay {
  const { rule, goldTasks = 20, seed, learns = true } = options;
  const { classes } = votes;
  const index = votesByTask(votes);
  const random = randomOf(seed);
  const inOrder = shuffle(
    Int32Array.from({ length: votes.tasks }, (_, task) => task),
    random,
  );
  const gold = new Set(inOrder.filter((task) => truth[task]! >= 0).subarray(0, goldTasks));
  const record = new WorkerRecord(votes.workers, classes);
  const answersOf = (cells: Int32Array) =>
    Array.from(cells, (of) => ({ worker: index.cellWorker[of]!, label: index.cellClass[of]! }));
  const cellsOf = (task: number) => index.cell.slice(index.start[task], index.start[task + 1]);
  for (const task of gold) {
    const certain = new Float64Array(classes);
    certain[truth[task]!] = 1;
    record.learn(certain, answersOf(cellsOf(task)));
  }
  const tasks: ReplayedTask[] = [];
  for (const task of inOrder) {
    const order = answersOf(shuffle(cellsOf(task), random));
    if (gold.has(task) || order.length === 0) continue;
    const limit = { ...rule, maximum: Math.min(rule.maximum, order.length) };
    const logs = beginPosterior(options.classPrior ?? record.classPrior());
    let posterior = logs;
    let answers = 0;
    let label = 0;
    let decision: Overlap = 'ASK_ONE_MORE';
    while (decision === 'ASK_ONE_MORE') {
      const answer = order[answers++]!;
      addAnswer(logs, { label: answer.label, errors: record.matrix(answer.worker) });
      posterior = normalizedPosterior(logs);
      label = labelsOf(posterior, classes)[0]!;
      decision = overlapDecision(answers, posterior[label]!, limit);
    }
    if (learns) record.learn(posterior, order.slice(0, answers));
    tasks.push({
      task,
      answers,
      label,
      claimed: posterior[label]!,
      correct: accuracyOf(posterior, classes, truth.subarray(task, task + 1)).accuracy,
      escalated: decision === 'ESCALATE',
    });
  }
  const scored = tasks.filter(({ correct }) => correct !== null);
  return {
    tasks,
    labelsPerTask: meanOf(tasks, ({ answers }) => answers) ?? 0,
    accuracy: meanOf(scored, ({ correct }) => correct!),
    claimed: meanOf(scored, ({ claimed }) => claimed),
    escalated: meanOf(tasks, ({ escalated }) => Number(escalated)) ?? 0,
  };
}

function meanOf<Item>(items: Item[], valueOf: (item: Item) => number): number | null {
  return items.length === 0 ? null : items.reduce((sum, item) => sum + valueOf(item), 0) / items.length;
}
