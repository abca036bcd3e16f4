import { Args, Context, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { type Actor, Can, CurrentActor, reachOf } from '../../identity/index.js';
import {
  ClientFault,
  decodeCursor,
  fromGlobalId,
  type GraphqlContext,
  loaderOf,
  NodeRegistry,
  type Page,
  PageArgs,
  pageOf,
  Refusal,
  toGlobalId,
} from '../../platform/index.js';
import {
  CreateModelServiceInput,
  ModelCallsArgs,
  SetProjectModelInput,
  UpdateModelServiceInput,
} from './model-service.input.js';
import {
  AskModelResult,
  ModelAsked,
  type ModelCall,
  ModelCallConnection,
  ModelService,
  ModelServiceConnection,
  ModelServiceWithSecret,
  ProjectModel,
  toModelCall,
  toModelService,
  toProjectModel,
  toWithSecret,
} from './model-service.type.js';
import { ModelCallsService } from './model-calls.service.js';
import { ModelServicesService } from './model-services.service.js';
import { ProjectModelService } from './project-model.service.js';

@Resolver(() => ModelService)
export class ModelServicesResolver {
  constructor(
    private readonly services: ModelServicesService,
    private readonly projects: ProjectModelService,
    private readonly calls: ModelCallsService,
    nodes: NodeRegistry<Actor>,
  ) {
    nodes.register('modelService', async (actor, id) => {
      const row = reachOf(actor, 'model:read') && (await this.services.find(actor, id));
      return row ? toModelService(row) : null;
    });
  }

  @Mutation(() => ModelServiceWithSecret, {
    description: 'A model that projects may ask. The secret that signs questions and answers is shown this once.',
  })
  @Can('model:manage')
  async createModelService(
    @CurrentActor() actor: Actor,
    @Args('input', { type: () => CreateModelServiceInput }) input: CreateModelServiceInput,
  ): Promise<ModelServiceWithSecret> {
    const { name, url, mostInFlight, timeoutSeconds, answerMinutes, mostAttempts, mostPerDay } = input;
    const limits = { most_in_flight: mostInFlight, timeout_seconds: timeoutSeconds, answer_minutes: answerMinutes };
    const most = { most_attempts: mostAttempts, most_per_day: mostPerDay ?? null };
    return toWithSecret(await this.services.create(actor, { name, url, ...limits, ...most }));
  }

  @Mutation(() => ModelService, { description: 'What is left out stays as it is.' })
  @Can('model:manage')
  async updateModelService(
    @CurrentActor() actor: Actor,
    @Args('input', { type: () => UpdateModelServiceInput }) { modelServiceId, ...input }: UpdateModelServiceInput,
  ): Promise<ModelService> {
    const id = fromGlobalId('modelService', modelServiceId, 'input.modelServiceId');
    return toModelService(await this.services.update(actor, id, changeOf(input)));
  }

  @Mutation(() => ModelServiceWithSecret, {
    description: 'A new secret, shown this once. For 24 hours the old one is good, too.',
  })
  @Can('model:manage')
  async rotateModelServiceSecret(
    @CurrentActor() actor: Actor,
    @Args('modelServiceId', { type: () => ID }) modelServiceId: string,
  ): Promise<ModelServiceWithSecret> {
    const id = fromGlobalId('modelService', modelServiceId, 'modelServiceId');
    return toWithSecret(await this.services.rotateSecret(actor, id));
  }

  @Mutation(() => ID, { description: 'Its secret is gone, and what waited for it goes out without.' })
  @Can('model:manage')
  async deleteModelService(
    @CurrentActor() actor: Actor,
    @Args('modelServiceId', { type: () => ID }) modelServiceId: string,
    @Args('reason', { type: () => String }) reason: string,
  ): Promise<string> {
    if (reason.trim() === '' || reason.length > 500 || /[\0\p{Cs}]/u.test(reason))
      throw ClientFault.invalid('reason', 'must be a text of 1 to 500 characters');
    const id = fromGlobalId('modelService', modelServiceId, 'modelServiceId');
    return toGlobalId('modelService', await this.services.remove(actor, id, reason));
  }

  @Mutation(() => ProjectModel, {
    description: 'Tasks that are imported without labels wait for this model’s from now on.',
  })
  @Can('model:use')
  async setProjectModel(
    @CurrentActor() actor: Actor,
    @Args('input', { type: () => SetProjectModelInput }) input: SetProjectModelInput,
  ): Promise<ProjectModel> {
    const projectId = fromGlobalId('project', input.projectId, 'input.projectId');
    const id = input.modelServiceId && fromGlobalId('modelService', input.modelServiceId, 'input.modelServiceId');
    return toProjectModel(await this.projects.set(actor, projectId, id ?? null, input.waitMinutes));
  }

  @Mutation(() => AskModelResult, {
    description:
      'Tasks of the batch without a pre-label that nobody has begun wait, and are asked about (again): 5,000 of them; ask again for the rest.',
  })
  @Can('model:use')
  async askModel(
    @CurrentActor() actor: Actor,
    @Args('batchId', { type: () => ID }) batchId: string,
  ): Promise<ModelAsked | Refusal> {
    const tasks = await this.calls.ask(actor, fromGlobalId('batch', batchId, 'batchId'));
    return tasks instanceof Refusal ? tasks : { tasks };
  }

  @Query(() => ModelService, { nullable: true })
  @Can('model:read')
  async modelService(
    @CurrentActor() actor: Actor,
    @Args('modelServiceId', { type: () => ID }) modelServiceId: string,
  ): Promise<ModelService | null> {
    const row = await this.services.find(actor, fromGlobalId('modelService', modelServiceId, 'modelServiceId'));
    return row && toModelService(row);
  }

  @Query(() => ModelServiceConnection, { name: 'modelServices' })
  @Can('model:read')
  async list(@CurrentActor() actor: Actor, @Args() { first, after }: PageArgs): Promise<Page<ModelService>> {
    const { rows, total } = await this.services.page(actor, first, decodeCursor(after));
    return pageOf(rows, first, total, toModelService);
  }

  @Query(() => ModelCallConnection, { description: 'What a model was asked, oldest first.' })
  @Can('model:read')
  async modelCalls(@CurrentActor() actor: Actor, @Args() args: ModelCallsArgs): Promise<Page<ModelCall>> {
    const { modelServiceId, states, first, after } = args;
    const id = fromGlobalId('modelService', modelServiceId, 'modelServiceId');
    const { rows, total } = await this.calls.page(actor, id, states ?? null, first, decodeCursor(after));
    return pageOf(rows, first, total, toModelCall);
  }

  @ResolveField(() => [ProjectModel], { name: 'projects', description: 'The projects that ask it.' })
  async asking(
    @CurrentActor() actor: Actor,
    @Parent() service: ModelService,
    @Context() context: GraphqlContext,
  ): Promise<ProjectModel[]> {
    const loader = loaderOf(context, 'projectsOfModelService', (ids) => this.services.projectsOf(actor, ids));
    const asking = (await loader.load(service.row.id)) ?? [];
    return asking.map((one) => toProjectModel({ ...one, serviceId: service.row.id }));
  }
}

/** Null says “leave it” everywhere but for the limit of a day. */
function changeOf(input: Omit<UpdateModelServiceInput, 'modelServiceId'>) {
  return {
    name: input.name ?? undefined,
    url: input.url ?? undefined,
    most_in_flight: input.mostInFlight ?? undefined,
    timeout_seconds: input.timeoutSeconds ?? undefined,
    answer_minutes: input.answerMinutes ?? undefined,
    most_attempts: input.mostAttempts ?? undefined,
    most_per_day: input.mostPerDay,
    is_enabled: input.isEnabled ?? undefined,
  };
}
