import { ArgsType, Field, ID } from '@nestjs/graphql';
import { IsIn, IsOptional, IsString } from 'class-validator';
import { AgreementStrataEnum } from './agreement.type.js';

@ArgsType()
export class AgreementArgs {
  @Field(() => ID)
  @IsString()
  projectId!: string;

  @Field(() => ID, { nullable: true, description: 'Only this batch.' })
  @IsOptional()
  @IsString()
  batchId?: string | null;

  @Field(() => AgreementStrataEnum, { nullable: true, description: 'Also apart by this.' })
  @IsOptional()
  @IsIn(Object.values(AgreementStrataEnum))
  by?: keyof typeof AgreementStrataEnum | null;
}
