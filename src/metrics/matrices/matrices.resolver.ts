import { Args, Context, Query, Resolver } from '@nestjs/graphql';
import { type Actor, Can, CurrentActor } from '../../identity/index.js';
import { clientGone, fromGlobalId, type GraphqlContext } from '../../platform/index.js';
import { type MatrixAsked, MatricesService } from './matrices.service.js';
import {
  AgreementMatrix,
  AgreementMatrixArgs,
  ConfusionMatrix,
  ConfusionMatrixArgs,
  toAgreementMatrix,
  toConfusionMatrix,
} from './matrices.type.js';

@Resolver()
export class MatricesResolver {
  constructor(private readonly matrices: MatricesService) {}

  @Query(() => AgreementMatrix, { description: 'Who answers like whom.' })
  @Can('people:compare')
  async agreementMatrix(
    @CurrentActor() actor: Actor,
    @Context() { reply }: GraphqlContext,
    @Args() args: AgreementMatrixArgs,
  ): Promise<AgreementMatrix> {
    return toAgreementMatrix(await this.matrices.ofPeople(actor, askedOf(args), clientGone(reply)));
  }

  @Query(() => ConfusionMatrix, { description: 'What is taken for what: answers against what settled.' })
  @Can('people:compare')
  async confusionMatrix(
    @CurrentActor() actor: Actor,
    @Context() { reply }: GraphqlContext,
    @Args() args: ConfusionMatrixArgs,
  ): Promise<ConfusionMatrix> {
    return toConfusionMatrix(await this.matrices.confusion(actor, askedOf(args), clientGone(reply)));
  }
}

const askedOf = ({ projectId, batchId, memberId }: ConfusionMatrixArgs): MatrixAsked => ({
  projectId: fromGlobalId('project', projectId, 'projectId'),
  batchId: batchId ? fromGlobalId('batch', batchId, 'batchId') : undefined,
  memberId: memberId ? fromGlobalId('member', memberId, 'memberId') : undefined,
});
