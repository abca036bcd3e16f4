import { Injectable } from '@nestjs/common';
import { mapClasses } from '../../consensus/index.js';
import type { Actor } from '../../identity/index.js';
import type { Label } from '../../labels/index.js';
import { ClientFault, Clock, type Tx } from '../../platform/index.js';
import { type ProjectRow, ProjectsService } from '../../projects/index.js';
import { compareWithKnown } from '../gold/comparison.rules.js';
import { checkedLabels } from './course-items.service.js';
import { type CourseRow, CoursesStore, type ItemRow, type VersionRow } from './courses.store.js';
import type { GivenAnswer } from './training.store.js';

/** An item as it is put before somebody: never with its answer. */
export interface AskedItem {
  item: Pick<ItemRow, 'id' | 'data' | 'mediaId'>;
  /** from 1, of so many */
  number: number;
  of: number;
  project: Pick<ProjectRow, 'labelSchema'>;
  /** until when its picture may be fetched */
  until: Date;
}

/** How long a picture may be looked at when nothing ends sooner. */
export const pictureMilliseconds = 3_600_000;

/** Putting the items of courses before people, and comparing what they say with what is right. */
@Injectable()
export class Asking {
  constructor(
    private readonly courses: CoursesStore,
    private readonly projects: ProjectsService,
    private readonly clock: Clock,
  ) {}

  /** A course that is open to somebody who works. @throws NOT_FOUND */
  async open(
    tx: Tx,
    { memberId }: Pick<Actor, 'memberId'>,
    courseId: string,
  ): Promise<{ course: CourseRow; project: ProjectRow }> {
    const course = await this.courses.find(tx, courseId);
    const project = course && (await this.projects.ofMember(tx, course.projectId, memberId));
    if (!course || !project || course.state === 'DRAFT') throw ClientFault.notFound('course');
    return { course, project };
  }

  async version(tx: Tx, courseId: string, version: number): Promise<VersionRow> {
    return (await this.courses.versionOf(tx, courseId, version))!;
  }

  items(tx: Tx, ids: string[]): Promise<ItemRow[]> {
    return this.courses.itemsById(tx, ids);
  }

  itemsOf(tx: Tx, courseId: string, version: number): Promise<ItemRow[]> {
    return this.courses.items(tx, courseId, version);
  }

  /** @param end of what it is asked in, when there is one */
  asked(item: ItemRow, project: ProjectRow, place: { number: number; of: number }, end: Date | null): AskedItem {
    const until = end ?? new Date(this.clock.now().getTime() + pictureMilliseconds);
    return { item, project, ...place, until };
  }

  /** @throws a fault that names what is wrong with the labels */
  compared(item: ItemRow, given: unknown, { labelSchema, policy }: ProjectRow, { rules }: VersionRow): GivenAnswer {
    const labels = checkedLabels(given, labelSchema, item.data, 'input');
    const { classMap = {} } = policy.agreement;
    const mapped = (of: Label[]) => mapClasses(of, classMap);
    const { score } = compareWithKnown(mapped(labels), mapped(item.labels), labelSchema, policy);
    return { itemId: item.id, labels, score, isRight: score >= rules.passScore };
  }
}
