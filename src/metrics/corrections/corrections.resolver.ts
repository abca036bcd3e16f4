import { Args, Query, Resolver } from '@nestjs/graphql';
import { type Actor, Can, CurrentActor } from '../../identity/index.js';
import { fromGlobalId } from '../../platform/index.js';
import { CorrectionsService } from './corrections.service.js';
import { ModelCorrections, ModelCorrectionsArgs } from './corrections.type.js';

@Resolver()
export class CorrectionsResolver {
  constructor(private readonly corrections: CorrectionsService) {}

  @Query(() => ModelCorrections, { description: 'How much people change of the pre-labels that they start from.' })
  @Can('model:measure')
  modelCorrections(
    @CurrentActor() actor: Actor,
    @Args() { projectId, filter, by }: ModelCorrectionsArgs,
  ): Promise<ModelCorrections> {
    const batchIds = filter?.batchIds?.map((id, index) => fromGlobalId('batch', id, `filter.batchIds[${index}]`));
    const { models, modelVersions, classes, from, to } = filter ?? {};
    const named = {
      models: models ?? undefined,
      modelVersions: modelVersions ?? undefined,
      classes: classes ?? undefined,
    };
    const narrowed = { batchIds, ...named, from: from ?? undefined, to: to ?? undefined };
    return this.corrections.report(actor, fromGlobalId('project', projectId, 'projectId'), narrowed, by);
  }
}
