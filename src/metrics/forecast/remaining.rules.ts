import { betaVariate, binomialVariate, randomOf } from '../../consensus/index.js';
import type { BatchFacts, Tally } from './forecast.types.js';
import type { Open, Shares } from './tail.rules.js';

/*
 * How much work is left in a batch: what is wanted already, and what will follow from it. The shares are Beta posteriors, drawn anew
 * in every draw; then each task falls to one side or the other.
 */

/** Pieces of work in one draw. What follows becomes free only once that before it is done. */
export interface Remaining {
  /** independent answers, with those that will be asked for on top */
  answers: number;
  /** judgements that wait already, and those that will follow from answers */
  judgingNow: number;
  judging: number;
  /** reworks that wait already, and those that will follow from judgements; each is judged again */
  reworkNow: number;
  rework: number;
  /** the tasks that want answers, those that were begun first; and what becomes of each */
  open: Open[];
  shares: Shares;
}

/** What a share is worth before anything was seen: so many tasks' worth. */
interface Prior {
  share: number;
  weight: number;
}
const askedPrior: Prior = { share: 0.25, weight: 4 };
/** Whether answers that once disagreed agree with one more depends on the policy: either may be. */
const askedAgainPrior: Prior = { share: 0.33, weight: 2 };
const judgedPrior: Prior = { share: 0.02, weight: 4 };
const sentBackPrior: Prior = { share: 0.1, weight: 10 };
/** What an import still brings is told from the bytes of its file: a third more or less. */
const arrivingSd = 0.3;

const posterior = ({ count, of }: Tally, { share, weight }: Prior): [number, number] => [
  count + share * weight,
  of - count + (1 - share) * weight,
];
const shareOf = (tally: Tally, prior: Prior): number => {
  const [yes, no] = posterior(tally, prior);
  return yes / (yes + no);
};

/** Of the tasks with so many answers the share of which one more is asked. */
const tallyAt = ({ askedAgain }: BatchFacts, answers: number): Tally => askedAgain[answers] ?? { count: 0, of: 0 };

const priorAt = ({ overlap }: BatchFacts, level: number): Prior => (level > overlap ? askedAgainPrior : askedPrior);

/**
 * @param seed of this draw and batch: the same one gives what differs from another question in nothing but the question
 * @param isFull false: nothing is asked on top of what is wanted (to see what that makes of it)
 */
export function remainingOf(batch: BatchFacts, seed: number, isFull = true): Remaining {
  const arriving = Math.round(batch.arriving * Math.exp(arrivingSd * normalOf(seed)));
  const asked = randomOf(seed + 1);
  const shares: number[] = [];
  for (let level = 1; level < batch.maximumOverlap; level += 1)
    shares[level] = betaVariate(
      randomOf(seed + 100 + level),
      ...posterior(tallyAt(batch, level), priorAt(batch, level)),
    );
  const cells = [...batch.undecided, { wanted: batch.overlap, have: 0, tasks: arriving }].sort(
    (a, b) => b.have - a.have,
  );
  const byLevel = new Map<number, number>();
  let answers = 0;
  let tasks = 0;
  for (const cell of cells) {
    answers += Math.max(0, cell.wanted - cell.have) * cell.tasks;
    tasks += cell.tasks;
    byLevel.set(cell.wanted, (byLevel.get(cell.wanted) ?? 0) + cell.tasks);
  }
  if (isFull) {
    let here = 0;
    for (let level = 1; level < batch.maximumOverlap; level += 1) {
      here += byLevel.get(level) ?? 0;
      const more = binomialVariate(asked, here, shares[level]!);
      answers += more;
      here = more;
    }
  }
  const judgedShare = judgesAnything(batch) ? betaVariate(randomOf(seed + 2), ...posterior(batch.judged, judgedPrior)) : 0; // prettier-ignore
  const backShare = betaVariate(randomOf(seed + 3), ...posterior(batch.sentBack, sentBackPrior));
  const counts = randomOf(seed + 4);
  const first = binomialVariate(counts, tasks, judgedShare);
  // A rework is judged, and may be sent back once more.
  let back = binomialVariate(counts, first + batch.judging, backShare);
  let rework = back;
  for (let round = 0; round < 3 && (back > 0 || round === 0); round += 1) {
    back = binomialVariate(counts, back + (round === 0 ? batch.reworking : 0), backShare);
    rework += back;
  }
  return {
    answers,
    judgingNow: batch.judging,
    judging: first,
    reworkNow: batch.reworking,
    rework,
    open: cells,
    shares: { asked: isFull ? shares : [], judged: judgedShare, back: backShare },
  };
}

const judgesAnything = ({ judged, judging, reworking }: BatchFacts): boolean =>
  judged.of > 0 || judging > 0 || reworking > 0;

/** What is expected, for people to read. */
export function expectedOf(batch: BatchFacts): { answers: number; judgements: number; answersPerTask: number } {
  const cells = [...batch.undecided, { wanted: batch.overlap, have: 0, tasks: batch.arriving }];
  let [answers, tasks, ends] = [0, 0, 0];
  for (const cell of cells) {
    const more = moreFrom(batch, cell.wanted);
    answers += (Math.max(0, cell.wanted - cell.have) + more) * cell.tasks;
    ends += (cell.wanted + more) * cell.tasks;
    tasks += cell.tasks;
  }
  const first = judgesAnything(batch) ? tasks * shareOf(batch.judged, judgedPrior) + batch.judging : 0;
  const back = shareOf(batch.sentBack, sentBackPrior);
  const rework = batch.reworking + (first * back) / (1 - Math.min(0.9, back));
  return {
    answers: answers + rework,
    judgements: first + rework,
    answersPerTask: tasks === 0 ? batch.overlap : ends / tasks,
  };
}

function moreFrom(batch: BatchFacts, wanted: number): number {
  let [more, chance] = [0, 1];
  for (let level = wanted; level < batch.maximumOverlap; level += 1) {
    chance *= shareOf(tallyAt(batch, level), priorAt(batch, level));
    more += chance;
  }
  return more;
}

function normalOf(seed: number): number {
  const random = randomOf(seed);
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
}
