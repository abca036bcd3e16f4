import { Args, Field, InputType, Mutation, Resolver } from '@nestjs/graphql';
import { IsBoolean } from 'class-validator';
import { type Actor, Can, CurrentActor } from '../identity/index.js';
import { named, NamedTasksInput, Task, toTask } from '../tasks/index.js';
import { RequeueService } from './requeue.service.js';

@InputType()
class RequeueTasksInput extends NamedTasksInput {
  @Field(() => Boolean, { defaultValue: false, description: 'Who answered before is not asked again.' })
  @IsBoolean()
  byOthers: boolean = false;
}

@Resolver()
export class RequeueResolver {
  constructor(private readonly service: RequeueService) {}

  @Mutation(() => [Task], { description: 'Settled tasks back into the queue: their answers become void.' })
  @Can('task:requeue')
  async requeueTasks(@CurrentActor() actor: Actor, @Args('input') input: RequeueTasksInput): Promise<Task[]> {
    return (await this.service.requeue(actor, named(input), input.byOthers)).map(toTask);
  }
}
