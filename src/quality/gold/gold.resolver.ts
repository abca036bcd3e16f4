import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { type Actor, Can, CurrentActor } from '../../identity/index.js';
import { decodeCursor, fromGlobalId, type Page, PageArgs, pageOf } from '../../platform/index.js';
import { named, NamedTasksInput } from '../../tasks/index.js';
import { GoldService } from './gold.service.js';
import { AddGoldInput, Gold, GoldConnection, toGold } from './gold.type.js';

@Resolver(() => Gold)
export class GoldResolver {
  constructor(private readonly gold: GoldService) {}

  @Mutation(() => [Gold], { description: 'Known answers for tasks of a batch, all or none; a changed one replaces.' })
  @Can('gold:manage')
  async addGold(@CurrentActor() actor: Actor, @Args('input') { batchId, ...rest }: AddGoldInput): Promise<Gold[]> {
    const id = fromGlobalId('batch', batchId, 'input.batchId');
    return (await this.gold.add(actor, { ...rest, batchId: id })).map(toGold);
  }

  @Mutation(() => [Gold], { description: 'These tasks are ordinary work from now on; the record stays.' })
  @Can('gold:manage')
  async retireGold(@CurrentActor() actor: Actor, @Args('input') input: NamedTasksInput): Promise<Gold[]> {
    return (await this.gold.retire(actor, named(input))).map(toGold);
  }

  @Query(() => GoldConnection, { name: 'gold', description: 'The known answers of a project, the retired too.' })
  @Can('gold:manage')
  async list(
    @CurrentActor() actor: Actor,
    @Args('projectId', { type: () => ID }) projectId: string,
    @Args() { first, after }: PageArgs,
  ): Promise<Page<Gold>> {
    const id = fromGlobalId('project', projectId, 'projectId');
    const { rows, total } = await this.gold.page(actor, id, first, decodeCursor(after));
    return pageOf(rows, first, total, toGold);
  }
}
