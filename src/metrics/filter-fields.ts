import { applyDecorators } from '@nestjs/common';
import { Field, ID } from '@nestjs/graphql';
import { ArrayMaxSize, IsArray, IsDate, IsOptional, IsString } from 'class-validator';

/** What the filters of figures are made of: whatever is left out lets everything through. */

const listOf = (type: typeof ID | typeof String, description?: string) =>
  applyDecorators(
    Field(() => [type], { nullable: true, description }),
    IsOptional(),
    IsArray(),
    ArrayMaxSize(1000),
    IsString({ each: true }),
  );

/** At most 1,000 ids. */
export const IdList = (description?: string) => listOf(ID, description);

/** At most 1,000 texts. */
export const TextList = (description?: string) => listOf(String, description);

export const Moment = (description: string) =>
  applyDecorators(
    Field(() => Date, { nullable: true, description }),
    IsOptional(),
    IsDate(),
  );
