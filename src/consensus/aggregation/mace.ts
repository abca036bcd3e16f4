import type { Aggregation, AggregationMethod, AggregationOptions, Votes } from './aggregation.types.js';
import { inCanonicalOrder } from './canonical-order.js';
import { digamma } from './digamma.js';
import { labelsOf, normalizeLogs } from './posteriors.js';
import { randomOf, type Random } from '../statistics/random.js';
import { LARGEST_TABLE, votesByTask, type VotesByTask } from './votes-by-task.js';

const RESTARTS = 10;
const PASSES = 50;
/** The start: numbers drawn from [1, 2.5), then normalised; far enough from equal to break symmetries. */
const [LEAST, SPREAD] = [1, 1.5];
/** Beta(½, ½) on knowing, Dirichlet(10) on the strategy of a worker who does not know. */
const [KNOWING_PRIOR, STRATEGY_PRIOR] = [0.5, 10];

/** Parameters of one run. `knows` one entry a worker; `strategy` one entry a cell: P(this class | the worker does not know). */
interface Parameters {
  knows: Float64Array;
  guesses: Float64Array;
  strategy: Float64Array;
}

/** Of each cell, written by `expect`: logarithms of its probability when it is wrong, and how much more when it is right. */
interface CellTables {
  logWrong: Float64Array;
  logGain: Float64Array;
  /** P(habit | the class voted for is true). */
  viaHabit: Float64Array;
  /** How many of the cell's votes are expected to come from habit. */
  habit: Float64Array;
}

/**
 * MACE (Hovy, Berg-Kirkpatrick, Vaswani & Hovy 2013, NAACL, "Learning whom to trust with MACE"): a worker either knows
 * the truth and says it, with probability θ_w, or says what their own habit ξ_w says. Variational Bayes, 50 passes;
 * ten restarts, each from random numbers of its own, and the one with the highest likelihood is kept. The class prior is
 * `classPrior`, equal when left out. `skill` is θ_w. Uses `gold`, `classPrior`, `maxPasses` (of each restart) and `seed`:
 * the same seed gives the same answer, whatever the names and the order of the rows (unless people are interchangeable).
 */
export const mace: AggregationMethod = inCanonicalOrder(maceInOrder);

function maceInOrder(votes: Votes, options: AggregationOptions = {}): Aggregation {
  const index = votesByTask(votes);
  const { workers, classes } = votes;
  const { cellWorker, cellVotes } = index;
  const cells = cellWorker.length;
  const random = randomOf(options.seed ?? 0);
  const prior = options.classPrior ?? new Float64Array(classes).fill(1 / classes);
  const passes = options.maxPasses ?? PASSES;
  const given = new Float64Array(workers);
  for (let of = 0; of < cells; of++) given[cellWorker[of]!]! += cellVotes[of]!;

  const posteriors = new Float64Array(votes.tasks * classes);
  const tables: CellTables = {
    logWrong: new Float64Array(cells),
    logGain: new Float64Array(cells),
    viaHabit: new Float64Array(cells),
    habit: new Float64Array(cells),
  };
  const now: Parameters = emptyParameters(workers, cells);
  let best: (Parameters & { logLikelihood: number }) | undefined;
  for (let restart = 0; restart < RESTARTS; restart++) {
    draw(now, index, random);
    let logLikelihood = expect(index, now, prior, options.gold, posteriors, tables);
    for (let pass = 1; pass <= passes; pass++) {
      maximize(now, index, tables.habit, given);
      logLikelihood = expect(index, now, prior, options.gold, posteriors, tables);
      options.onPass?.(restart * passes + pass, logLikelihood);
    }
    if (!best || logLikelihood > best.logLikelihood) {
      best = {
        knows: now.knows.slice(),
        guesses: now.guesses.slice(),
        strategy: now.strategy.slice(),
        logLikelihood,
      };
    }
  }
  expect(index, best!, prior, options.gold, posteriors, tables);
  const skill = best!.knows.map((knows, worker) =>
    given[worker]! > 0 ? knows / (knows + best!.guesses[worker]!) : NaN,
  );
  return {
    posteriors,
    labels: labelsOf(posteriors, classes),
    skill,
    confusion: options.skipConfusion ? null : matricesOf(index, best!),
    classPrior: prior.slice(),
    difficulty: null,
    iterations: RESTARTS * passes,
    logLikelihood: best!.logLikelihood,
    converged: true,
  };
}

const emptyParameters = (workers: number, cells: number): Parameters => ({
  knows: new Float64Array(workers),
  guesses: new Float64Array(workers),
  strategy: new Float64Array(cells),
});

function draw({ knows, guesses, strategy }: Parameters, index: VotesByTask, random: Random): void {
  const { workers, classes } = index.votes;
  const between = () => LEAST + SPREAD * random.next();
  let of = 0;
  for (let worker = 0; worker < workers; worker++) {
    const [right, wrong] = [between(), between()];
    knows[worker] = right / (right + wrong);
    guesses[worker] = wrong / (right + wrong);
    const first = of;
    let sum = 0;
    while (of < strategy.length && index.cellWorker[of] === worker) sum += strategy[of++] = between();
    // Classes that the worker never named have a share too.
    for (let unseen = of - first; unseen < classes; unseen++) sum += between();
    for (let at = first; at < of; at++) strategy[at]! /= sum;
  }
}

/**
 * Posteriors, and in `habit` how many votes of each cell are expected to come from habit: P(habit | vote y) =
 * Σ_c T_ic · θ̄ξ_y / (θ̄ξ_y + θ·[c = y]) = T_iy · θ̄ξ_y / (θ̄ξ_y + θ) + (1 − T_iy). Returns the log-likelihood.
 */
function expect(
  { votes, start, cell, cellWorker, cellClass }: VotesByTask,
  { knows, guesses, strategy }: Parameters,
  prior: Float64Array,
  gold: Int32Array | undefined,
  posteriors: Float64Array,
  { logWrong, logGain, viaHabit, habit }: CellTables,
): number {
  const { tasks, classes } = votes;
  for (let of = 0; of < strategy.length; of++) {
    const knowing = knows[cellWorker[of]!]!;
    const wrong = guesses[cellWorker[of]!]! * strategy[of]!;
    logWrong[of] = Math.log(Math.max(wrong, Number.MIN_VALUE));
    logGain[of] = Math.log(Math.max(wrong + knowing, Number.MIN_VALUE)) - logWrong[of]!;
    viaHabit[of] = wrong / (wrong + knowing);
  }
  habit.fill(0);
  let logLikelihood = 0;
  for (let task = 0; task < tasks; task++) {
    const row = task * classes;
    let everyone = 0;
    for (let named = 0; named < classes; named++) posteriors[row + named] = Math.log(prior[named]!);
    for (let at = start[task]!; at < start[task + 1]!; at++) {
      const of = cell[at]!;
      everyone += logWrong[of]!;
      posteriors[row + cellClass[of]!]! += logGain[of]!;
    }
    logLikelihood += everyone + normalizeLogs(posteriors, row, classes, gold ? gold[task]! : -1);
    for (let at = start[task]!; at < start[task + 1]!; at++) {
      const of = cell[at]!;
      habit[of]! += 1 - posteriors[row + cellClass[of]!]! * (1 - viaHabit[of]!);
    }
  }
  return logLikelihood;
}

/** exp ψ(count + prior) / exp ψ(sum): the variational step of the paper, which sums to less than 1. */
function maximize(
  { knows, guesses, strategy }: Parameters,
  { votes, cellWorker }: VotesByTask,
  habit: Float64Array,
  given: Float64Array,
): void {
  const habits = new Float64Array(votes.workers);
  for (let of = 0; of < habit.length; of++) habits[cellWorker[of]!]! += habit[of]!;
  for (let worker = 0; worker < votes.workers; worker++) {
    const all = digamma(given[worker]! + 2 * KNOWING_PRIOR);
    guesses[worker] = Math.exp(digamma(habits[worker]! + KNOWING_PRIOR) - all);
    knows[worker] = Math.exp(digamma(Math.max(0, given[worker]! - habits[worker]!) + KNOWING_PRIOR) - all);
  }
  for (let of = 0; of < habit.length; of++) {
    const all = digamma(habits[cellWorker[of]!]! + votes.classes * STRATEGY_PRIOR);
    strategy[of] = Math.exp(digamma(habit[of]! + STRATEGY_PRIOR) - all);
  }
}

/** The habits of classes never named share what is left. */
function matricesOf(index: VotesByTask, { knows, guesses, strategy }: Parameters): Float64Array {
  const { workers, classes } = index.votes;
  const size = workers * classes * classes;
  if (size > LARGEST_TABLE) throw new RangeError(`${workers} workers × ${classes}² classes: use skipConfusion`);
  const confusion = new Float64Array(size);
  const shares = new Float64Array(classes);
  let of = 0;
  for (let worker = 0; worker < workers; worker++) {
    const from = of;
    while (of < strategy.length && index.cellWorker[of] === worker) of++;
    let named = 0;
    for (let at = from; at < of; at++) named += strategy[at]!;
    shares.fill(of - from === classes ? 0 : Math.max(0, 1 - named) / (classes - (of - from)));
    for (let at = from; at < of; at++) shares[index.cellClass[at]!] = strategy[at]!;
    const sum = shares.reduce((total, share) => total + share, 0);
    const right = knows[worker]! / (knows[worker]! + guesses[worker]!);
    for (let truth = 0; truth < classes; truth++) {
      for (let said = 0; said < classes; said++) {
        confusion[(worker * classes + truth) * classes + said] =
          (1 - right) * (shares[said]! / sum) + (truth === said ? right : 0);
      }
    }
  }
  return confusion;
}
