import { Args, Context, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { type Actor, Can, CurrentActor } from '../../identity/index.js';
import {
  ClientFault,
  decodeCursor,
  fromGlobalId,
  type GraphqlContext,
  loaderOf,
  NodeRegistry,
  type Page,
  PageArgs,
  pageOf,
  Refusal,
} from '../../platform/index.js';
import { AllowExamArgs, contentOf, CoursesArgs, CreateCourseInput, UpdateCourseInput } from './course.input.js';
import {
  Course,
  CourseConnection,
  CourseItem,
  CourseResult,
  CourseVersion,
  toCourse,
  toItem,
  toVersion,
} from './course.type.js';
import { AllowExamResult, CoursePerson, CoursePersonConnection, toPerson } from './course-person.type.js';
import { CoursesService } from './courses.service.js';
import type { CourseRow, VersionRow } from './courses.store.js';
import { ExamAllowances } from './exam-allowances.service.js';
import { TrainingService } from './training.service.js';

const shown = (answer: CourseRow | Refusal): Course | Refusal =>
  answer instanceof Refusal ? answer : toCourse(answer);

/** Courses as managers write them and leads follow them. */
@Resolver(() => Course)
export class CoursesResolver {
  constructor(
    private readonly service: CoursesService,
    private readonly training: TrainingService,
    private readonly allowances: ExamAllowances,
    nodes: NodeRegistry<Actor>,
  ) {
    nodes.register('course', async (actor, id) => {
      const row = await this.service.find(actor, id);
      return row && toCourse(row);
    });
  }

  @Query(() => Course)
  @Can('course:read')
  async course(@CurrentActor() actor: Actor, @Args('id', { type: () => ID }) id: string): Promise<Course> {
    const row = await this.service.find(actor, fromGlobalId('course', id));
    if (!row) throw ClientFault.notFound('course');
    return toCourse(row);
  }

  @Query(() => CourseConnection, { name: 'courses', description: 'The courses of a project, oldest first.' })
  @Can('course:read')
  async coursePage(
    @CurrentActor() actor: Actor,
    @Args() { projectId, first, after }: CoursesArgs,
  ): Promise<Page<Course>> {
    const id = fromGlobalId('project', projectId, 'projectId');
    const { rows, total } = await this.service.page(actor, id, first, decodeCursor(after));
    return pageOf(rows, first, total, toCourse);
  }

  @Mutation(() => CourseResult, { description: 'A draft; publishCourse offers it to people.' })
  @Can('course:manage')
  async createCourse(
    @CurrentActor() actor: Actor,
    @Args('input', { type: () => CreateCourseInput }) input: CreateCourseInput,
  ): Promise<Course | Refusal> {
    const projectId = fromGlobalId('project', input.projectId, 'input.projectId');
    const { name, stages } = input;
    return shown(await this.service.create(actor, projectId, { description: '', rules: {}, items: [], ...contentOf(input), name, stages })); // prettier-ignore
  }

  @Mutation(() => CourseResult, { description: 'Writes on the draft of the next version; people go on with the last.' })
  @Can('course:manage')
  async updateCourse(
    @CurrentActor() actor: Actor,
    @Args('courseId', { type: () => ID }) courseId: string,
    @Args('input', { type: () => UpdateCourseInput }) input: UpdateCourseInput,
  ): Promise<Course | Refusal> {
    return shown(await this.service.update(actor, fromGlobalId('course', courseId, 'courseId'), contentOf(input)));
  }

  @Mutation(() => CourseResult, { description: 'Puts the draft in force as the next version.' })
  @Can('course:manage')
  async publishCourse(
    @CurrentActor() actor: Actor,
    @Args('courseId', { type: () => ID }) courseId: string,
  ): Promise<Course | Refusal> {
    return shown(await this.service.publish(actor, fromGlobalId('course', courseId, 'courseId')));
  }

  @Mutation(() => CourseResult, { description: 'Offers it to nobody any more. What people passed they keep.' })
  @Can('course:manage')
  async retireCourse(
    @CurrentActor() actor: Actor,
    @Args('courseId', { type: () => ID }) courseId: string,
  ): Promise<Course | Refusal> {
    return shown(await this.service.retire(actor, fromGlobalId('course', courseId, 'courseId')));
  }

  @Mutation(() => AllowExamResult, { description: 'Somebody who failed may try again now, and counts from the start.' })
  @Can('course:allow')
  async allowExam(@CurrentActor() actor: Actor, @Args() args: AllowExamArgs): Promise<CoursePerson | Refusal> {
    const courseId = fromGlobalId('course', args.courseId, 'courseId');
    const memberId = fromGlobalId('member', args.memberId, 'memberId');
    const answer = await this.allowances.allow(actor, courseId, memberId, args.reason);
    return answer instanceof Refusal ? answer : toPerson(answer);
  }

  @ResolveField(() => CourseVersion, { nullable: true, description: 'In force; null: none was published.' })
  async published(@CurrentActor() actor: Actor, @Parent() course: Course, @Context() context: GraphqlContext) {
    const row = (await this.versions(actor, course, context)).find(({ publishedAt }) => publishedAt);
    return row ? toVersion(row) : null;
  }

  @ResolveField(() => CourseVersion, { nullable: true, description: 'The next version; null: nothing was changed.' })
  async draft(@CurrentActor() actor: Actor, @Parent() course: Course, @Context() context: GraphqlContext) {
    const row = (await this.versions(actor, course, context)).find(({ publishedAt }) => !publishedAt);
    return row ? toVersion(row) : null;
  }

  @ResolveField(() => CoursePersonConnection, { description: 'Everybody who may take it; to a lead, their people.' })
  async people(
    @CurrentActor() actor: Actor,
    @Parent() course: Course,
    @Args() { first, after }: PageArgs,
  ): Promise<Page<CoursePerson>> {
    const id = fromGlobalId('course', course.id);
    const { rows, total } = await this.training.results(actor, id, first, decodeCursor(after));
    return pageOf(rows, first, total, ({ standing, attempts }) => toPerson(standing, attempts));
  }

  private async versions(actor: Actor, { id }: Course, context: GraphqlContext): Promise<VersionRow[]> {
    const loader = loaderOf(context, 'course.versions', (ids) => this.service.versions(actor, ids));
    return (await loader.load(fromGlobalId('course', id))) ?? [];
  }
}

@Resolver(() => CourseVersion)
export class CourseVersionResolver {
  constructor(private readonly service: CoursesService) {}

  @ResolveField(() => [CourseItem], {
    nullable: true,
    description: 'With their answers. Null to whoever does not manage courses, and to whoever could take one.',
  })
  async items(@CurrentActor() actor: Actor, @Parent() { row }: CourseVersion): Promise<CourseItem[] | null> {
    const items = await this.service.items(actor, row);
    return items && items.map(toItem);
  }
}
