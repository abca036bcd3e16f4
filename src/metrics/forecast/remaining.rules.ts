import { betaVariate, binomialVariate, randomOf } from '../../consensus/index.js';
import type { BatchFacts, Tally } from './forecast.types.js';
import type { Open, Shares } from './tail.rules.js';

/*
 * How much work is left in a batch: what is wanted already, and what will follow from it. The shares are Beta posteriors, drawn anew
 * in every draw; then each task falls to one side or the other.
 */

/**
 * The answers of tasks that want so many. What is asked on top goes to the end of the queue: every task has its two answers before the first
 * has its third, and those that have to be judged because they differ to the last come all together, in the end.
 */
export interface Phase {
  wanted: number;
  /** that are left, of these tasks */
  answers: number;
  /** tasks that are decided on with so many, and judgements that follow from them */
  ending: number;
  judging: number;
}

/** Pieces of work in one draw. What follows becomes free only once that before it is done. */
export interface Remaining {
  /** independent answers, with those that will be asked for on top */
  answers: number;
  /** the same in the order in which they are worked */
  phases: Phase[];
  /** judgements that wait already, and those that will follow from answers */
  judgingNow: number;
  judging: number;
  /** reworks that wait already, and those that will follow from judgements; each is judged again */
  reworkNow: number;
  rework: number;
  /** the tasks that want answers, in the order in which they are worked; and what becomes of each */
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

/** Of the tasks that are decided on with so many answers the share that is judged. */
const judgedAt = ({ judged }: BatchFacts, answers: number): Tally => judged[Math.min(answers, judged.length - 1)] ?? { count: 0, of: 0 }; // prettier-ignore

/** With the last answer that may be asked for they have differed before: either may be, as before it. */
const judgedPriorAt = ({ overlap, maximumOverlap }: BatchFacts, level: number): Prior =>
  level >= maximumOverlap && level > overlap ? askedAgainPrior : judgedPrior;

const mostAnswers = ({ maximumOverlap }: BatchFacts, cells: readonly Open[]): number =>
  cells.reduce((most, { wanted }) => Math.max(most, wanted), maximumOverlap);

/** @param becoming of so many tasks that have so many answers those of which one more is asked; of the others those that are judged */
function phasesOf(
  cells: readonly Open[],
  most: number,
  becoming: { goOn(level: number, tasks: number): number; judged(level: number, tasks: number): number },
): Phase[] {
  const phases: Phase[] = [];
  let more = 0;
  for (let level = 1; level <= most; level += 1) {
    let [answers, tasks] = [more, more];
    for (const cell of cells) {
      if (cell.wanted !== level) continue;
      answers += Math.max(0, cell.wanted - cell.have) * cell.tasks;
      tasks += cell.tasks;
    }
    more = becoming.goOn(level, tasks);
    phases.push({ wanted: level, answers, ending: tasks - more, judging: becoming.judged(level, tasks - more) });
  }
  return phases;
}

/** The tasks of which so many answers are left, as far as the answers before were given in their order. */
export function openAtEnd({ phases, shares }: Remaining, left: number, overlap: number): Open[] {
  const cells: Open[] = [];
  let rest = left;
  const leftOf = phases.map(() => 0);
  for (let place = phases.length - 1; place >= 0; place -= 1) {
    leftOf[place] = Math.min(rest, phases[place]!.answers);
    rest -= leftOf[place]!;
  }
  let coming = 0;
  for (const [place, { wanted }] of phases.entries()) {
    // Those that will come from the phase before are not asked for yet.
    const answers = Math.max(0, leftOf[place]! - coming);
    const each = wanted > overlap ? 1 : wanted;
    const tasks = Math.round(answers / each);
    if (tasks > 0) cells.push({ wanted, have: wanted - each, tasks });
    coming = (leftOf[place]! / each) * (shares.asked[wanted] ?? 0);
  }
  return cells;
}

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
    (a, b) => a.wanted - b.wanted || b.have - a.have,
  );
  const most = mostAnswers(batch, cells);
  const judgedShares = judgesAnything(batch)
    ? Array.from({ length: most + 1 }, (_, level) => betaVariate(randomOf(seed + 200 + level), ...posterior(judgedAt(batch, level), judgedPriorAt(batch, level)))) // prettier-ignore
    : [];
  const phases = phasesOf(cells, most, {
    goOn: (level, tasks) => (isFull && level < batch.maximumOverlap ? binomialVariate(asked, tasks, shares[level]!) : 0), // prettier-ignore
    judged: (level, tasks) => binomialVariate(randomOf(seed + 300 + level), tasks, judgedShares[level] ?? 0),
  });
  const backShare = betaVariate(randomOf(seed + 3), ...posterior(batch.sentBack, sentBackPrior));
  const counts = randomOf(seed + 4);
  const first = phases.reduce((sum, { judging }) => sum + judging, 0);
  // A rework is judged, and may be sent back once more.
  let back = binomialVariate(counts, first + batch.judging, backShare);
  let rework = back;
  for (let round = 0; round < 3 && (back > 0 || round === 0); round += 1) {
    back = binomialVariate(counts, back + (round === 0 ? batch.reworking : 0), backShare);
    rework += back;
  }
  return {
    answers: phases.reduce((sum, { answers }) => sum + answers, 0),
    phases,
    judgingNow: batch.judging,
    judging: first,
    reworkNow: batch.reworking,
    rework,
    open: cells,
    shares: { asked: isFull ? shares : [], judged: judgedShares, back: backShare },
  };
}

const judgesAnything = ({ judged, judging, reworking }: BatchFacts): boolean =>
  judged.some(({ of }) => of > 0) || judging > 0 || reworking > 0;

/** What is expected, for people to read. */
export function expectedOf(batch: BatchFacts): { answers: number; judgements: number; answersPerTask: number } {
  const cells = [...batch.undecided, { wanted: batch.overlap, have: 0, tasks: batch.arriving }];
  const isJudged = judgesAnything(batch);
  const phases = phasesOf(cells, mostAnswers(batch, cells), {
    goOn: (level, tasks) => (level < batch.maximumOverlap ? tasks * shareOf(tallyAt(batch, level), priorAt(batch, level)) : 0), // prettier-ignore
    judged: (level, tasks) => (isJudged ? tasks * shareOf(judgedAt(batch, level), judgedPriorAt(batch, level)) : 0),
  });
  const sum = (of: (phase: Phase) => number) => phases.reduce((all, phase) => all + of(phase), 0);
  const tasks = sum(({ ending }) => ending);
  const answers = sum((phase) => phase.answers);
  const first = batch.judging + sum(({ judging }) => judging);
  const back = shareOf(batch.sentBack, sentBackPrior);
  const rework = batch.reworking + (first * back) / (1 - Math.min(0.9, back));
  return {
    answers: answers + rework,
    judgements: first + rework,
    answersPerTask: tasks === 0 ? batch.overlap : sum(({ wanted, ending }) => wanted * ending) / tasks,
  };
}

function normalOf(seed: number): number {
  const random = randomOf(seed);
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
}
