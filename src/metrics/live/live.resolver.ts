import { Args, ArgsType, Context, Field, ID, Resolver, Subscription } from '@nestjs/graphql';
import { IsOptional } from 'class-validator';
import { type Actor, Can, CurrentActor, IsToken } from '../../identity/index.js';
import { fromGlobalId, type GraphqlContext } from '../../platform/index.js';
import { LiveService } from './live.service.js';
import { AssignmentChange, BatchChange, QueueChange } from './live.type.js';

@ArgsType()
export class QueueChangedArgs {
  @Field(() => ID)
  @IsToken()
  projectId!: string;
}

@ArgsType()
export class BatchProgressArgs {
  @Field(() => ID)
  @IsToken()
  batchId!: string;
}

@ArgsType()
export class AssignmentChangedArgs {
  @Field(() => ID, { nullable: true, description: 'Of the people of this team, which you lead; without it your own.' })
  @IsOptional()
  @IsToken()
  teamId?: string | null;
}

const resolve = <Value>(value: Value): Value => value;

/** Pushed at once, then when something has changed, at most once a second. */
@Resolver()
export class LiveResolver {
  constructor(private readonly live: LiveService) {}

  @Subscription(() => QueueChange, { resolve, description: 'What waits and what is held in a project, by stage.' })
  @Can('queue:read')
  queueChanged(
    @CurrentActor() actor: Actor,
    @Context() { request }: GraphqlContext,
    @Args() { projectId }: QueueChangedArgs,
  ) {
    return this.live.queue({ actor, request }, fromGlobalId('project', projectId, 'projectId'));
  }

  @Subscription(() => BatchChange, { resolve, description: 'How far a batch is.' })
  @Can('batch:read')
  batchProgress(
    @CurrentActor() actor: Actor,
    @Context() { request }: GraphqlContext,
    @Args() { batchId }: BatchProgressArgs,
  ) {
    return this.live.batch({ actor, request }, fromGlobalId('batch', batchId, 'batchId'));
  }

  @Subscription(() => AssignmentChange, {
    resolve,
    description: 'What was claimed, answered, given back or taken away since the last push.',
  })
  @Can('assignment:read')
  assignmentChanged(
    @CurrentActor() actor: Actor,
    @Context() { request }: GraphqlContext,
    @Args() { teamId }: AssignmentChangedArgs,
  ) {
    return this.live.assignments({ actor, request }, teamId ? fromGlobalId('team', teamId, 'teamId') : null);
  }
}
