import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type Actor, reachOf } from '../../identity/index.js';
import { ClientFault, Database, type Tx } from '../../platform/index.js';
import { ProjectsService } from '../../projects/index.js';
import { type WayIn, type WayInSource, WaysIn } from '../../tasks/index.js';
import { CoursesStore } from './courses.store.js';
import { stepSentence } from './training.rules.js';
import { type AttemptRow, type StandingRow, TrainingStore } from './training.store.js';

export interface CourseResult {
  standing: StandingRow;
  /** newest first */
  attempts: AttemptRow[];
}

/** Where people stand in their courses, for themselves, for their leads and for whoever explains why there is no work. */
@Injectable()
export class TrainingService implements OnModuleInit, WayInSource {
  constructor(
    private readonly database: Database,
    private readonly store: TrainingStore,
    private readonly courses: CoursesStore,
    private readonly projects: ProjectsService,
    private readonly ways: WaysIn,
  ) {}

  onModuleInit(): void {
    this.ways.use(this);
  }

  async waysIn(tx: Tx, memberIds: string[], projectIds: string[]): Promise<WayIn[]> {
    const rows = await this.store.standings(tx, memberIds, projectIds);
    return rows
      .filter(({ isQualified }) => !isQualified)
      .flatMap(({ stages, ...row }) =>
        stages.map((stage) => ({ ...row, stage, sentence: `Next in the course “${row.courseName}”: ${sentenceOf({ stages, ...row })}` })),
      ); // prettier-ignore
  }

  own(actor: Actor): Promise<StandingRow[]> {
    return this.database.transact({ organizationId: actor.organizationId }, async (tx) => {
      const projects = await this.store.projectsOf(tx, actor.memberId);
      return this.store.standings(tx, [actor.memberId], projects);
    });
  }

  ownIn(actor: Actor, courseId: string): Promise<StandingRow | null> {
    return this.database.transact({ organizationId: actor.organizationId }, (tx) =>
      this.store.standing(tx, actor.memberId, courseId),
    );
  }

  /** Of everybody who may take it; to a lead, of the people of their teams. */
  results(actor: Actor, courseId: string, first: number, after: string | null) {
    return this.database.transact(actor, async (tx) => {
      const course = await this.visible(tx, actor, courseId);
      const ledBy = reachOf(actor, 'course:read') === 'ANY' ? null : actor.memberId;
      const { ids, total } = await this.store.people(tx, course.projectId, ledBy, first, after);
      const attempts = await this.store.attemptsOf(tx, courseId, ids);
      const rows = (await this.store.ofCourse(tx, ids, courseId)).map((standing) => {
        const own = attempts.filter(({ memberId }) => memberId === standing.memberId);
        return { id: standing.memberId, standing, attempts: own };
      });
      return { rows, total };
    });
  }

  private async visible(tx: Tx, actor: Actor, courseId: string) {
    const course = await this.courses.find(tx, courseId);
    if (!course || !(await this.projects.findVisible(tx, actor, course.projectId, 'course:read')))
      throw ClientFault.notFound('course');
    return course;
  }
}

export const sentenceOf = (row: StandingRow): string => stepSentence(row, row.rules, row.now, row.examItems);
