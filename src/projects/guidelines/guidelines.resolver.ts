import { Args, Context, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { type Actor, Can, CurrentActor, unkeyed } from '../../identity/index.js';
import {
  decodeCursor,
  fromGlobalId,
  type GraphqlContext,
  loaderOf,
  NodeRegistry,
  type Page,
  pageOf,
  Refusal,
} from '../../platform/index.js';
import { Project, toProject } from '../project.type.js';
import {
  AnswerQuizResult,
  GuidelineNote,
  GuidelineNoteConnection,
  GuidelineQuiz,
  Guidelines,
  QuizAnswered,
  toAnswered,
  toGuidelineNote,
  toGuidelines,
  toQuiz,
} from './guideline.type.js';
import {
  AcknowledgeGuidelinesArgs,
  AnswerQuizInput,
  GuidelineNotesArgs,
  PublishGuidelinesArgs,
} from './guidelines.input.js';
import { GuidelinesService } from './guidelines.service.js';

@Resolver(() => Project)
export class GuidelinesResolver {
  constructor(
    private readonly service: GuidelinesService,
    nodes: NodeRegistry<Actor>,
  ) {
    nodes.register('guidelineNote', async (actor, id) => {
      const row = await this.service.findNote(actor, id);
      return row && toGuidelineNote(row);
    });
  }

  @Mutation(() => Project, {
    description:
      'Publishes a new version of the guidelines; annotators acknowledge it before their next task, and answer its questions if it has any.',
  })
  @Can('project:guidelines')
  async publishGuidelines(@CurrentActor() actor: Actor, @Args() args: PublishGuidelinesArgs): Promise<Project> {
    const projectId = fromGlobalId('project', args.projectId, 'projectId');
    return toProject(await this.service.publish(actor, projectId, args.body, args.quiz ?? undefined), actor);
  }

  @Mutation(() => Guidelines, {
    description: 'Says that you have read the guidelines. Where a quiz is open, it counts once that is passed.',
  })
  @Can('self:read')
  async acknowledgeGuidelines(
    @CurrentActor() actor: Actor,
    @Args() args: AcknowledgeGuidelinesArgs,
  ): Promise<Guidelines> {
    const projectId = fromGlobalId('project', args.projectId, 'projectId');
    return toGuidelines(await this.service.acknowledge(actor, projectId, args.version ?? undefined));
  }

  @Mutation(() => AnswerQuizResult, { description: 'As often as it takes; what was wrong is explained each time.' })
  @Can('self:read')
  async answerQuiz(
    @CurrentActor() actor: Actor,
    @Args('input', { type: () => AnswerQuizInput }) { projectId, version, answers }: AnswerQuizInput,
  ): Promise<QuizAnswered | Refusal> {
    const id = fromGlobalId('project', projectId, 'input.projectId');
    const answer = await this.service.answerQuiz(actor, id, version, answers);
    return answer instanceof Refusal ? answer : toAnswered(answer);
  }

  @Query(() => GuidelineNoteConnection, { description: 'The notes to the guidelines of a project, newest first.' })
  @Can('project:read')
  async guidelineNotes(
    @CurrentActor() actor: Actor,
    @Args() { projectId, first, after }: GuidelineNotesArgs,
  ): Promise<Page<GuidelineNote>> {
    const id = fromGlobalId('project', projectId, 'projectId');
    const { rows, total } = await this.service.notes(actor, id, first, decodeCursor(after));
    return pageOf(rows, first, total, toGuidelineNote);
  }

  @Mutation(() => Project, { description: 'You have seen the notes of now: they are new to you no longer.' })
  @Can('project:read')
  async lookAtGuidelineNotes(
    @CurrentActor() actor: Actor,
    @Args('projectId', { type: () => ID }) projectId: string,
  ): Promise<Project> {
    return toProject(await this.service.lookAtNotes(actor, fromGlobalId('project', projectId, 'projectId')), actor);
  }

  @ResolveField(() => Guidelines, {
    nullable: true,
    description: 'The version in force; null while none is published.',
  })
  async guidelines(@CurrentActor() actor: Actor, @Parent() project: Project): Promise<Guidelines | null> {
    if (project.guidelineVersion === 0) return null;
    const row = await this.service.version(actor, fromGlobalId('project', project.id), project.guidelineVersion);
    return row && toGuidelines(row);
  }

  @ResolveField(() => [GuidelineNote], {
    name: 'guidelineNotes',
    description: 'The notes to the guidelines, newest first, at most 100.',
  })
  async newestNotes(
    @CurrentActor() actor: Actor,
    @Parent() project: Project,
    @Context() context: GraphqlContext,
  ): Promise<GuidelineNote[]> {
    const notes = loaderOf(context, 'guideline-notes', (ids) => this.service.newestNotes(unkeyed(actor), ids));
    return ((await notes.load(fromGlobalId('project', project.id))) ?? []).map(toGuidelineNote);
  }
}

@Resolver(() => Guidelines)
export class GuidelineQuizResolver {
  constructor(private readonly service: GuidelinesService) {}

  @ResolveField(() => GuidelineQuiz, {
    nullable: true,
    description: 'What you have to answer before your next claim; null when there is nothing.',
  })
  async quiz(@CurrentActor() actor: Actor, @Parent() { projectId }: Guidelines): Promise<GuidelineQuiz | null> {
    const open = await this.service.openQuiz(actor, projectId);
    return open && toQuiz(open);
  }
}

@Resolver(() => QuizAnswered)
export class QuizAnsweredResolver {
  constructor(private readonly service: GuidelinesService) {}

  @ResolveField(() => GuidelineQuiz, {
    nullable: true,
    description:
      'What is still to be answered, in a new order: the same questions again, or those of the next version.',
  })
  async next(@CurrentActor() actor: Actor, @Parent() { projectId }: QuizAnswered): Promise<GuidelineQuiz | null> {
    const open = await this.service.openQuiz(actor, projectId);
    return open && toQuiz(open);
  }
}
