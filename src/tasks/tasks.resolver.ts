import { Args, Context, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { type Actor, Can, CurrentActor, reachOf } from '../identity/index.js';
import { MediaLinks } from '../batches/index.js';
import {
  Clock,
  decodeCursor,
  fromGlobalId,
  type GraphqlContext,
  loaderOf,
  type Page,
  pageOf,
} from '../platform/index.js';
import { QuarantineArgs, SetOverlapInput, TasksArgs } from './task.inputs.js';
import {
  Task,
  TaskConnection,
  TaskSkip,
  TaskSubmission,
  TaskSubmissionConnection,
  toSkip,
  toSubmission,
  toTask,
} from './task.type.js';
import { OverlapService } from './overlap.service.js';
import { TaskReadingService } from './task-reading.service.js';

@Resolver(() => Task)
export class TasksResolver {
  constructor(
    private readonly tasks: TaskReadingService,
    private readonly overlap: OverlapService,
    private readonly media: MediaLinks,
    private readonly clock: Clock,
  ) {}

  @Query(() => TaskConnection, { name: 'tasks' })
  @Can('task:read')
  async list(@CurrentActor() actor: Actor, @Args() args: TasksArgs): Promise<Page<Task>> {
    const batchId = fromGlobalId('batch', args.batchId, 'batchId');
    const { rows, total } = await this.tasks.list(
      actor,
      batchId,
      args.state ?? null,
      args.first,
      decodeCursor(args.after),
    );
    return pageOf(rows, args.first, total, toTask);
  }

  @Query(() => Task, { nullable: true })
  @Can('task:read')
  async task(@CurrentActor() actor: Actor, @Args('id', { type: () => ID }) id: string): Promise<Task | null> {
    const row = await this.tasks.find(actor, fromGlobalId('task', id));
    return row && toTask(row);
  }

  @Mutation(() => [Task], { description: 'How many independent answers these tasks of a batch collect.' })
  @Can('task:overlap')
  async setOverlap(
    @CurrentActor() actor: Actor,
    @Args('input', { type: () => SetOverlapInput }) input: SetOverlapInput,
  ): Promise<Task[]> {
    const rows = await this.overlap.setOverlap(
      actor,
      fromGlobalId('batch', input.batchId, 'input.batchId'),
      input.externalKeys,
      input.overlap,
    );
    return rows.map(toTask);
  }

  @Query(() => TaskSubmissionConnection, {
    description: 'Late answers of a batch that were kept aside: `countAnswer` counts one.',
  })
  @Can('task:read')
  async quarantine(@CurrentActor() actor: Actor, @Args() args: QuarantineArgs): Promise<Page<TaskSubmission>> {
    const batchId = fromGlobalId('batch', args.batchId, 'batchId');
    const { rows, total } = await this.tasks.quarantined(actor, batchId, args.first, decodeCursor(args.after));
    return pageOf(rows, args.first, total, toSubmission);
  }

  @ResolveField(() => String, {
    nullable: true,
    description: 'The picture, when Muster keeps it: signed for you, for a quarter of an hour at least.',
  })
  mediaUrl(@Parent() { row }: Task, @CurrentActor() actor: Actor): string | null {
    // Workers get theirs with the assignment, for as long as they hold it.
    if (row.media_id === null || reachOf(actor, 'task:read') === null) return null;
    return this.media.signMediaUrl(row.media_id, actor.memberId, linkEnd(this.clock.now()));
  }

  @ResolveField(() => [TaskSkip], { description: 'Who said that it cannot be done, and why; newest first.' })
  async skips(
    @Parent() task: Task,
    @CurrentActor() actor: Actor,
    @Context() context: GraphqlContext,
  ): Promise<TaskSkip[]> {
    const loader = loaderOf(context, 'task.skips', (ids) => this.tasks.skipsOf(actor, ids));
    return ((await loader.load(task.row.id)) ?? []).map(toSkip);
  }

  @ResolveField(() => [TaskSubmission], {
    description: 'The answers; while the task is open, people who work on it see only their own.',
  })
  async submissions(
    @Parent() task: Task,
    @CurrentActor() actor: Actor,
    @Context() context: GraphqlContext,
  ): Promise<TaskSubmission[]> {
    const loader = loaderOf(context, 'task.submissions', async (ids) => {
      const byTask = new Map<string, TaskSubmission[]>();
      for (const row of await this.tasks.answersOf(actor, ids))
        byTask.set(row.task_id, [...(byTask.get(row.task_id) ?? []), toSubmission(row)]);
      return byTask;
    });
    return (await loader.load(task.row.id)) ?? [];
  }
}

/** The end of the next quarter of an hour: the same for who asks again and again, so that a browser keeps the picture. */
function linkEnd(now: Date): Date {
  const quarter = 15 * 60_000;
  return new Date((Math.floor(now.getTime() / quarter) + 2) * quarter);
}
