import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { type Actor, Can, CurrentActor } from '../../identity/index.js';
import { fromGlobalId } from '../../platform/index.js';
import { BlameWindow, RecheckedWork, toBlameWindow } from './blame-window.type.js';
import { BlameWindows } from './blame-window.service.js';
import { BlameWindowArgs, RecheckWorkInput } from './recheck-work.input.js';
import { RechecksService } from './recheck-work.service.js';

@Resolver()
export class RechecksResolver {
  constructor(
    private readonly windows: BlameWindows,
    private readonly rechecks: RechecksService,
  ) {}

  @Query(() => BlameWindow, {
    description:
      'Since when a person is right less often, what rests on their work since, and how to look at it again.',
  })
  @Can('task:requeue')
  async blameWindow(
    @CurrentActor() actor: Actor,
    @Args() { projectId, memberId, part }: BlameWindowArgs,
  ): Promise<BlameWindow> {
    const work = {
      projectId: fromGlobalId('project', projectId, 'projectId'),
      memberId: fromGlobalId('member', memberId, 'memberId'),
      part,
    };
    return toBlameWindow(await this.windows.find(actor, work));
  }

  @Mutation(() => RecheckedWork, {
    description: 'Looks again at the settled tasks that only a person’s work holds up.',
  })
  @Can('task:requeue')
  recheckWork(@CurrentActor() actor: Actor, @Args('input') input: RecheckWorkInput): Promise<RecheckedWork> {
    const { since, how, reason } = input;
    return this.rechecks.recheck(actor, {
      projectId: fromGlobalId('project', input.projectId, 'input.projectId'),
      memberId: fromGlobalId('member', input.memberId, 'input.memberId'),
      since,
      how,
      reason,
    });
  }
}
