import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Action, type Actor, ChangeLog, reachOf } from '../../identity/index.js';
import { counted } from '../../platform/counted.rules.js';
import { ClientFault, Database, newId, Refusal, type Tx } from '../../platform/index.js';
import { ProjectsService } from '../../projects/index.js';
import type { Stage } from '../../tasks/index.js';
import { CourseItems, type GivenItem } from './course-items.service.js';
import { type CourseRow, CoursesStore, type ItemRow, type ListedItem, type VersionRow } from './courses.store.js';
import { courseMoves, type CourseRules } from './training.rules.js';

export interface CourseContent {
  name: string;
  description: string;
  stages: Stage[];
  rules: Partial<CourseRules>;
  items: GivenItem[];
}

export type CourseRefusal = Refusal<'NAME_TAKEN' | 'COURSE_INCOMPLETE' | 'NOTHING_TO_PUBLISH' | 'WRONG_STATE'>;

const defaults: Omit<CourseRules, 'seed'> = {
  passScore: 0.8,
  passMark: 0.8,
  examItems: null,
  attempts: 2,
  retryHours: 24,
  mostAttempts: null,
  timeLimitMinutes: null,
  validDays: null,
  skillId: null,
  skillLevel: null,
  tells: 'SCORE',
};

/** Courses as managers write and publish them. */
@Injectable()
export class CoursesService {
  constructor(
    private readonly database: Database,
    private readonly store: CoursesStore,
    private readonly made: CourseItems,
    private readonly projects: ProjectsService,
    private readonly changes: ChangeLog,
  ) {}

  create(actor: Actor, projectId: string, content: CourseContent): Promise<CourseRow | CourseRefusal> {
    return this.database.transact(actor, async (tx) => {
      const project = await this.projects.visible(tx, actor, projectId, 'course:manage');
      const id = newId();
      const { name, description, stages } = content;
      if (!(await this.store.insert(tx, id, projectId, name, actor.memberId))) return nameTaken(name);
      const rules = await this.checkedRules(tx, { ...defaults, seed: randomUUID(), ...content.rules });
      await this.store.insertVersion(tx, { courseId: id, version: 1, description, stages, rules });
      await this.store.replaceItems(tx, id, 1, await this.made.made(tx, project, content.items));
      await this.changes.record(tx, actor, { action: 'course:create', subjectId: id, detail: { name } });
      return (await this.store.find(tx, id))!;
    });
  }

  /** Writes on the draft of the next version; what is left out stays as it is there, or as it was published. */
  update(actor: Actor, id: string, content: Partial<CourseContent>): Promise<CourseRow | CourseRefusal> {
    return this.change(actor, id, async (tx, course) => {
      const { name } = content;
      if (name !== undefined && !(await this.store.rename(tx, course, name))) return nameTaken(name);
      const draft = await this.draftOf(tx, course);
      const rules = await this.checkedRules(tx, { ...draft.rules, ...content.rules });
      const { description = draft.description, stages = draft.stages, items } = content;
      await this.store.updateDraft(tx, { ...draft, description, stages, rules });
      const project = await this.projects.rowOf(tx, course.projectId);
      if (items) await this.store.replaceItems(tx, id, draft.version, await this.made.made(tx, project, items));
      await this.changes.record(tx, actor, { action: 'course:update', subjectId: id, detail: { version: draft.version } }); // prettier-ignore
      return undefined;
    });
  }

  /** What was written is in force from now on; who is in the middle of an exam finishes it as it was. */
  publish(actor: Actor, id: string): Promise<CourseRow | CourseRefusal> {
    return this.change(actor, id, async (tx, course) => {
      const draft = await this.store.versionOf(tx, id, course.version + 1);
      if (!draft && course.state !== 'RETIRED')
        return new Refusal('NOTHING_TO_PUBLISH' as const, 'The course has not been changed since it was published.');
      const version = draft?.version ?? course.version;
      const lacking = lackOf(draft, await this.store.items(tx, id, version));
      if (lacking) return new Refusal('COURSE_INCOMPLETE' as const, lacking);
      if (draft) await this.store.publish(tx, course, version, actor.memberId);
      else await this.store.setState(tx, id, courseMoves.RETIRED.publish);
      await this.changes.record(tx, actor, { action: 'course:publish', subjectId: id, detail: { version } });
      return undefined;
    });
  }

  /** Offered to nobody any more; what people passed they keep. */
  retire(actor: Actor, id: string): Promise<CourseRow | CourseRefusal> {
    return this.change(actor, id, async (tx, course) => {
      if (course.state !== 'PUBLISHED')
        return new Refusal('WRONG_STATE' as const, `The course is ${course.state === 'DRAFT' ? 'a draft' : 'retired already'}: only a published one can be retired.`); // prettier-ignore
      await this.store.setState(tx, id, courseMoves.PUBLISHED.retire);
      await this.changes.record(tx, actor, { action: 'course:retire', subjectId: id });
      return undefined;
    });
  }

  /** Null when there is none, or none to see. */
  find(actor: Actor, id: string): Promise<CourseRow | null> {
    return this.database.transact(actor, async (tx) => {
      const course = await this.store.find(tx, id);
      const isOpen =
        course &&
        reachOf(actor, 'course:read') &&
        (await this.projects.findVisible(tx, actor, course.projectId, 'course:read'));
      return isOpen ? course : null;
    });
  }

  page(actor: Actor, projectId: string, first: number, after: string | null) {
    return this.database.transact(actor, async (tx) => {
      await this.projects.visible(tx, actor, projectId, 'course:read');
      return this.store.page(tx, projectId, first, after);
    });
  }

  /** The version in force and the draft, by course. For courses that the caller was shown. */
  versions({ organizationId }: Actor, courseIds: string[]): Promise<Map<string, VersionRow[]>> {
    return this.database.transact({ organizationId }, async (tx) => {
      const rows = await this.store.versionsOf(tx, courseIds);
      return new Map(courseIds.map((id) => [id, rows.filter(({ courseId }) => courseId === id)]));
    });
  }

  /** With their answers: for those who manage courses, and whom no course could ask. Null for others. */
  async items(actor: Actor, { courseId, version }: VersionRow): Promise<ListedItem[] | null> {
    const isOutside = reachOf({ roles: actor.roles, scopes: null }, 'task:claim') === null;
    if (!isOutside || reachOf(actor, 'course:manage') === null) return null;
    return this.database.transact({ organizationId: actor.organizationId }, (tx) =>
      this.store.items(tx, courseId, version),
    );
  }

  private change(
    actor: Actor,
    id: string,
    work: (tx: Tx, course: CourseRow) => Promise<CourseRefusal | undefined>,
    action: Action = 'course:manage',
  ): Promise<CourseRow | CourseRefusal> {
    return this.database.transact(actor, async (tx) => {
      const course = await this.store.lock(tx, id);
      if (!course || !(await this.projects.findVisible(tx, actor, course.projectId, action)))
        throw ClientFault.notFound('course');
      return (await work(tx, course)) ?? (await this.store.find(tx, id))!;
    });
  }

  private async draftOf(tx: Tx, { id, version }: CourseRow): Promise<VersionRow> {
    const draft = await this.store.versionOf(tx, id, version + 1);
    if (draft) return draft;
    const published = (await this.store.versionOf(tx, id, version))!;
    await this.store.insertVersion(tx, { ...published, version: version + 1 });
    await this.store.copyItems(tx, id, version, version + 1);
    return (await this.store.versionOf(tx, id, version + 1))!;
  }

  private async checkedRules(tx: Tx, rules: CourseRules): Promise<CourseRules> {
    if ((rules.skillId === null) !== (rules.skillLevel === null))
      throw ClientFault.invalid('input.rules.skillLevel', 'goes with a skill, and a skill with a level');
    if (rules.skillId !== null && !(await this.store.hasSkill(tx, rules.skillId)))
      throw ClientFault.invalid('input.rules.skillId', 'there is no such skill');
    return rules;
  }
}

const nameTaken = (name: string) =>
  new Refusal('NAME_TAKEN' as const, `The project has already a course named “${name}”.`);

function lackOf(draft: VersionRow | null, items: ItemRow[]): string | null {
  const pool = items.filter(({ kind }) => kind === 'EXAM').length;
  if (pool === 0) return 'The exam has no items.';
  const wanted = draft?.rules.examItems ?? 0;
  return wanted > pool
    ? `The exam draws ${counted(wanted, 'item')}, and there ${pool === 1 ? 'is' : 'are'} ${pool}.`
    : null;
}
