import { Args, Query, Resolver } from '@nestjs/graphql';
import { type Actor, Can, CurrentActor } from '../../identity/index.js';
import { decodeCursor, fromGlobalId, type Page, pageOf } from '../../platform/index.js';
import { JudgedWorkService } from './judged-work.service.js';
import { type JudgedAnswer, JudgedAnswerConnection, JudgedWorkArgs, toJudgedAnswer } from './judged-work.type.js';

@Resolver()
export class JudgedWorkResolver {
  constructor(private readonly service: JudgedWorkService) {}

  @Query(() => JudgedAnswerConnection, {
    description: 'A person’s answers that were judged, newest first, with what is right: the rows behind `accuracy`.',
  })
  @Can('people:compare')
  async judgedWork(@CurrentActor() actor: Actor, @Args() args: JudgedWorkArgs): Promise<Page<JudgedAnswer>> {
    const { first, after, isRight = null, sources = null } = args;
    const projectId = fromGlobalId('project', args.projectId, 'projectId');
    const memberId = fromGlobalId('member', args.memberId, 'memberId');
    const { rows, total } = await this.service.page(actor, { projectId, memberId, isRight, sources }, first, decodeCursor(after)); // prettier-ignore
    return pageOf(rows, first, total, toJudgedAnswer);
  }
}
