import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { toGlobalId } from '../../platform/index.js';
import { enumOf } from '../task.type.js';
import { type Filter, filters } from './explanation.rules.js';

export const QueueFilterEnum = enumOf(filters);
registerEnumType(QueueFilterEnum, {
  name: 'QueueFilter',
  description: 'What stands between the queue and a person, in this order.',
  valuesMap: {
    STAGE: { description: 'A stage that their roles pull.' },
    TEAM: { description: 'They are in a team of the project.' },
    BATCH_OPEN: { description: 'The batch is open.' },
    NOT_PAUSED: { description: 'Nobody paused them here or everywhere.' },
    NOT_ON_BREAK: { description: 'They are on no break of their own.' },
    IN_SHIFT: { description: 'They are at work by their shifts, where the policy asks for that.' },
    GUIDELINES_READ: { description: 'They acknowledged the current guidelines.' },
    SKILLED: { description: 'They hold every required skill at its level, and it has not expired.' },
    QUALIFIED: { description: 'They are qualified, where the stage asks for that.' },
    UNDER_CAP: { description: 'They are below the caps of the policy.' },
    FITTING: { description: 'The single task: they have no other part in it, and it is not kept for somebody else.' },
  } satisfies Record<Filter, object>,
});

@ObjectType({ description: 'A task by name, for who may not read all of it.' })
export class TaskReference {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  externalKey!: string;

  @Field(() => ID)
  projectId!: string;

  @Field(() => String)
  projectName!: string;

  @Field(() => ID)
  batchId!: string;

  @Field(() => String)
  batchName!: string;
}

export const toReference = (row: Record<keyof TaskReference, string>): TaskReference => ({
  id: toGlobalId('task', row.id),
  externalKey: row.externalKey,
  projectId: toGlobalId('project', row.projectId),
  projectName: row.projectName,
  batchId: toGlobalId('batch', row.batchId),
  batchName: row.batchName,
});

@ObjectType({ description: 'A filter and what it leaves, counted from the filter before.' })
export class FilterStep {
  @Field(() => QueueFilterEnum)
  filter!: Filter;

  @Field(() => Int, { description: 'Tasks left after it.' })
  tasks!: number;

  @Field(() => Int, { description: 'Free seats left after it.' })
  seats!: number;

  @Field(() => Boolean, { description: 'There may be more: counting stopped at 1,000 tasks.' })
  isMore!: boolean;

  @Field(() => String, { nullable: true, description: 'What it took out and why; null when it took out nothing.' })
  message!: string | null;
}
