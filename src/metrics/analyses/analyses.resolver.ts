import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { type Actor, Can, CurrentActor } from '../../identity/index.js';
import { decodeCursor, fromGlobalId, NodeRegistry, type Page, PageArgs, pageOf } from '../../platform/index.js';
import { Analysis, AnalysisConnection, toAnalysis } from './analysis.type.js';
import { AnalysesService } from './analyses.service.js';

@Resolver(() => Analysis)
export class AnalysesResolver {
  constructor(
    private readonly analyses: AnalysesService,
    nodes: NodeRegistry<Actor>,
  ) {
    nodes.register('analysis', async (actor, id) => {
      const row = await this.analyses.find(actor, id);
      return row && toAnalysis(row);
    });
  }

  @Query(() => Analysis, { nullable: true })
  @Can('analysis:read')
  async analysis(@CurrentActor() actor: Actor, @Args('id', { type: () => ID }) id: string): Promise<Analysis | null> {
    const row = await this.analyses.find(actor, fromGlobalId('analysis', id));
    return row && toAnalysis(row);
  }

  @Query(() => AnalysisConnection, { name: 'analyses', description: 'Of a project, oldest first.' })
  @Can('analysis:read')
  async list(
    @CurrentActor() actor: Actor,
    @Args('projectId', { type: () => ID }) projectId: string,
    @Args() { first, after }: PageArgs,
  ): Promise<Page<Analysis>> {
    const id = fromGlobalId('project', projectId, 'projectId');
    const { rows, total } = await this.analyses.page(actor, id, first, decodeCursor(after));
    return pageOf(rows, first, total, toAnalysis);
  }

  @Mutation(() => Analysis, { description: 'Stops it within seconds; one that has ended stays as it is.' })
  @Can('analysis:start')
  async cancelAnalysis(@CurrentActor() actor: Actor, @Args('id', { type: () => ID }) id: string): Promise<Analysis> {
    return toAnalysis(await this.analyses.cancel(actor, fromGlobalId('analysis', id)));
  }
}
