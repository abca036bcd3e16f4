import type { Aggregation, Votes } from './aggregation.types.js';
import { majorityVote } from './majority-vote.js';
import { labelsOf } from './posteriors.js';
import { votesByTask } from './votes-by-task.js';

export interface Crowdlab extends Pick<Aggregation, 'posteriors' | 'labels'> {
  /** One entry a worker, at least 1e-6: how much a vote counts beside the model's. NaN without votes. */
  weights: Float64Array;
  modelWeight: number;
  /** P: the mean share of a task's votes that agree with the consensus, over tasks with more than one vote. */
  typicalAgreement: number;
}

const LEAST_WEIGHT = 1e-6;

/**
 * CROWDLAB (Goh, Tkachenko & Mueller 2022, arXiv:2210.06812): people and a model together,
 *
 *   T_ic ∝ w_M p_M(c|x_i) + Σ_w w_w · (P if y_iw = c, else (1 − P)/(K − 1)),
 *   w_w = max(1e-6, 1 − (1 − agree_w)/E),   w_M = max(1e-6, 1 − err_M/E)·√(mean votes a task),
 *
 * with E = 1 − the accuracy of always naming the commonest class, agree_w = the worker's mean agreement with the others
 * of the same task (each task weighted by how many others there are) and err_M the model's disagreement with the
 * consensus; both are taken on tasks with more than one vote. The consensus is the majority; the model breaks its ties.
 * Not iterated.
 *
 * @param model tasks × classes, rows sum to 1: probabilities that the model gave without having seen the task's labels
 * @throws RangeError when the model's table has another size
 */
export function crowdlab(votes: Votes, model: Float64Array): Crowdlab {
  const { tasks, workers, classes } = votes;
  if (model.length !== tasks * classes)
    throw new RangeError(`model has ${model.length} entries, not ${tasks} × ${classes}`);
  const { start, cell, cellWorker, cellClass } = votesByTask(votes);
  const shares = majorityVote(votes).posteriors;
  // A model's share of a thousandth of a vote only decides where votes tie.
  const consensus = labelsOf(
    shares.map((share, at) => share + model[at]! / 1e6),
    classes,
  );
  const modelLabels = labelsOf(model, classes);

  const agreed = new Float64Array(workers);
  const pairs = new Float64Array(workers);
  const given = new Float64Array(workers);
  const classVotes = new Float64Array(classes);
  let [shared, agreement, modelErrors] = [0, 0, 0];
  const counts = new Float64Array(classes);
  for (let task = 0; task < tasks; task++) {
    const [from, to] = [start[task]!, start[task + 1]!];
    counts.fill(0);
    for (let at = from; at < to; at++) counts[cellClass[cell[at]!]!]!++;
    for (let at = from; at < to; at++) {
      const worker = cellWorker[cell[at]!]!;
      given[worker]!++;
      agreed[worker]! += counts[cellClass[cell[at]!]!]! - 1;
      pairs[worker]! += to - from - 1;
    }
    if (to - from < 2) continue;
    shared += 1;
    classVotes[consensus[task]!]!++;
    agreement += counts[consensus[task]!]! / (to - from);
    if (modelLabels[task] !== consensus[task]) modelErrors += 1;
  }
  const typicalAgreement = shared === 0 ? 1 : agreement / shared;
  const commonest = shared === 0 ? 0 : Math.max(...classVotes) / shared;
  const naiveError = Math.max(1 - commonest, LEAST_WEIGHT);
  const weightOf = (error: number): number => Math.max(LEAST_WEIGHT, 1 - error / naiveError);
  const overall =
    agreed.reduce((sum, count) => sum + count, 0) /
    Math.max(
      1,
      pairs.reduce((sum, count) => sum + count, 0),
    );
  // Somebody who never shared a task is taken to agree as everybody does.
  const weights = agreed.map((count, worker) =>
    given[worker] === 0 ? NaN : weightOf(1 - (pairs[worker]! > 0 ? count / pairs[worker]! : overall)),
  );
  const modelWeight = weightOf(shared === 0 ? 0 : modelErrors / shared) * Math.sqrt(votes.task.length / tasks);

  const posteriors = new Float64Array(tasks * classes);
  const beside = (1 - typicalAgreement) / Math.max(1, classes - 1);
  for (let task = 0; task < tasks; task++) {
    const row = task * classes;
    let sum = 0;
    for (let named = 0; named < classes; named++) {
      let total = modelWeight * model[row + named]!;
      for (let at = start[task]!; at < start[task + 1]!; at++) {
        const of = cell[at]!;
        total += weights[cellWorker[of]!]! * (cellClass[of] === named ? typicalAgreement : beside);
      }
      sum += posteriors[row + named] = total;
    }
    for (let named = 0; named < classes; named++) posteriors[row + named]! /= sum;
  }
  return { posteriors, labels: labelsOf(posteriors, classes), weights, modelWeight, typicalAgreement };
}
