/*
 * Dynamic overlap on real answers: how many answers a task are enough when each is asked for one at a time and a task
 * ends at a posterior of τ? The other sides are the published figures for the same τ and a fixed overlap with a majority
 * vote. Answers are replayed in random order; 20 tasks are gold, and count only for the skills.
 *
 *   --seeds N   draws of gold tasks and orders (10)
 */
import { replayOverlap } from '../dist/src/consensus/aggregation/overlap.js';
import { majorityVote } from '../dist/src/consensus/aggregation/majority-vote.js';
import { accuracyOf } from '../dist/src/consensus/aggregation/posteriors.js';
import { calibrationError, chooseConfidence, reliabilityCurve } from '../dist/src/consensus/aggregation/calibration.js';
import { randomOf, shuffle } from '../dist/src/consensus/statistics/random.js';
import { goldOf } from '../dist/src/consensus/aggregation/vote-table.js';
import { readTruth, readVotes } from '../dist/src/consensus/command/label-file.js';
import { positionsBy } from '../dist/src/consensus/aggregation/votes-by-task.js';
import { round } from './measure.mjs';

export const about = 'answers a task and accuracy when asking stops at τ, replayed on five real sets';

/** What is to be reached: at most 5 % more labels, at no more than `slack` less accuracy. */
const targets = [
  { set: 'rte', confidence: 0.9, labelsPerTask: 4.22, accuracy: 0.913, slack: 0.01 },
  { set: 'dog', confidence: 0.99, labelsPerTask: 4.9, accuracy: 0.823, slack: 0.01 },
  { set: 'sentiment-polarity-amt', confidence: 0.99, labelsPerTask: 4.05, accuracy: 0.941, slack: 0.01 },
  { set: 'weather-amt', confidence: 0.99, labelsPerTask: 4.72, accuracy: 0.85, slack: 0.01 },
  { set: 'bluebird', confidence: 0.8, labelsPerTask: 3.5, accuracy: 0.791, slack: 0.03 },
];
const MINIMUM = 2;

export async function run({ say, options }) {
  const seeds = Array.from({ length: Number(options.seeds ?? 10) }, (_, at) => at + 1);
  const sets = [];
  say('set                      τ     labels a task        accuracy             claimed  fixed majority   met');
  for (const target of targets) {
    const set = await compare(target, seeds);
    sets.push(set);
    const { reached } = set;
    say(
      [
        target.set.padEnd(24),
        String(target.confidence).padEnd(5),
        `${target.labelsPerTask.toFixed(2)} → ${reached.labelsPerTask.toFixed(2)} ± ${reached.labelsPerTaskError.toFixed(2)}`.padEnd(
          20,
        ),
        `${target.accuracy.toFixed(3)} → ${reached.accuracy.toFixed(3)} ± ${reached.accuracyError.toFixed(3)}`.padEnd(
          22,
        ),
        reached.claimed.toFixed(3).padEnd(8),
        `${set.fixed.labelsPerTask ?? `> ${set.fixed.most}`} (${set.fixed.accuracy.toFixed(3)})`.padEnd(15),
        set.met ? 'yes' : 'NO',
      ].join(' '),
    );
  }
  return {
    seeds: seeds.length,
    sets,
    met: sets.every(({ met }) => met),
    ratio: round(Math.max(...sets.map(({ ratio }) => ratio)), 3),
  };
}

async function compare({ set, confidence, slack, ...target }, seeds) {
  const folder = new URL(`../test/fixtures/crowd/${set}/`, import.meta.url).pathname;
  const named = await readVotes(`${folder}labels.csv`);
  const truth = goldOf(named, await readTruth(`${folder}truth.csv`));
  const rule = { minimum: MINIMUM, maximum: Infinity, confidence };
  const replays = seeds.map((seed) => replayOverlap(named.votes, truth, { rule, seed }));
  const of = (key) => spreadOf(replays.map((replay) => replay[key]));
  const [labels, accuracy, claimed, escalated] = ['labelsPerTask', 'accuracy', 'claimed', 'escalated'].map(of);
  const claims = replays.flatMap(({ tasks }) => tasks);
  const curve = reliabilityCurve(claims);
  const ratio = labels.mean / target.labelsPerTask;
  return {
    set,
    confidence,
    target,
    reached: {
      labelsPerTask: round(labels.mean, 3),
      labelsPerTaskError: round(labels.error, 3),
      accuracy: round(accuracy.mean, 4),
      accuracyError: round(accuracy.error, 4),
      claimed: round(claimed.mean, 4),
      escalated: round(escalated.mean, 4),
    },
    fixed: fixedOverlap(named.votes, truth, accuracy.mean, seeds),
    ratio: round(ratio, 3),
    accuracyDifference: round(accuracy.mean - target.accuracy, 4),
    met: ratio <= 1.05 && accuracy.mean >= target.accuracy - slack,
    reliability: curve.map((bin) => ({
      from: bin.low,
      to: bin.high,
      count: bin.count,
      claimed: round(bin.claimed, 3),
      observed: round(bin.observed, 3),
    })),
    calibrationError: round(calibrationError(curve), 3),
    confidenceForAccuracy90: chooseConfidence(claims, 0.9)?.confidence ?? null,
  };
}

/** Mean over the seeds and its standard error. */
function spreadOf(values) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, error: values.length < 2 ? NaN : Math.sqrt(squares / (values.length - 1) / values.length) };
}

/** The fewest answers a task, the same for all, whose majority is as accurate; null when all answers are not enough. */
function fixedOverlap(votes, truth, wanted, seeds) {
  const { start, order } = positionsBy(votes.task, votes.tasks);
  const most = Math.max(...Array.from({ length: votes.tasks }, (_, task) => start[task + 1] - start[task]));
  let accuracy = 0;
  for (let labelsPerTask = 1; labelsPerTask <= most; labelsPerTask++) {
    accuracy = spreadOf(seeds.map((seed) => majorityOf(votes, truth, start, order, labelsPerTask, seed))).mean;
    if (accuracy >= wanted) return { labelsPerTask, accuracy: round(accuracy, 4), most };
  }
  return { labelsPerTask: null, accuracy: round(accuracy, 4), most };
}

function majorityOf(votes, truth, start, order, labelsPerTask, seed) {
  const random = randomOf(seed);
  const kept = [];
  for (let task = 0; task < votes.tasks; task++) {
    kept.push(...shuffle(order.slice(start[task], start[task + 1]), random).subarray(0, labelsPerTask));
  }
  const some = {
    ...votes,
    task: Int32Array.from(kept, (row) => votes.task[row]),
    worker: Int32Array.from(kept, (row) => votes.worker[row]),
    label: Uint16Array.from(kept, (row) => votes.label[row]),
  };
  return accuracyOf(majorityVote(some).posteriors, votes.classes, truth).accuracy;
}
