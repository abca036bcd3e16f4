import { ArgsType, Field, ID, InputType, Int } from '@nestjs/graphql';
import { ArrayMaxSize, IsInt, IsObject, IsOptional, IsString, Max, Min } from 'class-validator';
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
      '{ classes: [{ name kind maskValue attributes: [{ name options required }] }], fields: [{ name kind … }] } (docs/labels.md)',
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

@ArgsType()
export class PublishGuidelinesArgs {
  @Field(() => ID)
  @IsString()
  projectId!: string;

  @Field(() => String, { description: 'Markdown.' })
  @PlainText(1, 200_000)
  body!: string;
}

@ArgsType()
export class AcknowledgeGuidelinesArgs {
  @Field(() => ID)
  @IsString()
  projectId!: string;

  @Field(() => Int, { nullable: true, description: 'The version that was read; the one in force when left out.' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(2_147_483_647)
  version?: number;
}
