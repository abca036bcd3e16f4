import { Args, ID, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { type Actor, Can, CurrentActor } from '../../identity/index.js';
import { fromGlobalId, Refusal } from '../../platform/index.js';
import { AssignmentPresenter } from './assignment-presenter.js';
import {
  ActivityEnum,
  ClaimTaskInput,
  HeldAssignmentInput,
  SaveDraftInput,
  SkipAssignmentInput,
  SubmitAssignmentInput,
} from './assignment.inputs.js';
import {
  Assignment,
  AssignmentList,
  AssignmentResult,
  ClaimTaskResult,
  ClaimTasksResult,
  type LeaseLost,
  type QueueEmpty,
  SubmitAssignmentResult,
  toProblem,
  toSubmitted,
} from './assignment.type.js';
import { AssignmentsService } from './assignments.service.js';
import type { AssignmentView } from './assignments.store.js';
import { type Activity, HoldsService } from './holds.service.js';

@Resolver(() => Assignment)
export class AssignmentsResolver {
  constructor(
    private readonly assignments: AssignmentsService,
    private readonly holds: HoldsService,
    private readonly presenter: AssignmentPresenter,
  ) {}

  @Mutation(() => ClaimTaskResult, { description: 'The next task for you, or the one you hold, or why there is none.' })
  @Can('task:claim')
  async claimTask(
    @CurrentActor() actor: Actor,
    @Args('input', { type: () => ClaimTaskInput, nullable: true }) input?: ClaimTaskInput,
  ) {
    const answer = await this.claimed(actor, input ?? {}, 1);
    return Array.isArray(answer) ? answer[0]! : answer;
  }

  @Mutation(() => ClaimTasksResult, { description: 'Several tasks at once, for tools that load ahead.' })
  @Can('task:claim')
  async claimTasks(
    @CurrentActor() actor: Actor,
    @Args('input', { type: () => ClaimTaskInput, nullable: true }) input: ClaimTaskInput | undefined,
    @Args('count', { type: () => Int, defaultValue: 1, description: 'To hold at once, 1 to 20, those held included.' })
    count: number,
  ) {
    const answer = await this.claimed(actor, input ?? {}, count);
    return Array.isArray(answer) ? Object.assign(new AssignmentList(), { assignments: answer }) : answer;
  }

  @Query(() => Assignment, { nullable: true, description: 'One of your own assignments.' })
  @Can('assignment:work')
  async assignment(@CurrentActor() actor: Actor, @Args('id', { type: () => ID }) id: string) {
    const row = await this.assignments.find(actor, fromGlobalId('assignment', id));
    return row && this.view(actor, row);
  }

  @Mutation(() => AssignmentResult, { description: 'The heartbeat: keeps the lease and the timer going.' })
  @Can('assignment:work')
  async renewAssignment(
    @CurrentActor() actor: Actor,
    @Args('input', { type: () => HeldAssignmentInput }) input: HeldAssignmentInput,
    @Args('activity', {
      type: () => ActivityEnum,
      defaultValue: 'ACTIVE',
      description: 'What you did since the last heartbeat; of ACTIVE, five minutes count and the rest is idle.',
    })
    activity: Activity,
  ) {
    return this.viewOrLost(actor, await this.holds.renew(actor, idOf(input), input.token, activity));
  }

  @Mutation(() => AssignmentResult)
  @Can('assignment:work')
  async saveDraft(@CurrentActor() actor: Actor, @Args('input', { type: () => SaveDraftInput }) input: SaveDraftInput) {
    return this.viewOrLost(actor, await this.holds.saveDraft(actor, idOf(input), input.token, input.draft));
  }

  @Mutation(() => SubmitAssignmentResult, {
    description: 'Hands the answer in; with claimNext, pulls the next task in the same call.',
  })
  @Can('assignment:work')
  async submitAssignment(
    @CurrentActor() actor: Actor,
    @Args('input', { type: () => SubmitAssignmentInput }) input: SubmitAssignmentInput,
    @Args('claimNext', { type: () => Boolean, defaultValue: false }) claimNext: boolean,
  ) {
    const answer = await this.assignments.submit(actor, idOf(input), input.token, input.labels, claimNext);
    if (answer instanceof Refusal) return toProblem(answer);
    return toSubmitted(answer, answer.next && (await this.shown(actor, answer.next)));
  }

  @Mutation(() => AssignmentResult)
  @Can('assignment:work')
  async skipAssignment(
    @CurrentActor() actor: Actor,
    @Args('input', { type: () => SkipAssignmentInput }) input: SkipAssignmentInput,
  ) {
    return this.viewOrLost(actor, await this.holds.skip(actor, idOf(input), input.token, input.reason));
  }

  @Mutation(() => AssignmentResult, { description: 'Gives the seat back; you may get it again.' })
  @Can('assignment:work')
  async returnAssignment(
    @CurrentActor() actor: Actor,
    @Args('input', { type: () => HeldAssignmentInput }) input: HeldAssignmentInput,
  ) {
    return this.viewOrLost(actor, await this.holds.returnSeat(actor, idOf(input), input.token));
  }

  private async claimed(actor: Actor, input: ClaimTaskInput, count: number): Promise<Assignment[] | QueueEmpty> {
    const request = {
      projectId: input.projectId && fromGlobalId('project', input.projectId, 'input.projectId'),
      batchId: input.batchId && fromGlobalId('batch', input.batchId, 'input.batchId'),
      stage: input.stage,
    };
    const answer = await this.assignments.claim(actor, request, count);
    if (answer instanceof Refusal) return toProblem(answer) as QueueEmpty;
    return Promise.all(answer.map((row) => this.view(actor, row)));
  }

  private async shown(actor: Actor, next: AssignmentView | Refusal): Promise<Assignment | QueueEmpty> {
    return next instanceof Refusal ? (toProblem(next) as QueueEmpty) : this.view(actor, next);
  }

  private async viewOrLost(actor: Actor, row: AssignmentView | Refusal): Promise<Assignment | LeaseLost> {
    return row instanceof Refusal ? toProblem(row) : this.view(actor, row);
  }

  private view(actor: Actor, row: AssignmentView): Promise<Assignment> {
    return this.presenter.view(actor, row);
  }
}

const idOf = (input: HeldAssignmentInput): string =>
  fromGlobalId('assignment', input.assignmentId, 'input.assignmentId');
