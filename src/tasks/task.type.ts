import { createUnionType, Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { DateTimeResolver, JSONResolver } from 'graphql-scalars';
import { connectionOf, Node, Problem, Refusal, toGlobalId } from '../platform/index.js';
import {
  assignmentStates,
  stages,
  taskStates,
  type AssignmentState,
  type Stage,
  type TaskState,
  visibleMetadata,
} from './task.rules.js';
import type { AnswerRow, AssignmentRow, TaskRow } from './tasks.store.js';
import type { SubmittedAnswer } from './assignments.service.js';

const enumOf = <Name extends string>(names: readonly Name[]) =>
  Object.fromEntries(names.map((name) => [name, name])) as Record<Name, Name>;
export const StageEnum = enumOf(stages);
export const TaskStateEnum = enumOf(taskStates);
export const AssignmentStateEnum = enumOf(assignmentStates);
registerEnumType(StageEnum, { name: 'Stage' });
registerEnumType(TaskStateEnum, { name: 'TaskState' });
registerEnumType(AssignmentStateEnum, { name: 'AssignmentState' });

@ObjectType({ implements: () => [Node], description: 'One item to label, as managers see it.' })
export class Task extends Node {
  @Field(() => String)
  externalKey!: string;

  @Field(() => TaskStateEnum)
  state!: TaskState;

  @Field(() => Int, { description: 'How many independent answers it collects.' })
  overlap!: number;

  @Field(() => String, { nullable: true })
  groupKey!: string | null;

  @Field(() => String, { nullable: true })
  source!: string | null;

  @Field(() => JSONResolver)
  data!: unknown;

  @Field(() => JSONResolver, { description: 'All of it: workers see only what the project declared PUBLIC.' })
  metadata!: unknown;

  @Field(() => DateTimeResolver)
  createdAt!: Date;

  row!: TaskRow;
}

export function toTask(row: TaskRow): Task {
  return Object.assign(new Task(), {
    id: toGlobalId('task', row.id),
    externalKey: row.external_key,
    state: row.state,
    overlap: row.overlap,
    groupKey: row.group_key,
    source: row.source,
    data: row.data,
    metadata: row.metadata,
    createdAt: row.created_at,
    row,
  });
}

export const TaskConnection = connectionOf(Task);

@ObjectType()
export class TaskSubmission {
  @Field(() => ID)
  id!: string;

  @Field(() => StageEnum)
  stage!: Stage;

  @Field(() => Int)
  ordinal!: number;

  @Field(() => ID)
  memberId!: string;

  @Field(() => String)
  memberName!: string;

  @Field(() => String, { description: 'COUNTED, QUARANTINED (late, the seat was taken) or VOID.' })
  state!: string;

  @Field(() => Boolean)
  isLate!: boolean;

  @Field(() => JSONResolver)
  labels!: unknown;

  @Field(() => DateTimeResolver)
  createdAt!: Date;
}

export function toSubmission(row: AnswerRow & { member_name: string }): TaskSubmission {
  return {
    id: toGlobalId('submission', row.id),
    stage: row.stage,
    ordinal: row.ordinal,
    memberId: toGlobalId('member', row.member_id),
    memberName: row.member_name,
    state: row.state,
    isLate: row.is_late,
    labels: row.labels,
    createdAt: row.created_at,
  };
}

@ObjectType()
export class TaskStateCount {
  @Field(() => TaskStateEnum)
  state!: TaskState;

  @Field(() => Int)
  count!: number;
}

@ObjectType()
export class BatchProgress {
  @Field(() => Int)
  tasks!: number;

  @Field(() => [TaskStateCount])
  states!: TaskStateCount[];

  @Field(() => Int, { description: 'Annotation answers wanted: the sum of the overlaps.' })
  answersWanted!: number;

  @Field(() => Int)
  answersCounted!: number;

  @Field(() => Int, { description: 'Late answers kept for the lead, not counted.' })
  answersQuarantined!: number;

  @Field(() => Int, { description: 'Answers beyond what was wanted; the database refuses them, so this is 0.' })
  overCollected!: number;

  @Field(() => Int, { description: 'Tasks with at least one review verdict.' })
  tasksReviewed!: number;
}

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

export function toAssignment(row: AssignmentRow, mediaUrl: string | null): Assignment {
  return Object.assign(new Assignment(), {
    id: toGlobalId('assignment', row.id),
    stage: row.stage,
    state: row.state,
    seat: row.ordinal,
    token: row.token,
    claimedAt: row.claimed_at,
    leaseExpiresAt: row.lease_expires_at,
    guidelineVersion: row.guideline_version,
    projectId: toGlobalId('project', row.project_id),
    projectName: row.project_name,
    labelSchema: row.label_schema,
    item: {
      data: row.data,
      metadata: visibleMetadata(row.metadata, row.field_visibility),
      mediaUrl,
      prelabels: row.prelabel,
    },
    draft: row.draft,
    subject: row.subject,
    answers: row.answers,
    feedback: row.feedback,
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
  }));
  return Object.assign(new QueueEmpty(), { code, message, reasons });
}

export const ClaimTaskResult = createUnionType({
  name: 'ClaimTaskResult',
  types: () => [Assignment, QueueEmpty] as const,
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
