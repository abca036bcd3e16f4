import { Field, Float, ID, Int, ObjectType } from '@nestjs/graphql';
import { DateTimeResolver, JSONResolver } from 'graphql-scalars';
import { toGlobalId } from '../platform/index.js';

@ObjectType({ description: 'How far the independent answers agree.' })
export class ResultAgreement {
  @Field(() => Float, {
    description: 'The least of the parts (choices exact, tags exact, mean IoU of shapes), 0 to 1.',
  })
  score!: number;

  @Field(() => Float, {
    nullable: true,
    description: 'The worst IoU of any shape; a shape without a partner counts 0.',
  })
  minIou!: number | null;

  @Field(() => Float, { nullable: true })
  meanIou!: number | null;
}

@ObjectType({ description: "A task's settled labels and what they were made from." })
export class Result {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { description: 'SINGLE, CONSENSUS, ADJUDICATED, FIXED or REWORKED.' })
  method!: string;

  @Field(() => JSONResolver)
  labels!: unknown;

  @Field(() => ResultAgreement, { nullable: true })
  agreement!: ResultAgreement | null;

  @Field(() => [ID])
  submissionIds!: string[];

  @Field(() => Int)
  policyVersion!: number;

  @Field(() => DateTimeResolver)
  settledAt!: Date;
}

export interface ResultRow {
  id: string;
  task_id: string;
  method: string;
  labels: unknown;
  agreement: ResultAgreement | null;
  submission_ids: string[];
  policy_version: number;
  settled_at: Date;
}

export const toResult = (row: ResultRow): Result => ({
  id: toGlobalId('result', row.id),
  method: row.method,
  labels: row.labels,
  agreement: row.agreement,
  submissionIds: row.submission_ids.map((id) => toGlobalId('submission', id)),
  policyVersion: row.policy_version,
  settledAt: row.settled_at,
});
