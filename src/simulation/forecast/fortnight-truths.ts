import { normalVariate, type Random } from '../../consensus/index.js';
import { day, startsAt, type VirtualColleague } from './fortnight-people.js';

/* What is true of the work of a fortnight, in memory and through the services alike: how much, how hard, how long it takes whom. */

export type Stage = 'ANNOTATE' | 'REWORK' | 'REVIEW' | 'ADJUDICATE';
export type BatchName = 'first' | 'late';

/** What is true of a task, and seen by nobody. */
export interface TaskTruth {
  difficulty: number;
  isHard: boolean;
}

const sizes = { first: [1100, 1700], late: [350, 650] } as const;

/** How large the batches are, and how long single tasks take, against the usual. */
export interface Shape {
  tasks: number;
  minutes: number;
}
export const shapes = {
  usual: { tasks: 1, minutes: 1 },
  /** a few hundred tasks of half an hour, which a team does in a few days */
  small: { tasks: 0.25, minutes: 2.5 },
} as const satisfies Record<string, Shape>;

/** Of as many tasks as the batch of that name has: some batches are stranger than others, or harder. */
export function truthsOf(name: BatchName, random: Random, { tasks, minutes }: Shape): TaskTruth[] {
  const [least, most] = sizes[name].map((size) => Math.round(size * tasks)) as [number, number];
  const strange = Math.exp(0.1 * normalVariate(random));
  const hard = 0.1 + 0.15 * random.next();
  return Array.from({ length: least + random.integer(most - least) }, () => ({
    difficulty: minutes * strange * Math.exp(0.4 * normalVariate(random) - 0.08),
    isHard: random.next() < hard,
  }));
}

/** The share of the first batch that is settled when the late one opens. */
export const lateOpensAtOf = (random: Random): number => 0.02 + 0.2 * random.next();

/** Milliseconds that it takes them. @param learnt pieces of work that they did before */
export function lengthOf(
  { minutes, moods }: VirtualColleague,
  { difficulty }: TaskTruth,
  { stage, name, learnt, now }: { stage: Stage; name: BatchName; learnt: number; now: number },
  random: Random,
): number {
  const practice = 1 + 0.3 * Math.exp(-learnt / 40);
  const own = difficulty * Math.exp(0.4 * normalVariate(random) - 0.08);
  const mood = moods[Math.floor((now - startsAt) / day)] ?? 1;
  const part = stage === 'REWORK' ? 0.7 : 1;
  const strange = name === 'late' ? 1.05 : 1;
  return minutes * practice * own * mood * part * strange * 60_000;
}

/** Whether an answer is right. */
export const drawsRight = ({ isHard }: TaskTruth, stage: Stage, random: Random): boolean =>
  random.next() < (isHard ? 0.6 : 0.96) + (stage === 'REWORK' ? 0.03 : 0);

/** Of the wrong answers that are reviewed the share that is sent back. */
export const isSentBackOften = 0.7;
