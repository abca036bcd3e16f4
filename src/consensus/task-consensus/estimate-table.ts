import type { Aggregation, Votes, WarmStart } from '../aggregation/aggregation.types.js';
import { classOf, classesOf } from './parts.js';
import { likelihoodsOf, lengthOfCounts, MOST_CLASSES_OF_A_MATRIX } from './likelihoods.js';
import type { Known, KnownPart } from './known-errors.js';
import { asLessons, type ClassLesson, learn, lessonsOf, posteriorOfTruth, type Truth } from './learning.js';
import type { CountedAnswer, Part } from './task-consensus.types.js';

/**
 * All settled tasks of a project, and the open ones that have answers, gathered for estimating anew how its people err. Choices and tags are kept as votes, for
 * an aggregation over all of them; everything else adds up task by task, as it was learnt.
 */
export class EstimateTable {
  tasks = 0;
  private readonly known: Known = new Map();
  private readonly columns: Map<string, VoteColumn>;
  private readonly others: Part[];

  constructor(private readonly parts: readonly Part[]) {
    const choices = parts.filter(({ kind }) => kind === 'CHOICE' || kind === 'TAG');
    this.columns = new Map(choices.map((part) => [part.key, new VoteColumn(part)]));
    this.others = parts.filter((part) => !choices.includes(part));
  }

  /** @param truth null when nothing is known of it but the answers */
  add(answers: readonly CountedAnswer[], truth: Truth | null): void {
    this.tasks += 1;
    for (const column of this.columns.values()) column.add(answers, truth, true);
    if (truth) learn(this.known, lessonsOf(this.others, answers, truth));
  }

  /** Of a task that is not settled: it says how common the classes are, and of people only once it is settled. */
  addOpen(answers: readonly CountedAnswer[], counted: ClassLesson): void {
    for (const column of this.columns.values()) column.add(answers, null, false);
    const isOther = new Set(this.others.map(({ key }) => key));
    learn(this.known, asLessons(counted).filter(({ part }) => isOther.has(part))); // prettier-ignore
  }

  /** The parts to aggregate, each with its votes, what is certain, and where to begin: at what was known before. */
  choices(before: Known): { part: Part; votes: Votes; gold: Int32Array; start: WarmStart }[] {
    return this.parts.flatMap((part) => {
      const column = this.columns.get(part.key);
      if (!column || column.votes === 0) return [];
      return [{ part, ...column.finish(), start: column.startAt(before.get(part.key)) }];
    });
  }

  learnFrom(part: Part, aggregation: Aggregation): void {
    this.known.set(part.key, this.columns.get(part.key)!.counted(aggregation));
  }

  finish(): Known {
    return this.known;
  }
}

class VoteColumn {
  private readonly task: number[] = [];
  private readonly worker: number[] = [];
  private readonly label: number[] = [];
  private readonly certain: number[] = [];
  private readonly isSettled: boolean[] = [];
  private readonly workers = new Map<string, number>();
  private gold = 0;

  constructor(private readonly part: Part) {}

  get votes(): number {
    return this.label.length;
  }

  add(answers: readonly CountedAnswer[], truth: Truth | null, isSettled: boolean): void {
    this.isSettled.push(isSettled);
    const posterior = truth?.kind === 'CERTAIN' ? posteriorOfTruth(this.part, truth) : null;
    if (posterior && truth?.kind === 'CERTAIN' && truth.isGold) this.gold += 1;
    const task = this.certain.push(posterior ? posterior.indexOf(1) : -1) - 1;
    for (const { memberId, labels } of answers) {
      const said = classOf(this.part, labels);
      if (said === null) continue;
      if (!this.workers.has(memberId)) this.workers.set(memberId, this.workers.size);
      this.task.push(task);
      this.worker.push(this.workers.get(memberId)!);
      this.label.push(said);
    }
  }

  finish(): { votes: Votes; gold: Int32Array } {
    return {
      votes: {
        task: Int32Array.from(this.task),
        worker: Int32Array.from(this.worker),
        label: Uint16Array.from(this.label),
        tasks: this.certain.length,
        workers: this.workers.size,
        classes: classesOf(this.part),
      },
      gold: Int32Array.from(this.certain),
    };
  }

  startAt(before: KnownPart | undefined): WarmStart {
    const classes = classesOf(this.part);
    if (!before || classes > MOST_CLASSES_OF_A_MATRIX) return {};
    const confusion = new Float64Array(this.workers.size * classes * classes);
    for (const [member, worker] of this.workers) {
      const known = before.byMember.get(member);
      const counts = known?.length === lengthOfCounts(classes) ? known : undefined;
      for (let said = 0; said < classes; said++)
        for (const [truth, share] of likelihoodsOf('MATRIX', said, counts, classes).entries())
          confusion[(worker * classes + truth) * classes + said] = share;
    }
    return { confusion };
  }

  /** Expected counts: each vote on a settled task counts for each class by the posterior of its task. */
  counted({ posteriors }: Aggregation): KnownPart {
    const classes = classesOf(this.part);
    const names = [...this.workers.keys()];
    const isMatrix = classes <= MOST_CLASSES_OF_A_MATRIX;
    const counts = names.map(() => new Array<number>(lengthOfCounts(classes)).fill(0));
    const classCounts = new Array<number>(classes).fill(0);
    const isHeard = new Set(this.task);
    for (const task of isHeard)
      for (let truth = 0; truth < classes; truth++) classCounts[truth]! += posteriors[task * classes + truth]!;
    for (const [vote, task] of this.task.entries()) {
      if (!this.isSettled[task]) continue;
      const [own, said] = [counts[this.worker[vote]!]!, this.label[vote]!];
      for (let truth = 0; truth < classes; truth++) {
        const share = posteriors[task * classes + truth]!;
        if (isMatrix) own[truth * classes + said]! += share;
        else own[truth === said ? 0 : 1]! += share;
      }
    }
    return { classCounts, gold: this.gold, byMember: new Map(names.map((name, worker) => [name, counts[worker]!])) };
  }
}
