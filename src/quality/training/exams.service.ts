import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../../identity/index.js';
import { asLabels } from '../../labels/index.js';
import { ClientFault, Database, newId, Refusal, type Tx } from '../../platform/index.js';
import { digestOf } from '../../platform/seeded-draw.js';
import type { ProjectRow } from '../../projects/index.js';
import { Asking, type AskedItem } from './asking.service.js';
import type { ItemRow, VersionRow } from './courses.store.js';
import { CoursePasses } from './course-passes.service.js';
import { isExamPassed, minute, nextAttemptAt, nextStep, stepSentence, tellsAtLeast } from './training.rules.js';
import { type AttemptRow, type ExamAnswerRow, type StandingRow, TrainingStore } from './training.store.js';

/** An attempt as the person sees it: while it runs with its next item, afterwards with what the manager lets them see. */
export interface ExamView {
  attempt: AttemptRow;
  answered: number;
  next: AskedItem | null;
  /** null: not to be told, or not finished */
  right: number | null;
  mistakes: ExamMistake[] | null;
}

export interface ExamMistake {
  number: number;
  item: ItemRow;
  /** null: it was not answered */
  answer: ExamAnswerRow | null;
  isAnswerShown: boolean;
}

export type ExamRefusal = Refusal<
  'EXAM_NOT_OPEN' | 'EXAM_WAITS' | 'NO_ATTEMPTS_LEFT' | 'COURSE_RETIRED' | 'ANSWERED_BEFORE'
>;

/** Exams of known answers: one attempt at a time, resumable, in which the first answer to an item is the answer. */
@Injectable()
export class ExamsService {
  constructor(
    private readonly database: Database,
    private readonly store: TrainingStore,
    private readonly asking: Asking,
    private readonly passes: CoursePasses,
  ) {}

  /** The attempt that is under way, or a new one when there may be one. */
  start(actor: Actor, courseId: string): Promise<ExamView | ExamRefusal> {
    return this.database.transact(actor, async (tx) => {
      const { project } = await this.asking.open(tx, actor, courseId);
      await this.store.lockPerson(tx, courseId, actor.memberId);
      const running = await this.store.running(tx, courseId, actor.memberId);
      if (running && !running.isOver) return this.view(tx, running, project);
      // Time ended it: the person hears that first, and begins again with the next call.
      if (running) return this.finished(tx, running, project);
      const standing = await this.store.standing(tx, actor.memberId, courseId);
      const refusal = standing ? whyNot(standing) : retired();
      if (refusal) return refusal;
      return this.view(tx, await this.begin(tx, standing!), project);
    });
  }

  /** The same answer again changes nothing; another one comes too late. What comes after the end of time does not count. */
  answer(actor: Actor, attemptId: string, itemId: string, labels: unknown): Promise<ExamView | ExamRefusal> {
    return this.database.transact(actor, async (tx) => {
      const { attempt, project } = await this.own(tx, actor, attemptId);
      const [item] = attempt.itemIds.includes(itemId) ? await this.asking.items(tx, [itemId]) : [];
      if (!item) throw ClientFault.invalid('input.courseItemId', 'is not of this exam');
      const version = await this.asking.version(tx, attempt.courseId, attempt.version);
      const given = this.asking.compared(item, labels, project, version);
      const before = (await this.store.answers(tx, attemptId)).find((one) => one.itemId === itemId);
      if (before && !isDeepStrictEqual(asLabels(before.labels), given.labels))
        return new Refusal('ANSWERED_BEFORE' as const, 'You have answered this task: the first answer stands.');
      if (attempt.state !== 'RUNNING') return this.view(tx, attempt, project);
      if (attempt.isOver) return this.finished(tx, attempt, project);
      if (!before) await this.store.insertAnswer(tx, attemptId, given);
      return this.view(tx, attempt, project);
    });
  }

  /** Whatever is not answered is wrong. Finishing what is finished changes nothing. */
  finish(actor: Actor, attemptId: string): Promise<ExamView> {
    return this.database.transact(actor, async (tx) => {
      const { attempt, project } = await this.own(tx, actor, attemptId);
      return attempt.state === 'RUNNING' ? this.finished(tx, attempt, project) : this.view(tx, attempt, project);
    });
  }

  /** Null when it is not the caller's own. */
  find(actor: Actor, attemptId: string): Promise<ExamView | null> {
    return this.database.transact({ organizationId: actor.organizationId }, async (tx) => {
      const attempt = await this.store.attempt(tx, attemptId);
      if (attempt?.memberId !== actor.memberId) return null;
      const { project } = await this.asking.open(tx, actor, attempt.courseId);
      return this.view(tx, attempt, project);
    });
  }

  private async own(tx: Tx, actor: Actor, id: string): Promise<{ attempt: AttemptRow; project: ProjectRow }> {
    const found = await this.store.attempt(tx, id);
    if (found?.memberId !== actor.memberId) throw ClientFault.notFound('exam');
    const { project } = await this.asking.open(tx, actor, found.courseId);
    await this.store.lockPerson(tx, found.courseId, actor.memberId);
    return { attempt: (await this.store.attempt(tx, id))!, project };
  }

  private async begin(tx: Tx, { courseId, version, memberId, attempts, rules, examItems }: StandingRow) {
    const pool = (await this.asking.itemsOf(tx, courseId, version)).filter(({ kind }) => kind === 'EXAM');
    const seed = `${rules.seed}:${memberId}:${attempts + 1}`;
    const drawn = pool
      .map(({ id }) => ({ id, at: digestOf(seed, id) }))
      .sort((a, b) => a.at.compare(b.at))
      .slice(0, examItems);
    const row = { id: newId(), courseId, version, memberId, itemIds: drawn.map(({ id }) => id) };
    await this.store.insertAttempt(tx, row, rules.timeLimitMinutes);
    return (await this.store.attempt(tx, row.id))!;
  }

  private async finished(tx: Tx, attempt: AttemptRow, project: ProjectRow): Promise<ExamView> {
    const version = await this.asking.version(tx, attempt.courseId, attempt.version);
    const right = (await this.store.answers(tx, attempt.id)).filter(({ isRight }) => isRight).length;
    const isPassed = isExamPassed(right, attempt.itemIds.length, version.rules.passMark);
    await this.store.finish(tx, attempt.id, isPassed ? 'PASSED' : 'FAILED', right);
    if (isPassed) await this.passes.grant(tx, attempt, version, project.id);
    return this.view(tx, (await this.store.attempt(tx, attempt.id))!, project);
  }

  private async view(tx: Tx, attempt: AttemptRow, project: ProjectRow): Promise<ExamView> {
    const answers = await this.store.answers(tx, attempt.id);
    const version = await this.asking.version(tx, attempt.courseId, attempt.version);
    if (attempt.state !== 'RUNNING') return this.result(tx, attempt, version, answers);
    const at = attempt.itemIds.findIndex((id) => !answers.some(({ itemId }) => itemId === id));
    const [item] = at < 0 ? [] : await this.asking.items(tx, [attempt.itemIds[at]!]);
    const place = { number: at + 1, of: attempt.itemIds.length };
    const next = item ? this.asking.asked(item, project, place, attempt.endsAt) : null;
    return { attempt, answered: answers.length, next, right: null, mistakes: null };
  }

  private async result(tx: Tx, attempt: AttemptRow, { rules: { tells } }: VersionRow, answers: ExamAnswerRow[]) {
    const items = tellsAtLeast(tells, 'WHICH') ? await this.asking.items(tx, attempt.itemIds) : null;
    const mistakes = items && attempt.itemIds.flatMap((id, index) => {
      const answer = answers.find(({ itemId }) => itemId === id) ?? null;
      if (answer?.isRight) return [];
      return [{ number: index + 1, item: items.find((one) => one.id === id)!, answer, isAnswerShown: tells === 'ANSWERS' }];
    }); // prettier-ignore
    const right = tellsAtLeast(tells, 'SCORE') ? attempt.right : null;
    return { attempt, answered: answers.length, next: null, right, mistakes };
  }
}

const retired = () => new Refusal('COURSE_RETIRED' as const, 'This course is offered no more.');

function whyNot(standing: StandingRow): ExamRefusal | null {
  const { rules, now, examItems } = standing;
  const step = nextStep(standing, rules, now);
  const next = nextAttemptAt(standing, rules, now);
  switch (step) {
    case 'START_EXAM':
      return null;
    case 'WAIT':
      return new Refusal('EXAM_WAITS' as const, `The next attempt is possible from ${minute(next as Date)}.`, { nextAttemptAt: next }); // prettier-ignore
    case 'ASK_LEAD':
      return new Refusal('NO_ATTEMPTS_LEFT' as const, 'No attempts are left: a lead may let you try again.');
    case 'DONE':
      return new Refusal('EXAM_NOT_OPEN' as const, 'You hold what this course leads to.');
    case 'READ_GUIDELINES':
    case 'ANSWER_QUIZ':
    case 'PRACTISE':
    case 'ANSWER_EXAM':
    case 'FINISH_EXAM':
      return new Refusal('EXAM_NOT_OPEN' as const, `Before the exam, ${stepSentence(standing, rules, now, examItems)}`);
  }
}
