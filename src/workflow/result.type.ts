import { Field, Float, ID, Int, ObjectType } from '@nestjs/graphql';
import { DateTimeResolver, JSONResolver } from 'graphql-scalars';
import type { PartConsensus } from '../consensus/index.js';
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

@ObjectType({
  description: 'How likely an option is, given the answers and what is known of the people who gave them.',
})
export class OptionProbability {
  @Field(() => String, { nullable: true, description: 'Null: none, an empty answer or a tag that does not hold.' })
  label!: string | null;

  @Field(() => Float, { description: '0 to 1; of all options 1 in sum.' })
  probability!: number;
}

@ObjectType({ description: 'An object that at least one answer has.' })
export class ResultObject {
  @Field(() => Int, { description: 'Answers that have it.' })
  votes!: number;

  @Field(() => Float, { description: 'Probability that it exists, 0 to 1.' })
  existence!: number;

  @Field(() => Float, { description: 'Mean IoU over pairs of those who have it, 0 to 1; 1 for one.' })
  meanIou!: number;

  @Field(() => Boolean, { description: 'It is in the result.' })
  isKept!: boolean;
}

@ObjectType({ description: 'One field or class of the label schema in a result that was put together.' })
export class ResultPart {
  @Field(() => String, { description: 'The name of the field or class.' })
  part!: string;

  @Field(() => String, { description: 'CHOICE, TAG, NUMBER, TEXT, SHAPE or SPAN.' })
  kind!: string;

  @Field(() => String)
  method!: string;

  @Field(() => String)
  metric!: string;

  @Field(() => Float, {
    nullable: true,
    description: 'Probability that it is right, 0 to 1; numbers and texts have none.',
  })
  confidence!: number | null;

  @Field(() => Float, { description: 'How near the answers are to it, 0 to 1; of shapes and spans, to each other.' })
  agreement!: number;

  @Field(() => Boolean, { description: 'Both reach what the policy asks for.' })
  isSure!: boolean;

  @Field(() => [OptionProbability], { nullable: true, description: 'Of choices and tags, the likeliest first.' })
  posterior!: OptionProbability[] | null;

  @Field(() => Float, { nullable: true, description: 'Of GLAD: 1/β, above 0, higher is harder.' })
  difficulty!: number | null;

  @Field(() => [ResultObject], { nullable: true, description: 'Of shapes and spans.' })
  objects!: ResultObject[] | null;
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

  @Field(() => Float, {
    nullable: true,
    description: 'The least confidence of its parts, 0 to 1; null when no rule of consensus put it together.',
  })
  confidence!: number | null;

  @Field(() => [ResultPart], { description: 'Empty when no rule of consensus put it together.' })
  parts!: ResultPart[];

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
  confidence: number | null;
  parts: PartConsensus[] | null;
  submission_ids: string[];
  policy_version: number;
  settled_at: Date;
}

export const toResult = (row: ResultRow): Result => ({
  id: toGlobalId('result', row.id),
  method: row.method,
  labels: row.labels,
  agreement: row.agreement,
  confidence: row.confidence,
  parts: (row.parts ?? []).map(({ posterior = null, difficulty = null, objects = null, ...part }) => {
    return { ...part, posterior, difficulty, objects };
  }),
  submissionIds: row.submission_ids.map((id) => toGlobalId('submission', id)),
  policyVersion: row.policy_version,
  settledAt: row.settled_at,
});
