import { Injectable } from '@nestjs/common';
import type { LabelSchema } from '../../labels/index.js';
import { ClientFault, Clock, type Tx } from '../../platform/index.js';
import { Asking, pictureMilliseconds } from './asking.service.js';
import { TrainingStore } from './training.store.js';

/** A task of a course as a tool is shown it: never with its answer. */
export interface ShownItem {
  courseId: string;
  projectId: string;
  data: Record<string, unknown>;
  mediaId: string | null;
  labelSchema: LabelSchema;
  /** until when its picture may be fetched */
  until: Date;
}

/** Tasks of courses for tools outside: to whoever may answer them now. */
@Injectable()
export class TrainingItems {
  constructor(
    private readonly store: TrainingStore,
    private readonly asking: Asking,
    private readonly clock: Clock,
  ) {}

  /** @param attemptId null: practice @throws NOT_FOUND for what the person is not asked */
  async asked(tx: Tx, memberId: string, itemId: string, attemptId: string | null): Promise<ShownItem> {
    const [item] = await this.asking.items(tx, [itemId]);
    if (!item) throw notAsked();
    const { course, project } = await this.asking.open(tx, { memberId }, item.courseId);
    const until = attemptId
      ? await this.endOfExam(tx, memberId, itemId, attemptId)
      : await this.endOfPractice(tx, memberId, item);
    const { data, mediaId } = item;
    return { courseId: course.id, projectId: project.id, data, mediaId, labelSchema: project.labelSchema, until };
  }

  private async endOfExam(tx: Tx, memberId: string, itemId: string, attemptId: string): Promise<Date> {
    const attempt = await this.store.attempt(tx, attemptId);
    const isAsked = attempt?.memberId === memberId && attempt.state === 'RUNNING' && attempt.itemIds.includes(itemId);
    if (!isAsked || attempt.isOver) throw notAsked();
    return attempt.endsAt ?? this.inAWhile();
  }

  private async endOfPractice(
    tx: Tx,
    memberId: string,
    { courseId, kind, version }: { courseId: string; kind: string; version: number },
  ): Promise<Date> {
    const standing = await this.store.standing(tx, memberId, courseId);
    if (kind !== 'PRACTICE' || !standing?.hasRead || standing.version !== version) throw notAsked();
    return this.inAWhile();
  }

  private inAWhile(): Date {
    return new Date(this.clock.now().getTime() + pictureMilliseconds);
  }
}

const notAsked = () => ClientFault.notFound('task of a course');
