import { Injectable } from '@nestjs/common';
import { type Actor, ChangeLog } from '../../identity/index.js';
import { ClientFault, Database, newId, Refusal, toGlobalId } from '../../platform/index.js';
import { ProjectPeople } from '../../projects/index.js';
import { NoticesStore } from '../notices/notices.store.js';
import { CoursesStore } from './courses.store.js';
import { type StandingRow, TrainingStore } from './training.store.js';

/** Leads let people try again before their time: nobody does it for themselves. */
@Injectable()
export class ExamAllowances {
  constructor(
    private readonly database: Database,
    private readonly store: TrainingStore,
    private readonly courses: CoursesStore,
    private readonly inProject: ProjectPeople,
    private readonly notices: NoticesStore,
    private readonly changes: ChangeLog,
  ) {}

  /** Whatever failed before is counted no more. */
  allow(
    actor: Actor,
    courseId: string,
    memberId: string,
    reason: string,
  ): Promise<StandingRow | Refusal<'COURSE_RETIRED'>> {
    if (memberId === actor.memberId)
      throw new ClientFault('FORBIDDEN', 'Leads and managers do this for others, not for themselves.');
    return this.database.transact(actor, async (tx) => {
      const course = await this.courses.find(tx, courseId);
      if (!course) throw ClientFault.notFound('course');
      await this.inProject.require(tx, actor, 'course:allow', memberId, course.projectId);
      await this.store.lockPerson(tx, courseId, memberId);
      await this.store.allow(tx, { id: newId(), courseId, memberId, by: actor.memberId, reason });
      const sentence = `You may take the exam of the course “${course.name}” again now: ${reason}`;
      await this.notices.tell(tx, memberId, course.projectId, 'COURSE', sentence);
      const detail = { memberId: toGlobalId('member', memberId) };
      await this.changes.record(tx, actor, { action: 'course:allow', subjectId: courseId, reason, detail });
      const standing = await this.store.standing(tx, memberId, courseId);
      return standing ?? new Refusal('COURSE_RETIRED' as const, 'This course is offered to nobody now.');
    });
  }
}
