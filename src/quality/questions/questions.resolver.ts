import { Args, Context, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { MediaLinks } from '../../batches/index.js';
import { type Actor, Can, CurrentActor } from '../../identity/index.js';
import {
  ClientFault,
  Clock,
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
import { GuidelineNote, ProjectFactsCache, toGuidelineNote, visiblePart } from '../../projects/index.js';
import { GuidelineNotes } from './guideline-notes.service.js';
import {
  AddGuidelineNoteInput,
  AskQuestionInput,
  PublishAnswerInput,
  Question,
  QuestionConnection,
  QuestionItem,
  QuestionReply,
  QuestionResult,
  QuestionsArgs,
  ReplyToQuestionInput,
  toQuestion,
  toReply,
} from './question.type.js';
import { QuestionsService } from './questions.service.js';
import type { QuestionRow } from './questions.store.js';

const shown = (answer: QuestionRow | Refusal, actor: Actor): Question | Refusal =>
  answer instanceof Refusal ? answer : toQuestion(answer, actor);

/** How long the link to a picture holds. */
const pictureMilliseconds = 3_600_000;

@Resolver(() => Question)
export class QuestionsResolver {
  constructor(
    private readonly service: QuestionsService,
    private readonly notes: GuidelineNotes,
    nodes: NodeRegistry<Actor>,
  ) {
    nodes.register('question', async (actor, id) => {
      const row = await this.service.find(actor, id);
      return row && toQuestion(row, actor);
    });
  }

  @Mutation(() => QuestionResult, { description: 'About what you hold or about the project; leads and the client read it.' }) // prettier-ignore
  @Can('question:ask')
  async askQuestion(
    @CurrentActor() actor: Actor,
    @Args('input', { type: () => AskQuestionInput }) { assignmentId, projectId, to, text }: AskQuestionInput,
  ): Promise<Question | Refusal> {
    if (Boolean(assignmentId) === Boolean(projectId))
      throw ClientFault.invalid('input.assignmentId', 'give the assignment or the project, and only one of them');
    const about = {
      assignmentId: assignmentId ? fromGlobalId('assignment', assignmentId, 'input.assignmentId') : null,
      projectId: projectId ? fromGlobalId('project', projectId, 'input.projectId') : null,
    };
    return shown(await this.service.ask(actor, { ...about, addressee: to, text }), actor);
  }

  @Mutation(() => QuestionResult, { description: 'An answer, of which the asker is told, or a comment.' })
  @Can('question:reply')
  async replyToQuestion(
    @CurrentActor() actor: Actor,
    @Args('input', { type: () => ReplyToQuestionInput }) { questionId, text, isAnswer }: ReplyToQuestionInput,
  ): Promise<Question | Refusal> {
    const id = fromGlobalId('question', questionId, 'input.questionId');
    return shown(await this.service.reply(actor, id, text, isAnswer), actor);
  }

  @Mutation(() => Question, { description: 'The conversation is over.' })
  @Can('question:reply')
  async closeQuestion(
    @CurrentActor() actor: Actor,
    @Args('questionId', { type: () => ID }) questionId: string,
  ): Promise<Question> {
    return toQuestion(await this.service.close(actor, fromGlobalId('question', questionId, 'questionId')), actor);
  }

  @Mutation(() => QuestionResult, { description: 'Makes the answer a note on the guidelines, for everybody.' })
  @Can('guideline:note')
  async publishAnswerAsNote(
    @CurrentActor() actor: Actor,
    @Args('input', { type: () => PublishAnswerInput }) { questionId, text, withExample }: PublishAnswerInput,
  ): Promise<Question | Refusal> {
    const id = fromGlobalId('question', questionId, 'input.questionId');
    return shown(await this.notes.publishAnswer(actor, id, text ?? null, withExample), actor);
  }

  @Mutation(() => GuidelineNote, { description: 'A note on the guidelines for everybody: no new version.' })
  @Can('guideline:note')
  async addGuidelineNote(
    @CurrentActor() actor: Actor,
    @Args('input', { type: () => AddGuidelineNoteInput }) { projectId, text, taskId, mediaId }: AddGuidelineNoteInput,
  ): Promise<GuidelineNote> {
    const note = {
      projectId: fromGlobalId('project', projectId, 'input.projectId'),
      taskId: taskId ? fromGlobalId('task', taskId, 'input.taskId') : null,
      mediaId: mediaId ? fromGlobalId('media', mediaId, 'input.mediaId') : null,
      text,
    };
    return toGuidelineNote(await this.notes.add(actor, note));
  }

  @Query(() => QuestionConnection, { name: 'questions', description: 'The questions of a project, oldest first.' })
  @Can('question:read')
  async questionPage(
    @CurrentActor() actor: Actor,
    @Args() { projectId, state, first, after }: QuestionsArgs,
  ): Promise<Page<Question>> {
    const id = fromGlobalId('project', projectId, 'projectId');
    const { rows, total } = await this.service.page(actor, id, state ?? null, first, decodeCursor(after));
    return pageOf(rows, first, total, (row) => toQuestion(row, actor));
  }

  @Query(() => QuestionConnection, { description: 'What you asked, newest first.' })
  @Can('question:ask')
  async myQuestions(@CurrentActor() actor: Actor, @Args() { first, after }: PageArgs): Promise<Page<Question>> {
    const { rows, total } = await this.service.own(actor, first, decodeCursor(after));
    return pageOf(rows, first, total, (row) => toQuestion(row, actor));
  }

  @Query(() => Question)
  @Can('question:reply')
  async question(@CurrentActor() actor: Actor, @Args('id', { type: () => ID }) id: string): Promise<Question> {
    const row = await this.service.find(actor, fromGlobalId('question', id));
    if (!row) throw ClientFault.notFound('question');
    return toQuestion(row, actor);
  }

  @ResolveField(() => [QuestionReply], { description: 'Oldest first.' })
  async replies(@CurrentActor() actor: Actor, @Parent() { row }: Question, @Context() context: GraphqlContext) {
    const loader = loaderOf(context, 'question.replies', (ids) => this.service.replies(actor, ids));
    loader.clear(row.id); // a reply of this request may have come since
    return ((await loader.load(row.id)) ?? []).map((reply) => toReply(reply, actor));
  }

  @ResolveField(() => String, {
    nullable: true,
    description: 'Whose question it is: your own, your people’s, or everybody’s to managers; to clients nobody’s.',
  })
  async askedByName(@CurrentActor() actor: Actor, @Parent() { row }: Question, @Context() context: GraphqlContext) {
    return (await namesOf(context, this.service, actor).load(row.askedBy)) ? row.askedByName : null;
  }
}

const namesOf = (context: GraphqlContext, service: QuestionsService, actor: Actor) =>
  loaderOf(context, 'question.names', (ids) => service.named(actor, ids));

@Resolver(() => QuestionReply)
export class QuestionRepliesResolver {
  constructor(private readonly service: QuestionsService) {}

  @ResolveField(() => String, { nullable: true, description: 'Who said it, where you may know that.' })
  async name(@CurrentActor() actor: Actor, @Parent() { row }: QuestionReply, @Context() context: GraphqlContext) {
    return (await namesOf(context, this.service, actor).load(row.memberId)) ? row.memberName : null;
  }
}

/** What is shown of the item that a question or a note is about. */
@Resolver(() => Question)
export class QuestionItemResolver {
  constructor(
    private readonly facts: ProjectFactsCache,
    private readonly links: MediaLinks,
    private readonly clock: Clock,
  ) {}

  @ResolveField(() => QuestionItem, {
    nullable: true,
    description: 'What it is about. To who asked, as long as they hold it; null: it is about the project.',
  })
  async item(@CurrentActor() actor: Actor, @Parent() { row, isMine }: Question): Promise<QuestionItem | null> {
    if (row.data === null || (isMine && !row.isHeld)) return null;
    const { fieldVisibility } = await this.facts.of(actor.organizationId, row.projectId);
    const until = new Date(this.clock.now().getTime() + pictureMilliseconds);
    const mediaUrl = row.mediaId && this.links.signMediaUrl(row.mediaId, actor.memberId, until);
    return { data: row.data, metadata: visiblePart(row.metadata ?? {}, fieldVisibility), mediaUrl };
  }
}

@Resolver(() => GuidelineNote)
export class NotePictureResolver {
  constructor(
    private readonly links: MediaLinks,
    private readonly clock: Clock,
  ) {}

  @ResolveField(() => String, { nullable: true, description: 'The picture of the example: signed, for an hour.' })
  mediaUrl(@CurrentActor() { memberId }: Actor, @Parent() { mediaId }: GuidelineNote): string | null {
    const until = new Date(this.clock.now().getTime() + pictureMilliseconds);
    return mediaId && this.links.signMediaUrl(mediaId, memberId, until);
  }
}
