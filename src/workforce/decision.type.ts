import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { IsBoolean, IsOptional } from 'class-validator';
import { IsLine } from '../identity/index.js';

/** What people propose for themselves and somebody else decides: their leave, their hours. */
@ObjectType({ isAbstract: true })
export abstract class Proposed {
  @Field(() => ID)
  id!: string;

  @Field(() => ID)
  memberId!: string;

  @Field(() => ID, { nullable: true, description: 'Of what was withdrawn the person themselves.' })
  decidedById!: string | null;

  @Field(() => Date, { nullable: true })
  decidedAt!: Date | null;

  @Field(() => String, { nullable: true })
  decisionReason!: string | null;
}

@InputType({ isAbstract: true })
export abstract class DecisionInput {
  @Field(() => Boolean)
  @IsBoolean()
  approves!: boolean;

  @Field(() => String, { nullable: true, description: 'The person reads it. Wanted of a refusal.' })
  @IsOptional()
  @IsLine(500)
  reason?: string | null;
}
