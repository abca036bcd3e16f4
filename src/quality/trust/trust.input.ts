import { Field, ID, InputType } from '@nestjs/graphql';
import { IsString } from 'class-validator';
import { PlainText } from '../../projects/index.js';

@InputType()
export class LiftTrustActionInput {
  @Field(() => ID)
  @IsString()
  trustActionId!: string;

  @Field(() => String, { description: 'For the log.' })
  @PlainText(1, 500)
  reason!: string;
}
