import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { type Actor, Can, CurrentActor } from '../../identity/index.js';
import { fromGlobalId, NodeRegistry, Refusal } from '../../platform/index.js';
import { HandOffTrainingArgs, HandOffTrainingResult, toTrainingHandOff, TrainingHandOff } from './training-hand-off.type.js'; // prettier-ignore
import { TrainingHandOffs } from './training-hand-offs.service.js';

@Resolver(() => TrainingHandOff)
export class TrainingHandOffsResolver {
  constructor(
    private readonly handOffs: TrainingHandOffs,
    nodes: NodeRegistry<Actor>,
  ) {
    nodes.register('trainingHandOff', async (actor, id) => {
      const view = await handOffs.find(actor, id);
      return view && toTrainingHandOff(view);
    });
  }

  @Mutation(() => HandOffTrainingResult, {
    description: 'The way into the tool, for a task of a course that you are asked now. Asked again: the same.',
  })
  @Can('course:take')
  async handOffTraining(
    @CurrentActor() actor: Actor,
    @Args() { courseItemId, examAttemptId }: HandOffTrainingArgs,
  ): Promise<TrainingHandOff | Refusal> {
    const itemId = fromGlobalId('courseItem', courseItemId, 'courseItemId');
    const attemptId = examAttemptId ? fromGlobalId('examAttempt', examAttemptId, 'examAttemptId') : null;
    const answer = await this.handOffs.handOff(actor, itemId, attemptId);
    return answer instanceof Refusal ? answer : toTrainingHandOff(answer);
  }

  @Query(() => TrainingHandOff, { nullable: true, description: 'One of your own.' })
  @Can('course:take')
  async trainingHandOff(
    @CurrentActor() actor: Actor,
    @Args('id', { type: () => ID }) id: string,
  ): Promise<TrainingHandOff | null> {
    const view = await this.handOffs.find(actor, fromGlobalId('trainingHandOff', id));
    return view && toTrainingHandOff(view);
  }
}
