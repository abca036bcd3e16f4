import { Args, ID, Query, Resolver } from '@nestjs/graphql';
import { type Actor, Can, CurrentActor } from '../../identity/index.js';
import { fromGlobalId } from '../../platform/index.js';
import { NextTaskService } from './next-task.service.js';
import { ExplainNextTaskArgs, NextTaskExplanation, toNextTask } from './next-task.type.js';
import { TaskStandingService } from './task-standing.service.js';
import { TaskExplanation, toTaskExplanation } from './task-standing.type.js';

@Resolver()
export class ExplanationsResolver {
  constructor(
    private readonly nextTask: NextTaskService,
    private readonly standing: TaskStandingService,
  ) {}

  @Query(() => NextTaskExplanation, {
    description: 'What their next claim would give somebody, and why that; nothing is taken.',
  })
  @Can('queue:explain')
  async explainNextTask(@CurrentActor() actor: Actor, @Args() args: ExplainNextTaskArgs): Promise<NextTaskExplanation> {
    const request = {
      memberId: fromGlobalId('member', args.memberId, 'memberId'),
      projectId: args.projectId ? fromGlobalId('project', args.projectId, 'projectId') : null,
      batchId: args.batchId ? fromGlobalId('batch', args.batchId, 'batchId') : null,
      stage: args.stage ?? null,
    };
    return toNextTask(await this.nextTask.explain(actor, request));
  }

  @Query(() => TaskExplanation, { description: 'Who has a task, who may have it, who may not, and what it waits for.' })
  @Can('queue:explain')
  async explainTask(
    @CurrentActor() actor: Actor,
    @Args('taskId', { type: () => ID }) taskId: string,
  ): Promise<TaskExplanation> {
    return toTaskExplanation(await this.standing.explain(actor, fromGlobalId('task', taskId, 'taskId')));
  }
}
