import { Args, Context, ID, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { type Actor, Can, CurrentActor, unkeyed } from '../../identity/index.js';
import { fromGlobalId, type GraphqlContext, loaderOf, Refusal } from '../../platform/index.js';
import { Assignment } from '../../tasks/index.js';
import { HandOff, HandOffResult } from './hand-off.type.js';
import { type HandedOff, PlacingService } from './placing.service.js';

@Resolver(() => Assignment)
export class HandOffResolver {
  constructor(private readonly placing: PlacingService) {}

  @Mutation(() => HandOffResult, {
    description:
      'Puts the work into the tool if it is not there yet, and answers the way there. Asked again: the same.',
  })
  @Can('assignment:work')
  async handOff(
    @CurrentActor() actor: Actor,
    @Args('assignmentId', { type: () => ID }) assignmentId: string,
  ): Promise<HandOff | Refusal> {
    const id = fromGlobalId('assignment', assignmentId, 'assignmentId');
    const answer = await this.placing.handOff(unkeyed(actor), id);
    return answer instanceof Refusal ? answer : Object.assign(new HandOff(), answer);
  }

  @ResolveField('handOff', () => HandOff, {
    nullable: true,
    description: 'How far this work is on its way into the tool. Null: it is not on its way, or is done in Muster.',
  })
  async standing(
    @CurrentActor() actor: Actor,
    @Parent() assignment: Assignment,
    @Context() context: GraphqlContext,
  ): Promise<HandOff | null> {
    const loader = loaderOf<HandedOff>(context, 'handOff', (ids) => this.placing.standingOf(actor, ids));
    return (await loader.load(fromGlobalId('assignment', assignment.id))) as HandOff | null;
  }
}
