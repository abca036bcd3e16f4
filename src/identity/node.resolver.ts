import { Args, ArgsType, Field, ID, Query, Resolver } from '@nestjs/graphql';
import { Node, NodeRegistry, parseGlobalId } from '../platform/index.js';
import type { Actor } from './access/actor.js';
import { Can, CurrentActor } from './access/can.js';
import { IsToken } from './validation.js';

@ArgsType()
class NodeArgs {
  @Field(() => ID)
  @IsToken()
  id!: string;
}

@Resolver(() => Node)
export class NodeResolver {
  constructor(private readonly nodes: NodeRegistry<Actor>) {}

  @Query(() => Node, {
    nullable: true,
    description: 'Anything by its id; null when there is none, or none that you may see.',
  })
  @Can('self:read')
  async node(@CurrentActor() actor: Actor, @Args() { id: globalId }: NodeArgs): Promise<object | null> {
    const parsed = parseGlobalId(globalId);
    const find = parsed && this.nodes.finder(parsed.kind);
    return find ? find(actor, parsed.id) : null;
  }
}
