import { createUnionType, Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { DateTimeResolver, JSONResolver } from 'graphql-scalars';
import type { ProjectFacts } from '../../projects/index.js';
import { Node, Problem, Refusal, toGlobalId } from '../../platform/index.js';
import { type AssignmentState, type Stage, visibleMetadata } from '../task.rules.js';
import { AssignmentStateEnum, StageEnum } from '../task.type.js';
import type { AssignmentView } from './assignments.store.js';
import type { SubmittedAnswer } from './assignments.service.js';

@ObjectType({ description: 'What the person sees of the item: no task id, no creation time, no blinded field.' })
export class AssignmentItem {
  @Field(() => JSONResolver)
  data!: unknown;

  @Field(() => JSONResolver)
  metadata!: unknown;

  @Field(() => String, {
    nullable: true,
    description: 'The picture, when Muster keeps it: signed, until the lease ends.',
  })
  mediaUrl!: string | null;

  @Field(() => JSONResolver, { nullable: true, description: 'Labels to start from.' })
  prelabels!: unknown;
}

@ObjectType()
export class Feedback {
  @Field(() => String)
  decision!: string;

  @Field(() => String, { nullable: true })
  comment!: string | null;

  @Field(() => JSONResolver)
  errors!: unknown;
}

@ObjectType({ implements: () => [Node], description: "One person's hold on one seat." })
export class Assignment extends Node {
  @Field(() => StageEnum)
  stage!: Stage;

  @Field(() => AssignmentStateEnum)
  state!: AssignmentState;

  @Field(() => Int, { description: 'Which of the independent seats of its stage this is, from 1.' })
  seat!: number;

  @Field(() => String, { description: 'The fencing token: every write carries it.' })
  token!: string;

  @Field(() => DateTimeResolver)
  claimedAt!: Date;

  @Field(() => DateTimeResolver)
  leaseExpiresAt!: Date;

  @Field(() => Int, { description: 'Up to the last heartbeat.' })
  activeSeconds!: number;

  @Field(() => Int, { description: 'Beyond five minutes without a sign, up to the last heartbeat.' })
  idleSeconds!: number;

  @Field(() => Int, { description: 'Said to be away, up to the last heartbeat.' })
  awaySeconds!: number;

  @Field(() => Int)
  guidelineVersion!: number;

  @Field(() => ID)
  projectId!: string;

  @Field(() => String)
  projectName!: string;

  @Field(() => JSONResolver)
  labelSchema!: unknown;

  @Field(() => AssignmentItem)
  item!: AssignmentItem;

  @Field(() => JSONResolver, { nullable: true })
  draft!: unknown;

  @Field(() => JSONResolver, { nullable: true, description: 'REVIEW and REWORK: the labels that it is about.' })
  subject!: unknown;

  @Field(() => [JSONResolver], {
    nullable: true,
    description: 'ADJUDICATE: the answers that disagree, without their authors.',
  })
  answers!: unknown[] | null;

  @Field(() => Feedback, { nullable: true, description: 'REWORK: what the reviewer said.' })
  feedback!: Feedback | null;
}

export function toAssignment(row: AssignmentView, project: ProjectFacts, mediaUrl: string | null): Assignment {
  return Object.assign(new Assignment(), {
    id: toGlobalId('assignment', row.id),
    stage: row.stage,
    state: row.state,
    seat: row.ordinal,
    token: row.token,
    claimedAt: new Date(row.claimed_at),
    leaseExpiresAt: new Date(row.lease_expires_at),
    activeSeconds: row.active_seconds,
    idleSeconds: row.idle_seconds,
    awaySeconds: row.away_seconds,
    guidelineVersion: row.guideline_version,
    projectId: toGlobalId('project', row.project_id),
    projectName: project.name,
    labelSchema: project.labelSchema,
    item: {
      data: row.data,
      metadata: visibleMetadata(row.metadata, project.fieldVisibility),
      mediaUrl,
      prelabels: row.prelabel,
    },
    draft: row.draft,
    subject: row.subject ?? null,
    answers: row.answers ?? null,
    feedback: row.feedback ?? null,
  });
}

@ObjectType()
export class EmptyReasonOfProject {
  @Field(() => ID)
  projectId!: string;

  @Field(() => String)
  projectName!: string;

  @Field(() => String)
  reason!: string;

  @Field(() => String)
  message!: string;

  @Field(() => ID, { nullable: true, description: 'NOT_QUALIFIED: the course that leads there, if there is one.' })
  courseId!: string | null;
}

@ObjectType({
  implements: () => [Problem],
  description: 'There is nothing for you now; the reasons say why, a project each.',
})
export class QueueEmpty extends Problem {
  @Field(() => [EmptyReasonOfProject])
  reasons!: EmptyReasonOfProject[];
}

@ObjectType({ implements: () => [Problem], description: 'Somebody else may hold the seat now; nothing was changed.' })
export class LeaseLost extends Problem {}

export function toProblem(refusal: Refusal): QueueEmpty | LeaseLost {
  const { code, message } = refusal;
  if (code !== 'QUEUE_EMPTY') return Object.assign(new LeaseLost(), { code, message });
  const reasons = (refusal.detail.reasons as EmptyReasonOfProject[]).map((reason) => ({
    ...reason,
    projectId: toGlobalId('project', reason.projectId),
    courseId: reason.courseId && toGlobalId('course', reason.courseId),
  }));
  return Object.assign(new QueueEmpty(), { code, message, reasons });
}

export const ClaimTaskResult = createUnionType({
  name: 'ClaimTaskResult',
  types: () => [Assignment, QueueEmpty] as const,
});

@ObjectType({ description: 'What you hold now: what you held before, then what is new.' })
export class AssignmentList {
  @Field(() => [Assignment])
  assignments!: Assignment[];
}
export const ClaimTasksResult = createUnionType({
  name: 'ClaimTasksResult',
  types: () => [AssignmentList, QueueEmpty] as const,
});
export const AssignmentResult = createUnionType({
  name: 'AssignmentResult',
  types: () => [Assignment, LeaseLost] as const,
});

@ObjectType({ description: 'The answer counts.' })
export class SubmissionCounted {
  @Field(() => ID)
  submissionId!: string;

  @Field(() => ClaimTaskResult, {
    nullable: true,
    description: 'With claimNext: what comes next, or why nothing does.',
  })
  next!: Assignment | QueueEmpty | null;
}

@ObjectType({
  description: 'The answer came after the seat was given away: it is kept for the lead, and does not count.',
})
export class SubmissionQuarantined {
  @Field(() => ID)
  submissionId!: string;

  @Field(() => String)
  message!: string;

  @Field(() => ClaimTaskResult, { nullable: true })
  next!: Assignment | QueueEmpty | null;
}

export const SubmitAssignmentResult = createUnionType({
  name: 'SubmitAssignmentResult',
  types: () => [SubmissionCounted, SubmissionQuarantined, LeaseLost] as const,
});

export function toSubmitted(
  answer: SubmittedAnswer,
  next: Assignment | QueueEmpty | null,
): SubmissionCounted | SubmissionQuarantined {
  const submissionId = toGlobalId('submission', answer.submissionId);
  if (!answer.isQuarantined) return Object.assign(new SubmissionCounted(), { submissionId, next });
  const message =
    'Your lease had ended and somebody else has the seat. The answer is kept; the lead may still count it.';
  return Object.assign(new SubmissionQuarantined(), { submissionId, message, next });
}
