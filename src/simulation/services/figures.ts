import { clopperPearsonInterval, type Interval } from '../../consensus/index.js';
import { changePoint } from '../../quality/index.js';
import { checkWorkHours } from '../../metrics/index.js';
import { hourDifferencesOf } from './hours.js';
import { checkQueue, TaskReadingService } from '../../tasks/index.js';
import type { VirtualPerson } from '../virtual-people.js';
import { fixedOverlapOf } from './fixed-overlap-of-plan.js';
import { classNames, type Plan } from './plan.js';
import { readRecords, type PersonRecord, type Records } from './records.js';
import type { SimulatedMuster } from './simulated-muster.js';
import type { Stage } from './stage.js';
import type { Worker } from './worker.js';

type Kind = VirtualPerson['kind'];
type TaskRecord = Records['tasks'][number];
const isUnjudged: ReadonlySet<string> = new Set(['SINGLE', 'CONSENSUS']);
const kinds: Kind[] = ['STEADY', 'SPAMMER', 'BREAKING'];
/** Of a look at a person's whole stream, once. */
const falseAlarms = 0.001;
const day = 86_400_000;

export interface Accuracy {
  right: number;
  of: number;
  share: number;
  /** exact 95 % interval */
  interval: Interval;
}

export interface SimulationFigures {
  seed: number;
  people: number;
  reviewers: number;
  tasks: number;
  overlap: [from: number, to: number];
  settled: number;
  /** How they were settled, and how right that was: SINGLE, CONSENSUS, ADJUDICATED, … */
  methods: Record<string, Accuracy>;
  /** What the consensus claims: the mean confidence of the results that nobody judged, and how right they are. */
  claimed: { confidence: number; accuracy: Accuracy };
  /** Independent answers that count, a task. */
  answersPerTask: number;
  /** All that somebody did, counted or not. */
  work: { answers: number; gold: number; adjudications: number; reworks: number; keptAside: number; verdicts: number };
  accuracy: Accuracy;
  /** Everything somebody did, by correct results. */
  costPerCorrect: number;
  /** Three answers each, the majority decides: the same people and items. */
  fixedOverlap: { accuracy: Accuracy; costPerCorrect: number };
  /** Share of gold in what people of a kind answered. */
  goldShare: Record<Kind, number>;
  spammers: { goldAnswers: number; isPaused: boolean; trust: number }[];
  /** Steady people who are as good as the project asks, and how many of them were paused all the same. */
  good: { people: number; paused: number };
  /** Steady people below the bar. */
  belowTheBar: { people: number; paused: number };
  breaks: BreakFigures[];
  trust: { kind: Kind; accuracy: number; mean: number; answers: number }[];
  overCollected: number;
  queueDifferences: number;
  /** hours of work that differ from the rows */
  workDifferences: number;
  /** days of people whose hours are not those of their assignments */
  hourDifferences: number;
  simulatedDays: number;
  seconds: number;
}

export interface BreakFigures {
  from: number;
  to: number;
  /** Their answers before the break and since; none since when they never came so far. */
  before: number;
  since: number;
  /** How many of their answers and days after the break the change is dated, negative: before; null: none was found. */
  datedLate: { answers: number; days: number } | null;
  /** After how many of their answers since the break they were paused; null: never. */
  pausedAfter: number | null;
}

export interface Finished {
  muster: SimulatedMuster;
  stage: Stage;
  plan: Plan;
  workers: Worker[];
  startsAt: Date;
  seconds: () => number;
}

export async function figuresOf(finished: Finished): Promise<SimulationFigures> {
  const { muster, stage, plan, workers, startsAt, seconds } = finished;
  const records = await readRecords(muster, stage);
  const { answers } = await muster.services
    .get(TaskReadingService, { strict: false })
    .progressOf(stage.owner, stage.batchId);
  const annotators = workers.filter(({ cast }) => !cast.isReviewer);
  const recordOf = (worker: Worker): PersonRecord => records.people.get(worker.cast.actor.memberId)!;
  const settled = records.tasks.filter(({ option }) => option !== null);
  const isRight = ({ key, option }: TaskRecord) => option === classNames[plan.truthOf(key)];
  const right = settled.filter(isRight).length;
  const unjudged = settled.filter(({ method, confidence }) => isUnjudged.has(method!) && confidence !== null);
  const steady = annotators.filter(({ cast }) => cast.virtual.kind === 'STEADY');
  const fixed = fixedOverlapOf(plan);
  const work = workOf(records);
  return {
    seed: plan.seed,
    people: plan.annotators.length,
    reviewers: plan.reviewers.length,
    tasks: plan.tasks,
    overlap: [plan.overlap, plan.maximumOverlap],
    settled: settled.length,
    methods: byMethod(settled, isRight),
    claimed: { confidence: rounded(meanOf(unjudged.map(({ confidence }) => confidence!))), accuracy: accuracyOf(unjudged.filter(isRight).length, unjudged.length) }, // prettier-ignore
    answersPerTask: rounded(answers.counted / plan.tasks),
    work,
    accuracy: accuracyOf(right, settled.length),
    costPerCorrect: rounded(Object.values(work).reduce((sum, count) => sum + count, 0) / right),
    fixedOverlap: {
      accuracy: accuracyOf(fixed.right, plan.tasks),
      costPerCorrect: rounded(fixed.labels / fixed.right),
    },
    goldShare: Object.fromEntries(
      kinds.map((kind) => [
        kind,
        goldShareOf(annotators.filter(({ cast }) => cast.virtual.kind === kind).map(recordOf)),
      ]),
    ) as Record<Kind, number>,
    spammers: annotators
      .filter(({ cast }) => cast.virtual.kind === 'SPAMMER')
      .map(recordOf)
      .map((one) => ({ goldAnswers: one.goldBeforePause, isPaused: one.pausedAt !== null, trust: rounded(one.trust) })),
    good: pausedOf(steady.filter(({ cast }) => cast.virtual.accuracy >= plan.bar).map(recordOf)),
    belowTheBar: pausedOf(steady.filter(({ cast }) => cast.virtual.accuracy < plan.bar).map(recordOf)),
    breaks: annotators.filter(({ cast }) => cast.virtual.kind === 'BREAKING').map((one) => breakOf(one, recordOf(one))),
    trust: annotators.map((one) => {
      const { trust, answers: given } = recordOf(one);
      const { kind, accuracy } = one.cast.virtual;
      return { kind, accuracy: rounded(accuracy), mean: rounded(trust), answers: given.length };
    }),
    overCollected: answers.over_collected,
    queueDifferences: (await checkQueue(muster.databaseUrl, false)).differences.length,
    workDifferences: (await checkWorkHours(muster.databaseUrl, false)).differences.length,
    hourDifferences: await hourDifferencesOf(muster, stage, startsAt),
    simulatedDays: rounded((muster.clock.now().getTime() - startsAt.getTime()) / day),
    seconds: rounded(seconds()),
  };
}

function workOf({ submissions, verdicts }: Records): SimulationFigures['work'] {
  const count = (isMeant: (row: Records['submissions'][number]) => boolean) =>
    submissions.filter(isMeant).reduce((sum, row) => sum + row.count, 0);
  return {
    answers: count(({ stage, state }) => stage === 'ANNOTATE' && state === 'COUNTED'),
    gold: count(({ state }) => state === 'GOLD'),
    adjudications: count(({ stage, state }) => stage === 'ADJUDICATE' && state === 'COUNTED'),
    reworks: count(({ stage, state }) => stage === 'REWORK' && state === 'COUNTED'),
    keptAside: count(({ state }) => state !== 'COUNTED' && state !== 'GOLD'),
    verdicts,
  };
}

function breakOf({ brokeAt, cast: { virtual } }: Worker, { answers, evidence, pausedAt }: PersonRecord): BreakFigures {
  const countBefore = (moment: Date) => answers.filter((at) => at < moment).length;
  const before = brokeAt ? countBefore(brokeAt) : answers.length;
  const change = changePoint(evidence, { falseAlarms });
  return {
    from: rounded(virtual.accuracy),
    to: rounded(virtual.breaks!.accuracy),
    before,
    since: answers.length - before,
    datedLate:
      brokeAt && change
        ? { answers: countBefore(change.at) - before, days: rounded((change.at.getTime() - brokeAt.getTime()) / day) }
        : null,
    pausedAfter: pausedAt && brokeAt && pausedAt >= brokeAt ? countBefore(pausedAt) - before : null,
  };
}

const accuracyOf = (right: number, of: number): Accuracy => {
  if (of === 0) return { right, of, share: 0, interval: [0, 1] };
  const [low, high] = clopperPearsonInterval(right, of);
  return { right, of, share: rounded(right / of), interval: [rounded(low), rounded(high)] };
};

const goldShareOf = (people: PersonRecord[]): number => {
  const gold = people.reduce((sum, { goldAnswers }) => sum + goldAnswers, 0);
  return rounded(gold / Math.max(1, people.reduce((sum, { answers }) => sum + answers.length, 0))); // prettier-ignore
};

const pausedOf = (people: PersonRecord[]) => ({
  people: people.length,
  paused: people.filter(({ pausedAt }) => pausedAt !== null).length,
});

function byMethod(settled: TaskRecord[], isRight: (task: TaskRecord) => boolean): Record<string, Accuracy> {
  const methods = [...new Set(settled.map(({ method }) => method!))].sort();
  return Object.fromEntries(
    methods.map((name) => {
      const such = settled.filter(({ method }) => method === name);
      return [name, accuracyOf(such.filter(isRight).length, such.length)];
    }),
  );
}

const meanOf = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

const rounded = (value: number): number => Number(value.toFixed(4));
