import type { Aggregation, AggregationMethod, AggregationOptions, Votes } from './aggregation.types.js';
import { inCanonicalOrder } from './canonical-order.js';
import { voted } from './majority-vote.js';
import { normalVariate, randomOf } from '../statistics/random.js';
import { votesByTask } from './votes-by-task.js';

const PASSES = 100;

/**
 * KOS (Karger, Oh & Shah 2011, NIPS 24, "Iterative learning for reliable crowdsourcing systems"): messages along each vote
 * y = ±1 of a question of two classes,
 *
 *   x_{i→w} = Σ_{w'≠w} y_iw'·m_{w'→i},   m_{w→i} = Σ_{i'≠i} y_i'w·x_{i'→w},
 *
 * begun at N(1, 1), for 100 passes; messages are scaled to at most 1, which changes no sign. The posterior of class 1 is
 * ½ + ½·Σ y·m / Σ |m|: a share of the weight and not a probability. `skill` is the mean of a worker's messages. Swings
 * widely between projects: compare it on gold before use. Uses `gold` (for the answer only), `maxPasses` and `seed`.
 *
 * @throws RangeError with more than two classes
 */
export const kos: AggregationMethod = inCanonicalOrder(kosInOrder);

function kosInOrder(votes: Votes, { gold, seed, maxPasses = PASSES, onPass }: AggregationOptions = {}): Aggregation {
  if (votes.classes > 2) throw new RangeError(`kos knows two classes, not ${votes.classes}`);
  const index = votesByTask(votes);
  const { start, cell, cellWorker, cellClass } = index;
  const random = randomOf(seed ?? 0);
  const count = cell.length;
  const sign = Float64Array.from(cell, (of) => (cellClass[of] === 1 ? 1 : -1));
  const message = Float64Array.from(cell, () => 1 + normalVariate(random));
  const toWorker = new Float64Array(count);
  const heard = new Float64Array(votes.workers);
  for (let pass = 1; pass <= maxPasses; pass++) {
    heard.fill(0);
    for (let task = 0; task < votes.tasks; task++) {
      let sum = 0;
      for (let at = start[task]!; at < start[task + 1]!; at++) sum += sign[at]! * message[at]!;
      for (let at = start[task]!; at < start[task + 1]!; at++) {
        toWorker[at] = sum - sign[at]! * message[at]!;
        heard[cellWorker[cell[at]!]!]! += sign[at]! * toWorker[at]!;
      }
    }
    let largest = 0;
    for (let at = 0; at < count; at++) {
      message[at] = heard[cellWorker[cell[at]!]!]! - sign[at]! * toWorker[at]!;
      largest = Math.max(largest, Math.abs(message[at]!));
    }
    // Nobody shares a task with anybody: the messages say nothing, the votes count alike.
    if (largest === 0) message.fill(1);
    else for (let at = 0; at < count; at++) message[at]! /= largest;
    onPass?.(pass, null);
  }
  const posteriors = new Float64Array(votes.tasks * votes.classes).fill(1 / Math.max(1, votes.classes));
  const skill = new Float64Array(votes.workers);
  const given = new Float64Array(votes.workers);
  for (let task = 0; task < votes.tasks; task++) {
    let [sum, weight] = [0, 0];
    for (let at = start[task]!; at < start[task + 1]!; at++) {
      sum += sign[at]! * message[at]!;
      weight += Math.abs(message[at]!);
      skill[cellWorker[cell[at]!]!]! += message[at]!;
      given[cellWorker[cell[at]!]!]!++;
    }
    const known = gold ? gold[task]! : -1;
    if (votes.classes < 2) continue;
    const one = known >= 0 ? known : weight > 0 ? 0.5 + sum / weight / 2 : 0.5;
    posteriors[task * 2] = 1 - one;
    posteriors[task * 2 + 1] = one;
  }
  return voted(
    index,
    posteriors,
    skill.map((sum, worker) => sum / given[worker]!),
    maxPasses,
  );
}
