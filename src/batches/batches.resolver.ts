import { Args, Context, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { type Actor, Can, CurrentActor } from '../identity/index.js';
import {
  ClientFault,
  decodeCursor,
  fromGlobalId,
  type GraphqlContext,
  loaderOf,
  NodeRegistry,
  PageArgs,
  type Page,
  pageOf,
  Refusal,
} from '../platform/index.js';
import { Project, ProjectsService, toProject } from '../projects/index.js';
import type { BatchEntity } from './batch.entity.js';
import { BatchesArgs, CancelBatchArgs, CreateBatchInput, FindBatchesArgs, PrioritizeBatchArgs } from './batch.input.js';
import {
  Batch,
  BatchConnection,
  ChangeBatchResult,
  CreateBatchResult,
  OpenBatchResult,
  toBatch,
} from './batch.type.js';
import { BatchesService } from './batches.service.js';

@Resolver(() => Batch)
export class BatchesResolver {
  constructor(
    private readonly batches: BatchesService,
    private readonly projects: ProjectsService,
    nodes: NodeRegistry<Actor>,
  ) {
    nodes.register('batch', async (actor, id) => {
      const row = await this.batches.find(actor, id);
      return row && toBatch(row);
    });
  }

  @Query(() => BatchConnection, { name: 'batches', description: 'The batches of a project, oldest first.' })
  @Can('batch:read')
  async page(@CurrentActor() actor: Actor, @Args() { projectId, first, after }: BatchesArgs): Promise<Page<Batch>> {
    const { rows, total } = await this.batches.page(
      actor,
      fromGlobalId('project', projectId, 'projectId'),
      first,
      decodeCursor(after),
    );
    return pageOf(rows, first, total, toBatch);
  }

  @Query(() => [Batch], {
    description: 'By name, in all projects that you may look into: live ones first, then the newest.',
  })
  @Can('batch:read')
  async findBatches(@CurrentActor() actor: Actor, @Args() { name, first }: FindBatchesArgs): Promise<Batch[]> {
    return (await this.batches.named(actor, name, first)).map(toBatch);
  }

  @Query(() => Batch)
  @Can('batch:read')
  async batch(@CurrentActor() actor: Actor, @Args('id', { type: () => ID }) id: string): Promise<Batch> {
    const row = await this.batches.find(actor, fromGlobalId('batch', id));
    if (!row) throw ClientFault.notFound('batch');
    return toBatch(row);
  }

  @Mutation(() => CreateBatchResult)
  @Can('batch:create')
  async createBatch(
    @CurrentActor() actor: Actor,
    @Args('input', { type: () => CreateBatchInput }) input: CreateBatchInput,
  ): Promise<Batch | Refusal> {
    const projectId = fromGlobalId('project', input.projectId, 'projectId');
    return batchOr(await this.batches.create(actor, { ...input, projectId }));
  }

  @Mutation(() => OpenBatchResult, { description: 'Hands its tasks out from now on.' })
  @Can('batch:open')
  async openBatch(
    @CurrentActor() actor: Actor,
    @Args('batchId', { type: () => ID }) batchId: string,
  ): Promise<Batch | Refusal> {
    return batchOr(await this.batches.open(actor, fromGlobalId('batch', batchId, 'batchId')));
  }

  @Mutation(() => ChangeBatchResult, {
    description: 'Hands out no task until it is opened again; work that is held goes on.',
  })
  @Can('batch:open')
  async pauseBatch(
    @CurrentActor() actor: Actor,
    @Args('batchId', { type: () => ID }) batchId: string,
  ): Promise<Batch | Refusal> {
    return batchOr(await this.batches.pause(actor, fromGlobalId('batch', batchId, 'batchId')));
  }

  @Mutation(() => ChangeBatchResult, { description: 'No more tasks: it is COMPLETED once all of them are settled.' })
  @Can('batch:close')
  async closeBatch(
    @CurrentActor() actor: Actor,
    @Args('batchId', { type: () => ID }) batchId: string,
  ): Promise<Batch | Refusal> {
    return batchOr(await this.batches.close(actor, fromGlobalId('batch', batchId, 'batchId')));
  }

  @Mutation(() => ChangeBatchResult)
  @Can('batch:cancel')
  async cancelBatch(
    @CurrentActor() actor: Actor,
    @Args() { batchId, reason }: CancelBatchArgs,
  ): Promise<Batch | Refusal> {
    return batchOr(await this.batches.cancel(actor, fromGlobalId('batch', batchId, 'batchId'), reason));
  }

  @Mutation(() => ChangeBatchResult)
  @Can('batch:prioritize')
  async prioritizeBatch(@CurrentActor() actor: Actor, @Args() args: PrioritizeBatchArgs): Promise<Batch | Refusal> {
    const batchId = fromGlobalId('batch', args.batchId, 'batchId');
    return batchOr(await this.batches.prioritize(actor, batchId, args.priority, args.deadlineAt));
  }

  @ResolveField(() => Project)
  async project(
    @CurrentActor() actor: Actor,
    @Parent() batch: Batch,
    @Context() context: GraphqlContext,
  ): Promise<Project | null> {
    const loader = loaderOf(context, 'batch.project', (ids) => this.projects.findMany(actor, ids));
    const row = await loader.load(batch.projectId);
    return row && toProject(row, actor);
  }
}

@Resolver(() => Project)
export class ProjectBatchesResolver {
  constructor(private readonly batches: BatchesService) {}

  @ResolveField(() => BatchConnection, { name: 'batches', description: 'Its batches, oldest first.' })
  async page(
    @CurrentActor() actor: Actor,
    @Parent() project: Project,
    @Args() { first, after }: PageArgs,
  ): Promise<Page<Batch>> {
    const { rows, total } = await this.batches.page(
      actor,
      fromGlobalId('project', project.id),
      first,
      decodeCursor(after),
    );
    return pageOf(rows, first, total, toBatch);
  }
}

const batchOr = (answer: BatchEntity | Refusal): Batch | Refusal =>
  answer instanceof Refusal ? answer : toBatch(answer);
