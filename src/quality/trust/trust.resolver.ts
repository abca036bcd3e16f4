import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { type Actor, Can, CurrentActor } from '../../identity/index.js';
import { fromGlobalId } from '../../platform/index.js';
import { LiftTrustActionInput } from './trust.input.js';
import { TrustService } from './trust.service.js';
import { toTrust, toTrustAction, Trust, TrustActionTaken } from './trust.type.js';

@Resolver(() => Trust)
export class TrustResolver {
  constructor(private readonly service: TrustService) {}

  @Query(() => [Trust], {
    description: 'Everybody of whom something is known in a project, by name; to a lead, their people.',
  })
  @Can('trust:read')
  async trust(
    @CurrentActor() actor: Actor,
    @Args('projectId', { type: () => ID }) projectId: string,
  ): Promise<Trust[]> {
    return (await this.service.people(actor, fromGlobalId('project', projectId, 'projectId'))).map(toTrust);
  }

  @Query(() => [TrustActionTaken], {
    description: 'What the rules of the project did, newest first; to a lead, to their people.',
  })
  @Can('trust:read')
  async trustActions(
    @CurrentActor() actor: Actor,
    @Args('projectId', { type: () => ID }) projectId: string,
  ): Promise<TrustActionTaken[]> {
    return (await this.service.actions(actor, fromGlobalId('project', projectId, 'projectId'))).map(toTrustAction);
  }

  @Mutation(() => TrustActionTaken, {
    description: 'It no longer holds; a pause is over. The rule may do it again, from evidence that comes later.',
  })
  @Can('trust:lift')
  async liftTrustAction(
    @CurrentActor() actor: Actor,
    @Args('input') { trustActionId, reason }: LiftTrustActionInput,
  ): Promise<TrustActionTaken> {
    return toTrustAction(
      await this.service.lift(actor, fromGlobalId('trustAction', trustActionId, 'input.trustActionId'), reason),
    );
  }
}
