import { type Random, randomOf } from '../../consensus/index.js';
import { colleagues, day, hour, type Span, startsAt, type VirtualColleague } from './fortnight-people.js';
import { type BatchName, drawsRight, isSentBackOften, lateOpensAtOf, lengthOf, type Shape, shapes, type Stage, type TaskTruth, truthsOf } from './fortnight-truths.js'; // prettier-ignore

/*
 * A fortnight task by task: who takes which task when, how long it takes them, what they answer, what is asked on top, what is reviewed
 * and sent back. It knows nothing of the forecast's model; the forecast knows nothing of it but what a database would show.
 */

export type { BatchName, Stage } from './fortnight-truths.js';

export interface VirtualTask extends TaskTruth {
  wanted: number;
  answers: { by: number; isRight: boolean; option: number }[];
  /** seats in somebody's hands */
  held: number;
  takenBy: Set<number>;
  state: 'OPEN' | 'REVIEWING' | 'ADJUDICATING' | 'REWORKING' | 'SETTLED';
  isJudged: boolean;
  rounds: number;
}

export interface VirtualBatch {
  name: BatchName;
  priority: number;
  opensAt: number | null;
  /** later than that it is too late */
  deadlineAt: number | null;
  tasks: VirtualTask[];
  settled: number;
  finishedAt: number | null;
  /** verdicts, and those that sent work back */
  verdicts: { count: number; of: number };
  /** tasks with free seats, in the order of the queue */
  fresh: VirtualTask[];
  returned: VirtualTask[];
  judging: { task: VirtualTask; stage: Stage }[];
  rework: { task: VirtualTask; by: number }[];
}

export interface Done {
  by: number;
  batch: VirtualBatch;
  stage: Stage;
  from: number;
  at: number;
}

interface Held {
  batch: VirtualBatch;
  task: VirtualTask;
  stage: Stage;
  from: number;
}

export const overlap = 2;
export const maximumOverlap = 4;
export const reviewed = 0.12;
const leaseMinutes = 60;
const leavesIt = 0.15;
const patience = hour / 3;
const mostDays = 50;

/** The fortnight of one seed, moved on event by event. */
export class Fortnight {
  readonly people: VirtualColleague[];
  readonly first: VirtualBatch;
  readonly late: VirtualBatch;
  readonly done: Done[] = [];
  now = startsAt;
  private readonly random: Random;
  private readonly next: number[];
  private readonly hands: (Held | null)[];
  private readonly learnt: number[];
  private readonly leases: { at: number; batch: VirtualBatch; task: VirtualTask }[] = [];
  private readonly lateOpensAt: number;

  constructor(
    seed: number,
    private readonly shape: Shape = shapes.usual,
  ) {
    this.random = randomOf(seed * 7919 + 13);
    this.people = colleagues(this.random);
    this.first = this.batch('first', 0);
    this.late = this.batch('late', 5);
    this.lateOpensAt = lateOpensAtOf(this.random);
    this.open(this.first, 12 + this.random.integer(6));
    this.next = this.people.map(({ there }) => there[0]?.from ?? Infinity);
    this.hands = this.people.map(() => null);
    this.learnt = this.people.map(() => 0);
  }

  get batches(): VirtualBatch[] {
    return [this.first, this.late].filter(({ opensAt }) => opensAt !== null);
  }

  /** One thing that happens. False when both batches are over, or nothing comes any more. */
  step(): boolean {
    if (this.first.finishedAt !== null && this.late.finishedAt !== null) return false;
    let who = 0;
    for (let place = 1; place < this.next.length; place += 1) if (this.next[place]! < this.next[who]!) who = place;
    this.now = this.next[who]!;
    if (this.now > startsAt + mostDays * day) return false;
    this.expire();
    const held = this.hands[who];
    if (held) this.finish(who, held);
    this.hands[who] = null;
    const span = this.spanAt(who, this.now);
    if (!span) {
      this.next[who] = this.people[who]!.there.find(({ from }) => from > this.now)?.from ?? Infinity;
      return true;
    }
    this.take(who, span);
    return true;
  }

  private take(who: number, span: Span): void {
    const found = this.claim(who);
    if (!found) {
      this.next[who] = Math.min(this.now + patience, span.to + 1);
      return;
    }
    const { stage, task } = found;
    const about = { stage, name: found.batch.name, learnt: this.learnt[who]!, now: this.now };
    const ends = this.now + lengthOf(this.people[who]!, task, about, this.random);
    if (ends > span.to && this.random.next() < leavesIt && stage === 'ANNOTATE') {
      // Goes home with the task in their hands.
      this.leases.push({ at: span.to + leaseMinutes * 60_000, batch: found.batch, task });
      task.held += 1;
      this.next[who] = span.to + 1;
      return;
    }
    task.held += 1;
    this.hands[who] = found;
    this.next[who] = ends;
  }

  /** As a claim orders: the batch by priority, in it what is to mend, what came back, what is to judge, what is fresh. */
  private claim(who: number): Held | null {
    const { isReviewer, isOnLate } = this.people[who]!;
    const open = this.batches
      .filter(({ name }) => name === 'first' || isOnLate)
      .sort((a, b) => b.priority - a.priority);
    const held = (batch: VirtualBatch, task: VirtualTask, stage: Stage): Held => ({
      batch,
      task,
      stage,
      from: this.now,
    });
    for (const batch of open) {
      if (isReviewer) {
        const judged = batch.judging.shift();
        if (judged) return held(batch, judged.task, judged.stage);
        continue;
      }
      const mine = batch.rework.findIndex(({ by }) => by === who);
      if (mine >= 0) return held(batch, batch.rework.splice(mine, 1)[0]!.task, 'REWORK');
      for (const lane of [batch.returned, batch.fresh]) {
        const task = takeFrom(lane, who);
        if (task) return held(batch, task, 'ANNOTATE');
      }
    }
    return null;
  }

  private finish(who: number, { batch, task, stage, from }: Held): void {
    task.held -= 1;
    this.learnt[who]! += 1;
    this.done.push({ by: who, batch, stage, from, at: this.now });
    if (stage === 'ANNOTATE' || stage === 'REWORK') {
      const isRight = drawsRight(task, stage, this.random);
      const option = isRight ? 0 : 1 + this.random.integer(3);
      task.answers.push({ by: who, isRight, option });
      if (stage === 'REWORK') this.judge(batch, task, 'REVIEWING');
      else this.decide(batch, task);
      return;
    }
    const last = task.answers.at(-1)!;
    batch.verdicts.of += 1;
    const isSentBack = stage === 'REVIEW' && !last.isRight && this.random.next() < isSentBackOften && task.rounds < 2;
    if (!isSentBack) return this.settle(batch, task);
    batch.verdicts.count += 1;
    task.rounds += 1;
    task.state = 'REWORKING';
    batch.rework.push({ task, by: last.by });
  }

  private decide(batch: VirtualBatch, task: VirtualTask): void {
    if (task.answers.length < task.wanted) return;
    const votes = new Map<number, number>();
    for (const { option } of task.answers) votes.set(option, (votes.get(option) ?? 0) + 1);
    const isAgreed = Math.max(...votes.values()) * 2 > task.answers.length;
    if (isAgreed) {
      if (this.random.next() < reviewed) this.judge(batch, task, 'REVIEWING');
      else this.settle(batch, task);
    } else if (task.wanted < maximumOverlap) {
      task.wanted += 1;
      batch.fresh.push(task);
    } else this.judge(batch, task, 'ADJUDICATING');
  }

  private judge(batch: VirtualBatch, task: VirtualTask, state: 'REVIEWING' | 'ADJUDICATING'): void {
    task.state = state;
    task.isJudged = true;
    batch.judging.push({ task, stage: state === 'REVIEWING' ? 'REVIEW' : 'ADJUDICATE' });
  }

  private settle(batch: VirtualBatch, task: VirtualTask): void {
    task.state = 'SETTLED';
    batch.settled += 1;
    if (batch.settled === batch.tasks.length) batch.finishedAt = this.now;
    if (this.late.opensAt === null && this.first.settled >= this.lateOpensAt * this.first.tasks.length)
      this.open(this.late, 7);
  }

  /** What somebody went home with comes back. */
  private expire(): void {
    for (let place = this.leases.length - 1; place >= 0; place -= 1) {
      const { at, batch, task } = this.leases[place]!;
      if (at > this.now) continue;
      this.leases.splice(place, 1);
      task.held -= 1;
      batch.returned.push(task);
    }
  }

  private open(batch: VirtualBatch, daysToDeadline: number): void {
    batch.opensAt = this.now;
    batch.deadlineAt = Math.ceil(this.now / day) * day + daysToDeadline * day;
  }

  private spanAt(who: number, at: number): Span | undefined {
    return this.people[who]!.there.find(({ from, to }) => from <= at && at < to);
  }

  private batch(name: BatchName, priority: number): VirtualBatch {
    const tasks = truthsOf(name, this.random, this.shape).map((truth) => ({
      ...truth,
      wanted: overlap,
      answers: [],
      held: 0,
      takenBy: new Set<number>(),
      state: 'OPEN' as const,
      isJudged: false,
      rounds: 0,
    }));
    const none = { opensAt: null, deadlineAt: null, settled: 0, finishedAt: null, verdicts: { count: 0, of: 0 } };
    return { name, priority, tasks, ...none, fresh: [...tasks], returned: [], judging: [], rework: [] };
  }
}

/** The first task of the lane that this person did not have; one that has no free seat left goes out of it. */
function takeFrom(lane: VirtualTask[], who: number): VirtualTask | null {
  for (let place = 0; place < lane.length; place += 1) {
    const task = lane[place]!;
    // It came back while it was still in the other lane, and was taken there.
    if (task.answers.length + task.held >= task.wanted) lane.splice(place--, 1);
    else if (task.takenBy.has(who)) continue;
    else return taken(lane, place, who);
  }
  return null;
}

function taken(lane: VirtualTask[], place: number, who: number): VirtualTask {
  const task = lane[place]!;
  if (task.answers.length + task.held + 1 >= task.wanted) lane.splice(place, 1);
  task.takenBy.add(who);
  return task;
}
