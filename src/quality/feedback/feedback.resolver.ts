import { Args, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { type Actor, Can, CurrentActor } from '../../identity/index.js';
import { decodeCursor, fromGlobalId, type Page, PageArgs, pageOf } from '../../platform/index.js';
import { Assignment } from '../../tasks/index.js';
import { FeedbackService } from './feedback.service.js';
import { News, Notice, OwnVerdict, OwnVerdictConnection, toNews, toNotice, toOwnVerdict } from './feedback.type.js';

@Resolver(() => Assignment)
export class FeedbackResolver {
  constructor(private readonly feedback: FeedbackService) {}

  @ResolveField(() => [News], {
    description:
      'What is new about your work: verdicts since your claim before this one (at most 10), and notices not read yet; newest first.',
  })
  async news(@CurrentActor() actor: Actor, @Parent() assignment: Assignment): Promise<News[]> {
    return toNews(await this.feedback.newsWith(actor, fromGlobalId('assignment', assignment.id)));
  }

  @Query(() => OwnVerdictConnection, { description: 'Reviews of your own work, newest first.' })
  @Can('assignment:work')
  async myVerdicts(@CurrentActor() actor: Actor, @Args() { first, after }: PageArgs): Promise<Page<OwnVerdict>> {
    const { rows, total } = await this.feedback.verdicts(actor, first, decodeCursor(after));
    return pageOf(rows, first, total, toOwnVerdict);
  }

  @Query(() => [Notice], { description: 'What you were told, newest first, at most 100.' })
  @Can('self:read')
  async myNotices(
    @CurrentActor() actor: Actor,
    @Args('unreadOnly', { type: () => Boolean, defaultValue: true }) unreadOnly: boolean,
  ): Promise<Notice[]> {
    return (await this.feedback.noticesOf(actor, unreadOnly)).map(toNotice);
  }

  @Mutation(() => [Notice], { description: 'These are read. Answers what is not.' })
  @Can('self:read')
  async readNotices(
    @CurrentActor() actor: Actor,
    @Args('noticeIds', { type: () => [ID] }) noticeIds: string[],
  ): Promise<Notice[]> {
    const ids = noticeIds.map((id, index) => fromGlobalId('notice', id, `noticeIds[${index}]`));
    return (await this.feedback.read(actor, ids)).map(toNotice);
  }
}
