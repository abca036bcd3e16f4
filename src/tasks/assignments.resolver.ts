import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { type Actor, Can, CurrentActor } from '../identity/index.js';
import { MediaLinks } from '../batches/index.js';
import { fromGlobalId, Refusal } from '../platform/index.js';
import { AssignmentsService } from './assignments.service.js';
import {
  ClaimTaskInput,
  HeldAssignmentInput,
  SaveDraftInput,
  SkipAssignmentInput,
  SubmitAssignmentInput,
} from './task.inputs.js';
import {
  Assignment,
  AssignmentResult,
  ClaimTaskResult,
  type LeaseLost,
  type QueueEmpty,
  SubmitAssignmentResult,
  toAssignment,
  toProblem,
  toSubmitted,
} from './task.type.js';
import type { AssignmentRow } from './tasks.store.js';

@Resolver(() => Assignment)
export class AssignmentsResolver {
  constructor(
    private readonly assignments: AssignmentsService,
    private readonly media: MediaLinks,
  ) {}

  @Mutation(() => ClaimTaskResult, { description: 'The next task for you, or the one you hold, or why there is none.' })
  @Can('task:claim')
  async claimTask(
    @CurrentActor() actor: Actor,
    @Args('input', { type: () => ClaimTaskInput, nullable: true }) input?: ClaimTaskInput,
  ) {
    return this.claimed(actor, input ?? {});
  }

  @Query(() => Assignment, { nullable: true, description: 'One of your own assignments.' })
  @Can('assignment:work')
  async assignment(@CurrentActor() actor: Actor, @Args('id', { type: () => ID }) id: string) {
    const row = await this.assignments.find(actor, fromGlobalId('assignment', id));
    return row && this.view(row);
  }

  @Mutation(() => AssignmentResult, { description: 'The heartbeat: keeps the lease and the timer going.' })
  @Can('assignment:work')
  async renewAssignment(
    @CurrentActor() actor: Actor,
    @Args('input', { type: () => HeldAssignmentInput }) input: HeldAssignmentInput,
  ) {
    return this.viewOrLost(await this.assignments.renew(actor, idOf(input), input.token));
  }

  @Mutation(() => AssignmentResult)
  @Can('assignment:work')
  async saveDraft(@CurrentActor() actor: Actor, @Args('input', { type: () => SaveDraftInput }) input: SaveDraftInput) {
    return this.viewOrLost(await this.assignments.saveDraft(actor, idOf(input), input.token, input.draft));
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
    const answer = await this.assignments.submit(actor, idOf(input), input.token, input.labels);
    if (answer instanceof Refusal) return toProblem(answer);
    return toSubmitted(answer, claimNext ? await this.claimed(actor, {}) : null);
  }

  @Mutation(() => AssignmentResult)
  @Can('assignment:work')
  async skipAssignment(
    @CurrentActor() actor: Actor,
    @Args('input', { type: () => SkipAssignmentInput }) input: SkipAssignmentInput,
  ) {
    return this.viewOrLost(await this.assignments.skip(actor, idOf(input), input.token, input.reason));
  }

  @Mutation(() => AssignmentResult, { description: 'Gives the seat back; you may get it again.' })
  @Can('assignment:work')
  async returnAssignment(
    @CurrentActor() actor: Actor,
    @Args('input', { type: () => HeldAssignmentInput }) input: HeldAssignmentInput,
  ) {
    return this.viewOrLost(await this.assignments.returnSeat(actor, idOf(input), input.token));
  }

  private async claimed(actor: Actor, input: ClaimTaskInput): Promise<Assignment | QueueEmpty> {
    const row = await this.assignments.claim(actor, {
      projectId: input.projectId && fromGlobalId('project', input.projectId, 'input.projectId'),
      batchId: input.batchId && fromGlobalId('batch', input.batchId, 'input.batchId'),
      stage: input.stage,
    });
    return row instanceof Refusal ? (toProblem(row) as QueueEmpty) : this.view(row);
  }

  private viewOrLost(row: AssignmentRow | Refusal): Assignment | LeaseLost {
    return row instanceof Refusal ? toProblem(row) : this.view(row);
  }

  private view(row: AssignmentRow): Assignment {
    return toAssignment(row, row.media_id && this.media.signMediaUrl(row.media_id, row.id, row.lease_expires_at));
  }
}

const idOf = (input: HeldAssignmentInput): string =>
  fromGlobalId('assignment', input.assignmentId, 'input.assignmentId');
