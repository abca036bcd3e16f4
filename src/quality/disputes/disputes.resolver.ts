import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { type Actor, Can, CurrentActor } from '../../identity/index.js';
import { ClientFault, decodeCursor, fromGlobalId, type Page, pageOf, Refusal } from '../../platform/index.js';
import {
  Dispute,
  DisputeConnection,
  DisputesArgs,
  OpenDisputeInput,
  OpenDisputeResult,
  ResolveDisputeArgs,
  ResolveDisputeResult,
  toDispute,
} from './dispute.type.js';
import { DisputesService } from './disputes.service.js';

@Resolver(() => Dispute)
export class DisputesResolver {
  constructor(private readonly disputes: DisputesService) {}

  @Mutation(() => OpenDisputeResult, {
    description: 'Contests a FIX or REJECT on your work, within 7 days and once: somebody else judges it again, blind.',
  })
  @Can('dispute:open')
  async openDispute(
    @CurrentActor() actor: Actor,
    @Args('input', { type: () => OpenDisputeInput }) { verdictId, assignmentId, reason }: OpenDisputeInput,
  ): Promise<Dispute | Refusal> {
    if (Boolean(verdictId) === Boolean(assignmentId))
      throw ClientFault.invalid('input.verdictId', 'give the verdict or the assignment, and only one of them');
    const by = {
      verdictId: verdictId ? fromGlobalId('verdict', verdictId, 'input.verdictId') : undefined,
      assignmentId: assignmentId ? fromGlobalId('assignment', assignmentId, 'input.assignmentId') : undefined,
    };
    const answer = await this.disputes.open(actor, by, reason);
    return answer instanceof Refusal ? answer : toDispute(answer, false);
  }

  @Mutation(() => ResolveDisputeResult, {
    description: "A lead's word, with a reason: instead of a second judge's, or after one who let the verdict stand.",
  })
  @Can('dispute:resolve')
  async resolveDispute(
    @CurrentActor() actor: Actor,
    @Args() { id, decision, reason }: ResolveDisputeArgs,
  ): Promise<Dispute | Refusal> {
    const answer = await this.disputes.resolve(actor, fromGlobalId('dispute', id), decision, reason);
    return answer instanceof Refusal ? answer : toDispute(answer, true);
  }

  @Query(() => DisputeConnection, { name: 'disputes', description: 'The disputes of a project, oldest first.' })
  @Can('dispute:read')
  async disputePage(
    @CurrentActor() actor: Actor,
    @Args() { projectId, state, first, after }: DisputesArgs,
  ): Promise<Page<Dispute>> {
    const id = fromGlobalId('project', projectId, 'projectId');
    const { rows, total } = await this.disputes.page(actor, id, state ?? null, first, decodeCursor(after));
    return pageOf(rows, first, total, (row) => toDispute(row, true));
  }
}
