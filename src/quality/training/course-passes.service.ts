import { Injectable } from '@nestjs/common';
import { ChangeLog } from '../../identity/index.js';
import { Clock, toGlobalId, type Tx } from '../../platform/index.js';
import { QualificationsService } from '../../projects/index.js';
import { SkillsService } from '../../workforce/index.js';
import { CoursesStore, type VersionRow } from './courses.store.js';
import type { AttemptRow } from './training.store.js';

/** What passing an exam brings: admission to the stages of the course, and a skill where it says so. */
@Injectable()
export class CoursePasses {
  constructor(
    private readonly courses: CoursesStore,
    private readonly qualifications: QualificationsService,
    private readonly skills: SkillsService,
    private readonly changes: ChangeLog,
    private readonly clock: Clock,
  ) {}

  async grant(
    tx: Tx,
    { id, courseId, memberId }: AttemptRow,
    { stages, rules }: VersionRow,
    projectId: string,
  ): Promise<void> {
    const { validDays, skillId, skillLevel } = rules;
    for (const stage of stages)
      await this.qualifications.admitByCourse(tx, { memberId, projectId, stage }, courseId, validDays);
    if (skillId && skillLevel) {
      const { name } = (await this.courses.find(tx, courseId))!;
      const expiresAt = validDays === null ? null : new Date(this.clock.now().getTime() + validDays * 86_400_000);
      await this.skills.award(tx, {
        memberId,
        skillId,
        level: skillLevel,
        source: 'TRAINING',
        origin: name,
        originId: courseId,
        expiresAt,
      });
    }
    const detail = { courseId: toGlobalId('course', courseId), examAttemptId: toGlobalId('examAttempt', id), stages, validDays }; // prettier-ignore
    await this.changes.record(tx, null, { action: 'member:qualify', subjectId: memberId, detail });
  }
}
