import { Args, Mutation, ObjectType, Resolver } from '@nestjs/graphql';
import { type Actor, Can, CurrentActor } from '../../identity/index.js';
import { fromGlobalId, Problem, Refusal, resultUnion } from '../../platform/index.js';
import { Task, toTask } from '../task.type.js';
import type { TaskRow } from '../tasks.store.js';
import {
  AssignTaskInput,
  CountAnswerInput,
  HandOverInput,
  MoveTasksInput,
  NamedTasksInput,
  RevokeAssignmentInput,
} from './moves.input.js';
import { SeatMovesService } from './seat-moves.service.js';
import { TaskMovesService } from './task-moves.service.js';

@ObjectType({ implements: () => [Problem], description: 'NOT_HELD, NO_FREE_SEAT or NOT_ELIGIBLE.' })
export class SeatMoveRefused extends Problem {}

const SeatMoveResult = resultUnion('SeatMoveResult', () => Task, [Task], {
  NOT_HELD: SeatMoveRefused,
  NO_FREE_SEAT: SeatMoveRefused,
  NOT_ELIGIBLE: SeatMoveRefused,
});

/** What leads and managers do with seats and tasks. */
@Resolver()
export class MovesResolver {
  constructor(
    private readonly seats: SeatMovesService,
    private readonly tasks: TaskMovesService,
  ) {}

  @Mutation(() => SeatMoveResult, { description: 'A free seat of the task comes first in this person’s queue.' })
  @Can('assignment:lead')
  async assignTask(@CurrentActor() actor: Actor, @Args('input') input: AssignTaskInput) {
    const { memberId, fromMemberId } = input;
    const to = memberId ? fromGlobalId('member', memberId, 'input.memberId') : null;
    const from = fromMemberId ? fromGlobalId('member', fromMemberId, 'input.fromMemberId') : null;
    return shown(await this.seats.assign(actor, fromGlobalId('task', input.taskId, 'input.taskId'), { to, from }, input.reason)); // prettier-ignore
  }

  @Mutation(() => SeatMoveResult, { description: 'Takes a held seat back; its holder may read the reason.' })
  @Can('assignment:lead')
  async revokeAssignment(@CurrentActor() actor: Actor, @Args('input') input: RevokeAssignmentInput) {
    return shown(await this.seats.revoke(actor, assignmentOf(input), input.reason));
  }

  @Mutation(() => SeatMoveResult, { description: 'The seat and its draft wait for the other person.' })
  @Can('assignment:lead')
  async handOver(@CurrentActor() actor: Actor, @Args('input') input: HandOverInput) {
    const to = fromGlobalId('member', input.toMemberId, 'input.toMemberId');
    return shown(await this.seats.handOver(actor, assignmentOf(input), to, input.reason));
  }

  @Mutation(() => SeatMoveResult, { description: 'Counts a late answer that was kept aside, if a seat is still free.' })
  @Can('answer:count')
  async countAnswer(@CurrentActor() actor: Actor, @Args('input') input: CountAnswerInput) {
    const id = fromGlobalId('submission', input.submissionId, 'input.submissionId');
    return shown(await this.seats.countAnswer(actor, id, input.reason));
  }

  @Mutation(() => [Task], { description: 'Out of triage, to where the tasks were; skips count anew.' })
  @Can('task:reopen')
  async reopenTasks(@CurrentActor() actor: Actor, @Args('input') input: NamedTasksInput) {
    return (await this.tasks.reopen(actor, named(input))).map(toTask);
  }

  @Mutation(() => [Task], { description: 'Ends work on these tasks for good; answers stay on record.' })
  @Can('task:cancel')
  async cancelTasks(@CurrentActor() actor: Actor, @Args('input') input: NamedTasksInput) {
    return (await this.tasks.cancel(actor, named(input))).map(toTask);
  }

  @Mutation(() => [Task], { description: 'To another batch of the project, while nobody is at them.' })
  @Can('task:move')
  async moveTasks(@CurrentActor() actor: Actor, @Args('input') input: MoveTasksInput) {
    const to = fromGlobalId('batch', input.toBatchId, 'input.toBatchId');
    return (await this.tasks.toBatch(actor, named(input), to)).map(toTask);
  }
}

const shown = (answer: TaskRow | Refusal) => (answer instanceof Refusal ? answer : toTask(answer));

const assignmentOf = (input: RevokeAssignmentInput): string =>
  fromGlobalId('assignment', input.assignmentId, 'input.assignmentId');

export const named = ({ batchId, externalKeys, reason }: NamedTasksInput) => ({
  batchId: fromGlobalId('batch', batchId, 'input.batchId'),
  externalKeys,
  reason,
});
