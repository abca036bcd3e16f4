import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { type Actor, CurrentActor } from '../identity/index.js';
import { type GraphqlContext, loaderOf } from '../platform/index.js';
import { Task } from '../tasks/index.js';
import { Result, toResult } from './result.type.js';
import { ResultsService } from './results.service.js';

@Resolver(() => Task)
export class ResultsResolver {
  constructor(private readonly results: ResultsService) {}

  @ResolveField(() => Result, { nullable: true })
  async result(
    @Parent() task: Task,
    @CurrentActor() actor: Actor,
    @Context() context: GraphqlContext,
  ): Promise<Result | null> {
    const row = await loaderOf(context, 'task.result', (ids) => this.results.current(actor, ids)).load(task.row.id);
    return row && toResult(row);
  }
}
