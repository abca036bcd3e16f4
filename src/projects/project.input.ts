import { ArgsType, Field, ID, InputType } from '@nestjs/graphql';
import { ArrayMaxSize, IsObject, IsOptional, IsString } from 'class-validator';
import { JSONResolver } from 'graphql-scalars';
import { PlainText } from './plain-text.js';

@InputType()
export class CreateProjectInput {
  @Field(() => String)
  @PlainText(1, 200)
  name!: string;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @PlainText(0, 10_000)
  description?: string;

  @Field(() => JSONResolver, {
    description:
      '{ classes: [{ name kind maskValue colour attributes: [{ name options required }] }], fields: [{ name kind … }] } (docs/labels.md)',
  })
  @IsObject()
  labelSchema!: object;

  @Field(() => JSONResolver, { nullable: true, description: 'Field → PUBLIC, BLINDED, PHI or RESTRICTED.' })
  @IsOptional()
  @IsObject()
  fieldVisibility?: object;

  @Field(() => JSONResolver, { nullable: true, description: 'The workflow policy; what is left out has its default.' })
  @IsOptional()
  @IsObject()
  policy?: object;

  @Field(() => [ID], { nullable: true, description: 'The teams that the project is open to.' })
  @IsOptional()
  @IsString({ each: true })
  @ArrayMaxSize(100)
  teamIds?: string[];
}

@ArgsType()
export class UpdateProjectPolicyArgs {
  @Field(() => ID)
  @IsString()
  projectId!: string;

  @Field(() => JSONResolver, {
    description: 'The whole policy; what is left out has its default, not its former value.',
  })
  @IsObject()
  policy!: object;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @PlainText(0, 1000)
  reason?: string;
}
