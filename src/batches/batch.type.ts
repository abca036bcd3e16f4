import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { connectionOf, Node, Problem, resultUnion, toGlobalId } from '../platform/index.js';
import { NameTaken } from '../projects/index.js';
import type { BatchEntity } from './batch.entity.js';
import { type BatchState, batchStates } from './batch.rules.js';

export const BatchStateType = Object.fromEntries(batchStates.map((state) => [state, state])) as {
  [State in BatchState]: State;
};
registerEnumType(BatchStateType, { name: 'BatchState' });

@ObjectType({
  implements: () => [Node],
  description: 'A lot of tasks that is opened, worked on and delivered together.',
})
export class Batch extends Node {
  @Field(() => String)
  name!: string;

  @Field(() => BatchStateType)
  state!: BatchState;

  @Field(() => Int, { description: 'From -100 to 100; a higher one is worked on first.' })
  priority!: number;

  @Field(() => Date, { nullable: true })
  deadlineAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'Where its items come from, unless an item says so itself.' })
  source!: string | null;

  @Field(() => Date, { nullable: true, description: 'Since when it takes no more tasks.' })
  closedAt!: Date | null;

  @Field(() => Date, { nullable: true })
  completedAt!: Date | null;

  @Field(() => Date)
  createdAt!: Date;

  /** For the fields that are looked up; no field itself. */
  projectId!: string;
}

@ObjectType({
  implements: () => [Problem],
  description: 'WRONG_STATE: the batch is in a state in which this cannot be done; the message says which.',
})
export class WrongState extends Problem {}

@ObjectType({ implements: () => [Problem], description: 'BATCH_EMPTY: it has no tasks yet.' })
export class BatchEmpty extends Problem {}

export const BatchConnection = connectionOf(Batch);
const isBatch = () => Batch;
export const CreateBatchResult = resultUnion('CreateBatchResult', isBatch, [Batch], { NAME_TAKEN: NameTaken });
export const OpenBatchResult = resultUnion('OpenBatchResult', isBatch, [Batch], {
  WRONG_STATE: WrongState,
  BATCH_EMPTY: BatchEmpty,
});
export const ChangeBatchResult = resultUnion('ChangeBatchResult', isBatch, [Batch], { WRONG_STATE: WrongState });

export function toBatch(row: BatchEntity): Batch {
  const { name, state, priority, deadlineAt, source, closedAt, completedAt, createdAt, projectId } = row;
  const id = toGlobalId('batch', row.id);
  return Object.assign(new Batch(), {
    id,
    name,
    state,
    priority,
    deadlineAt,
    source,
    closedAt,
    completedAt,
    createdAt,
    projectId,
  });
}
