import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { type Actor, CurrentActor } from '../../identity/index.js';
import { Batch } from '../../batches/index.js';
import { fromGlobalId, type GraphqlContext, loaderOf } from '../../platform/index.js';
import { TaskReadingService } from '../task-reading.service.js';
import type { ProgressOfBatch } from './progress.store.js';
import { BatchProgress } from './progress.type.js';

@Resolver(() => Batch)
export class BatchProgressResolver {
  constructor(private readonly tasks: TaskReadingService) {}

  @ResolveField(() => BatchProgress)
  async progress(
    @Parent() batch: Batch,
    @CurrentActor() actor: Actor,
    @Context() context: GraphqlContext,
  ): Promise<BatchProgress> {
    const loader = loaderOf(context, 'batch.progress', (ids) => this.tasks.progressOfMany(actor, ids));
    return toProgress((await loader.load(fromGlobalId('batch', batch.id)))!);
  }
}

const toProgress = ({ states, answers }: ProgressOfBatch): BatchProgress => ({
  tasks: states.reduce((sum, state) => sum + state.count, 0),
  states,
  answersWanted: answers.wanted,
  answersCounted: answers.counted,
  answersQuarantined: answers.quarantined,
  overCollected: answers.over_collected,
  tasksReviewed: answers.reviewed,
  tasksHeld: answers.held,
});
