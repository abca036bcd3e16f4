import { Args, Context, Query, Resolver } from '@nestjs/graphql';
import { type Actor, Can, CurrentActor } from '../../identity/index.js';
import { clientGone, fromGlobalId, type GraphqlContext } from '../../platform/index.js';
import { AgreementArgs } from './agreement.args.js';
import { AgreementService } from './agreement.service.js';
import { ProjectAgreement } from './agreement.type.js';

@Resolver()
export class AgreementResolver {
  constructor(private readonly agreements: AgreementService) {}

  @Query(() => ProjectAgreement, {
    description: 'How far people agree, on each part of the label schema and on the whole.',
  })
  @Can('agreement:read')
  agreement(
    @CurrentActor() actor: Actor,
    @Context() { reply }: GraphqlContext,
    @Args() { projectId, batchId, by }: AgreementArgs,
  ): Promise<ProjectAgreement> {
    const asked = {
      projectId: fromGlobalId('project', projectId, 'projectId'),
      batchId: batchId ? fromGlobalId('batch', batchId, 'batchId') : undefined,
      isBySource: by === 'SOURCE',
    };
    return this.agreements.measure(actor, asked, clientGone(reply));
  }
}
