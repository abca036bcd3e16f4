import { Args, ArgsType, Field, ID, Query, Resolver } from '@nestjs/graphql';
import { IsOptional } from 'class-validator';
import { type Actor, Can, CurrentActor, IsToken } from '../../identity/index.js';
import { fromGlobalId } from '../../platform/index.js';
import { QueueHealthService } from './queue-health.service.js';
import { QueueHealth } from './queue-health.type.js';

@ArgsType()
export class QueueHealthArgs {
  @Field(() => ID, { nullable: true, description: 'Without it all projects that you see, a hundred at most.' })
  @IsOptional()
  @IsToken()
  projectId?: string | null;
}

@Resolver()
export class QueueHealthResolver {
  constructor(private readonly service: QueueHealthService) {}

  @Query(() => QueueHealth, { description: 'What waits, for how long, who is at it, and how long it lasts.' })
  @Can('queue:read')
  queueHealth(@CurrentActor() actor: Actor, @Args() { projectId }: QueueHealthArgs): Promise<QueueHealth> {
    return this.service.health(actor, projectId ? fromGlobalId('project', projectId, 'projectId') : null);
  }
}
