import { Injectable } from '@nestjs/common';
import type { Actor } from '../../identity/index.js';
import type { Label } from '../../labels/index.js';
import { ClientFault, Database, newId, Refusal, type Tx } from '../../platform/index.js';
import type { ProjectRow } from '../../projects/index.js';
import { Asking, type AskedItem } from './asking.service.js';
import { type StandingRow, TrainingStore } from './training.store.js';

export interface PracticeFeedback {
  courseId: string;
  isRight: boolean;
  score: number;
  labels: Label[];
  expected: Label[];
  explanation: string;
  next: AskedItem | null;
}

export type PracticeRefusal = Refusal<'GUIDELINES_UNREAD' | 'NOTHING_TO_PRACTISE' | 'COURSE_RETIRED'>;

/** Tasks to learn by: what is right, and why, is shown after each answer. */
@Injectable()
export class PracticeService {
  constructor(
    private readonly database: Database,
    private readonly store: TrainingStore,
    private readonly asking: Asking,
  ) {}

  /** The next task that the person has not practised; the same until they answer it. */
  start(actor: Actor, courseId: string): Promise<AskedItem | PracticeRefusal> {
    return this.database.transact(actor, async (tx) => {
      const { project } = await this.asking.open(tx, actor, courseId);
      const standing = await this.standing(tx, actor, courseId);
      if (standing instanceof Refusal) return standing;
      const next = await this.next(tx, project, standing);
      return next ?? new Refusal('NOTHING_TO_PRACTISE' as const, 'You have practised every task of this course.');
    });
  }

  /** As often as one likes: every answer is kept, and none is held against anybody. */
  answer(actor: Actor, itemId: string, labels: unknown): Promise<PracticeFeedback | PracticeRefusal> {
    return this.database.transact(actor, async (tx) => {
      const [item] = await this.asking.items(tx, [itemId]);
      if (item?.kind !== 'PRACTICE') throw ClientFault.notFound('practice task');
      const { course, project } = await this.asking.open(tx, actor, item.courseId);
      const standing = await this.standing(tx, actor, course.id);
      if (standing instanceof Refusal) return standing;
      if (item.version !== standing.version) throw ClientFault.notFound('practice task');
      const version = await this.asking.version(tx, course.id, item.version);
      const given = this.asking.compared(item, labels, project, version);
      await this.store.insertPractice(tx, newId(), course.id, actor.memberId, given);
      const next = await this.next(tx, project, standing);
      const { labels: expected, explanation } = item;
      return { courseId: course.id, isRight: given.isRight, score: given.score, labels: given.labels, expected, explanation, next }; // prettier-ignore
    });
  }

  private async standing(tx: Tx, { memberId }: Actor, courseId: string): Promise<StandingRow | PracticeRefusal> {
    const standing = await this.store.standing(tx, memberId, courseId);
    if (!standing) return new Refusal('COURSE_RETIRED' as const, 'This course is offered no more.');
    if (!standing.hasRead)
      return new Refusal('GUIDELINES_UNREAD' as const, 'Read and acknowledge the guidelines of the project first.');
    return standing;
  }

  private async next(tx: Tx, project: ProjectRow, standing: StandingRow): Promise<AskedItem | null> {
    const { courseId, version, memberId, practice } = standing;
    const [first] = await this.store.toPractise(tx, courseId, version, memberId);
    if (!first) return null;
    const [item] = await this.asking.items(tx, [first.id]);
    return this.asking.asked(item!, project, { number: first.ordinal, of: practice.of }, null);
  }
}
