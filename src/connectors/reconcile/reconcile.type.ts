import { ArgsType, Field, Float, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { IsBoolean, IsString } from 'class-validator';
import { DateTimeResolver, JSONResolver } from 'graphql-scalars';
import { connectionOf, Node, PageArgs, Problem, resultUnion, toGlobalId } from '../../platform/index.js';
import type { LedgerRow } from './reconcile.store.js';

const ToolSaysEnum = {
  NOTHING: 'NOTHING',
  STARTED: 'STARTED',
  OPEN: 'OPEN',
  SUBMITTED: 'SUBMITTED',
  SKIPPED: 'SKIPPED',
} as const;
registerEnumType(ToolSaysEnum, { name: 'ToolSays', description: 'OPEN: there is no answer, or none any more.' });

const DifferenceEnum = {
  LABELS: 'LABELS',
  PERSON: 'PERSON',
  CAME_AFTER: 'CAME_AFTER',
  NOT_HELD: 'NOT_HELD',
  NO_LABELS: 'NO_LABELS',
  NOT_PLACED: 'NOT_PLACED',
  NOT_READ: 'NOT_READ',
  GONE: 'GONE',
} as const;
registerEnumType(DifferenceEnum, {
  name: 'LedgerDifference',
  description:
    'LABELS: they do not fit the project. PERSON: somebody else did it. CAME_AFTER: something rests on the answer. NOT_HELD: the work was not held. NOT_PLACED, NOT_READ: the tool is away. GONE: the tool has no such item.',
});

@ArgsType()
export class LedgerArgs extends PageArgs {
  @Field(() => ID)
  @IsString()
  connectionId!: string;

  @Field(() => Boolean, { defaultValue: false })
  @IsBoolean()
  onlyDifferences: boolean = false;
}

@ObjectType({
  implements: () => [Node],
  description: 'A piece of work in a tool: what the tool says of it against what Muster says.',
})
export class LedgerEntry extends Node {
  @Field(() => ID)
  assignmentId!: string;

  @Field(() => ID)
  memberId!: string;

  @Field(() => String, { nullable: true, description: "The tool's id of it; null: it is not there yet." })
  item!: string | null;

  @Field(() => ToolSaysEnum)
  toolSays!: string;

  @Field(() => JSONResolver, {
    nullable: true,
    description: 'The labels of the newest answer in the tool, whether they count or not.',
  })
  toolLabels!: unknown;

  @Field(() => [String], { description: "What the tool holds that Muster's label model has no word for." })
  leftOut!: string[];

  @Field(() => Float, { nullable: true, description: "The tool's own measure of the time spent, in seconds." })
  toolSeconds!: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'Who did it in the tool, where that is not whoever holds the work.',
  })
  otherUser!: string | null;

  @Field(() => String, { description: 'The state of the assignment in Muster.' })
  musterSays!: string;

  @Field(() => String, { nullable: true, description: 'COUNTED, QUARANTINED or VOID.' })
  answerState!: string | null;

  @Field(() => DifferenceEnum, { nullable: true, description: 'Null: both say the same.' })
  difference!: string | null;

  @Field(() => String, { nullable: true, description: 'The difference in a sentence.' })
  sentence!: string | null;

  @Field(() => DateTimeResolver, {
    nullable: true,
    description: 'When the tool was told that an answer of it was not taken, and why; of the last such answer.',
  })
  refusalToldAt!: Date | null;

  @Field(() => DateTimeResolver, { nullable: true })
  placedAt!: Date | null;

  @Field(() => DateTimeResolver, { nullable: true })
  settledAt!: Date | null;
}

@ObjectType()
export class LedgerEntryConnection extends connectionOf(LedgerEntry) {}

@ObjectType()
export class Reconciliation {
  @Field(() => Int, { description: 'Items that were read from the tool.' })
  read!: number;

  @Field(() => Int)
  failed!: number;

  @Field(() => String, { nullable: true, description: 'Why it did not come to its end; the next one begins there.' })
  error!: string | null;
}

@ObjectType({ implements: () => [Problem], description: 'NOT_READABLE: the tool cannot be asked.' })
export class NotReadable extends Problem {}

export const ReconcileResult = resultUnion('ReconcileResult', () => Reconciliation, [Reconciliation], {
  NOT_READABLE: NotReadable,
});

function differenceOf(row: LedgerRow): { difference: string | null; sentence: string | null } {
  if (row.difference_why !== null) return { difference: row.difference_why, sentence: row.difference };
  if (row.external_id === null && row.place_error) return { difference: 'NOT_PLACED', sentence: row.place_error };
  if (row.read_error) return { difference: 'NOT_READ', sentence: row.read_error };
  const gone = 'The tool has no such item any more.';
  if (row.is_gone && row.assignment_state === 'ACTIVE') return { difference: 'GONE', sentence: gone };
  return { difference: null, sentence: null };
}

export const toLedgerEntry = (row: LedgerRow): LedgerEntry =>
  Object.assign(new LedgerEntry(), {
    id: toGlobalId('toolItem', row.id),
    assignmentId: toGlobalId('assignment', row.assignment_id),
    memberId: toGlobalId('member', row.member_id),
    item: row.external_id,
    toolSays: row.says,
    toolLabels: row.says_labels,
    leftOut: row.left_out,
    toolSeconds: row.tool_seconds,
    otherUser: row.other_user,
    musterSays: row.assignment_state,
    answerState: row.submission_state,
    ...differenceOf(row),
    refusalToldAt: row.told_refusal_at,
    placedAt: row.placed_at,
    settledAt: row.settled_at,
  });
