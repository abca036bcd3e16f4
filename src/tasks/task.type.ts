import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { DateTimeResolver, JSONResolver } from 'graphql-scalars';
import { connectionOf, Node, toGlobalId } from '../platform/index.js';
import { StageEnum } from '../projects/index.js';
import { assignmentStates, taskStates, type Stage, type TaskState } from './task.rules.js';
import type { AnswerRow, SkipRow } from './answers.store.js';
import type { TaskRow } from './tasks.store.js';

export const enumOf = <Name extends string>(names: readonly Name[]) =>
  Object.fromEntries(names.map((name) => [name, name])) as Record<Name, Name>;
export const TaskStateEnum = enumOf(taskStates);
export const AssignmentStateEnum = enumOf(assignmentStates);
export { StageEnum }; // projects name stages too, and GraphQL wants it once
registerEnumType(TaskStateEnum, { name: 'TaskState' });
registerEnumType(AssignmentStateEnum, { name: 'AssignmentState' });

@ObjectType({ description: 'The labels that people start from: who made them, or why there are none (yet).' })
export class TaskPrelabel {
  @Field(() => String, { nullable: true, description: 'The model, where it is known.' })
  model!: string | null;

  @Field(() => String, { nullable: true })
  modelVersion!: string | null;

  @Field(() => DateTimeResolver, {
    nullable: true,
    description: 'Until when the task waits for it, at the latest; null: it does not wait.',
  })
  waitsUntil!: Date | null;

  @Field(() => String, { nullable: true, description: 'Why it waits, or why it went out without.' })
  note!: string | null;
}

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

  @Field(() => TaskPrelabel)
  prelabel!: TaskPrelabel;

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
    prelabel: {
      model: row.prelabel_model,
      modelVersion: row.prelabel_model_version,
      waitsUntil: row.prelabel_wait_until,
      note: row.prelabel_note,
    },
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

  @Field(() => String, { nullable: true, description: '“Cannot be done”, where the policy counts that as an answer.' })
  skipReason!: string | null;

  @Field(() => DateTimeResolver)
  createdAt!: Date;
}

export const TaskSubmissionConnection = connectionOf(TaskSubmission);

@ObjectType({ description: 'Somebody said that the task cannot be done.' })
export class TaskSkip {
  @Field(() => ID)
  memberId!: string;

  @Field(() => String)
  memberName!: string;

  @Field(() => String, { nullable: true })
  reason!: string | null;

  @Field(() => DateTimeResolver)
  at!: Date;
}

export const toSkip = (row: SkipRow): TaskSkip => ({
  memberId: toGlobalId('member', row.member_id),
  memberName: row.member_name,
  reason: row.reason,
  at: row.at,
});

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
    skipReason: row.skip_reason,
    createdAt: row.created_at,
  };
}
