import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { type Actor, Can, CurrentActor } from '../../identity/index.js';
import { decodeCursor, fromGlobalId, type Page, PageArgs, pageOf } from '../../platform/index.js';
import { named, NamedTasksInput } from '../../tasks/index.js';
import { GoldService } from './gold.service.js';
import { ContestAnswerInput, ForgiveGoldInput, GoldContest, MintGoldInput, toGoldContest } from './gold-care.type.js';
import { GoldCareService } from './gold-care.service.js';
import { AddGoldInput, Gold, GoldConnection, toGold } from './gold.type.js';

@Resolver(() => Gold)
export class GoldResolver {
  constructor(
    private readonly gold: GoldService,
    private readonly care: GoldCareService,
  ) {}

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

  @Mutation(() => [Gold], {
    description:
      'Gold of settled tasks whose answers are all the same and that a judge let pass; the rarest classes first.',
  })
  @Can('gold:manage')
  async mintGold(@CurrentActor() actor: Actor, @Args('input') input: MintGoldInput): Promise<Gold[]> {
    const projectId = fromGlobalId('project', input.projectId, 'input.projectId');
    return (await this.care.mint(actor, projectId, input.count, input.fewestAnswers, input.reason)).map(toGold);
  }

  @Mutation(() => [Gold], {
    description: 'Failures at these tasks are held against nobody any more; trust is computed again.',
  })
  @Can('gold:manage')
  async forgiveGold(@CurrentActor() actor: Actor, @Args('input') input: ForgiveGoldInput): Promise<Gold[]> {
    return (await this.care.forgive(actor, named(input), input.retires)).map(toGold);
  }

  @Query(() => [GoldContest], { description: 'What people contest about gold, those that wait, oldest first.' })
  @Can('gold:manage')
  async goldContests(
    @CurrentActor() actor: Actor,
    @Args('projectId', { type: () => ID }) projectId: string,
  ): Promise<GoldContest[]> {
    return (await this.care.contests(actor, fromGlobalId('project', projectId, 'projectId'))).map(toGoldContest);
  }

  @Mutation(() => Boolean, {
    description:
      'Says that an own answer was right, whatever became of it; somebody looks at it when it was held against you.',
  })
  @Can('answer:contest')
  async contestAnswer(@CurrentActor() actor: Actor, @Args('input') input: ContestAnswerInput): Promise<boolean> {
    await this.care.contest(actor, fromGlobalId('assignment', input.assignmentId, 'input.assignmentId'), input.reason);
    return true;
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
