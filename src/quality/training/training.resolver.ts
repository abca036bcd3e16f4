import { Args, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { MediaLinks } from '../../batches/index.js';
import { type Actor, Can, CurrentActor } from '../../identity/index.js';
import { fromGlobalId, NodeRegistry, Refusal } from '../../platform/index.js';
import { AnswerExamInput, AnswerPracticeInput } from './course.input.js';
import { ExamsService } from './exams.service.js';
import { PracticeService } from './practice.service.js';
import { TrainingService } from './training.service.js';
import {
  AnswerExamResult,
  AnswerPracticeResult,
  ExamAttempt,
  MyCourse,
  PracticeFeedback,
  StartExamResult,
  StartPracticeResult,
  toExam,
  toFeedback,
  toMyCourse,
  toTask,
  TrainingTask,
} from './training.type.js';

/** Courses as people take them. */
@Resolver(() => ExamAttempt)
export class TrainingResolver {
  constructor(
    private readonly training: TrainingService,
    private readonly practice: PracticeService,
    private readonly exams: ExamsService,
    nodes: NodeRegistry<Actor>,
  ) {
    nodes.register('examAttempt', async (actor, id) => {
      const view = await this.exams.find(actor, id);
      return view && toExam(view);
    });
  }

  @Query(() => [MyCourse], { description: 'The courses that are open to you, and the next step in each.' })
  @Can('course:take')
  async myCourses(@CurrentActor() actor: Actor): Promise<MyCourse[]> {
    return (await this.training.own(actor)).map(toMyCourse);
  }

  @Query(() => ExamAttempt, { nullable: true, description: 'One of your own.' })
  @Can('course:take')
  async examAttempt(
    @CurrentActor() actor: Actor,
    @Args('id', { type: () => ID }) id: string,
  ): Promise<ExamAttempt | null> {
    const view = await this.exams.find(actor, fromGlobalId('examAttempt', id));
    return view && toExam(view);
  }

  @Mutation(() => StartPracticeResult, {
    description: 'The next task to practise with; the same until it is answered.',
  })
  @Can('course:take')
  async startPractice(
    @CurrentActor() actor: Actor,
    @Args('courseId', { type: () => ID }) courseId: string,
  ): Promise<TrainingTask | Refusal> {
    const answer = await this.practice.start(actor, fromGlobalId('course', courseId, 'courseId'));
    return answer instanceof Refusal ? answer : toTask(answer);
  }

  @Mutation(() => AnswerPracticeResult, { description: 'Says at once what would have been right, and why.' })
  @Can('course:take')
  async answerPractice(
    @CurrentActor() actor: Actor,
    @Args('input', { type: () => AnswerPracticeInput }) { courseItemId, labels }: AnswerPracticeInput,
  ): Promise<PracticeFeedback | Refusal> {
    const id = fromGlobalId('courseItem', courseItemId, 'input.courseItemId');
    const answer = await this.practice.answer(actor, id, labels);
    return answer instanceof Refusal ? answer : toFeedback(answer);
  }

  @Mutation(() => StartExamResult, { description: 'A new attempt, or the one that is under way.' })
  @Can('course:take')
  async startExam(
    @CurrentActor() actor: Actor,
    @Args('courseId', { type: () => ID }) courseId: string,
  ): Promise<ExamAttempt | Refusal> {
    const answer = await this.exams.start(actor, fromGlobalId('course', courseId, 'courseId'));
    return answer instanceof Refusal ? answer : toExam(answer);
  }

  @Mutation(() => AnswerExamResult, { description: 'The first answer to a task is the answer.' })
  @Can('course:take')
  async answerExam(
    @CurrentActor() actor: Actor,
    @Args('input', { type: () => AnswerExamInput }) { examAttemptId, courseItemId, labels }: AnswerExamInput,
  ): Promise<ExamAttempt | Refusal> {
    const attemptId = fromGlobalId('examAttempt', examAttemptId, 'input.examAttemptId');
    const itemId = fromGlobalId('courseItem', courseItemId, 'input.courseItemId');
    const answer = await this.exams.answer(actor, attemptId, itemId, labels);
    return answer instanceof Refusal ? answer : toExam(answer);
  }

  @Mutation(() => ExamAttempt, {
    description: 'What is not answered is wrong. Passing grants what the course leads to.',
  })
  @Can('course:take')
  async finishExam(
    @CurrentActor() actor: Actor,
    @Args('examAttemptId', { type: () => ID }) examAttemptId: string,
  ): Promise<ExamAttempt> {
    return toExam(await this.exams.finish(actor, fromGlobalId('examAttempt', examAttemptId, 'examAttemptId')));
  }

  @ResolveField(() => MyCourse, { nullable: true, description: 'Where you stand now.' })
  async course(@CurrentActor() actor: Actor, @Parent() { courseId }: ExamAttempt): Promise<MyCourse | null> {
    const row = await this.training.ownIn(actor, fromGlobalId('course', courseId));
    return row && toMyCourse(row);
  }
}

@Resolver(() => PracticeFeedback)
export class PracticeFeedbackResolver {
  constructor(private readonly training: TrainingService) {}

  @ResolveField(() => MyCourse, { nullable: true, description: 'Where you stand now.' })
  async course(@CurrentActor() actor: Actor, @Parent() { ofCourse }: PracticeFeedback): Promise<MyCourse | null> {
    const row = await this.training.ownIn(actor, ofCourse);
    return row && toMyCourse(row);
  }
}

@Resolver(() => TrainingTask)
export class TrainingTaskResolver {
  constructor(private readonly links: MediaLinks) {}

  @ResolveField(() => String, {
    nullable: true,
    description: 'The picture, when Muster keeps it: signed, for a while.',
  })
  mediaUrl(@CurrentActor() { memberId }: Actor, @Parent() { asked: { item, until } }: TrainingTask): string | null {
    return item.mediaId && this.links.signMediaUrl(item.mediaId, memberId, until);
  }
}
