import { ArgsType, Field, ID, InputType, registerEnumType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsIn, IsOptional, IsString, ValidateNested } from 'class-validator';
import { type EvidenceSource, evidenceSources } from '../../projects/index.js';
import { IdList, Moment, TextList } from '../filter-fields.js';
import {
  type AccuracyGrouping,
  accuracyGroupings,
  type FirstPassGrouping,
  firstPassGroupings,
} from './accuracy.types.js';

const enumOf = <Name extends string>(names: readonly Name[]) =>
  Object.fromEntries(names.map((name) => [name, name])) as Record<Name, Name>;

export const AccuracyGroupingEnum = enumOf(accuracyGroupings);
registerEnumType(AccuracyGroupingEnum, { name: 'AccuracyGrouping' });
export const FirstPassGroupingEnum = enumOf(firstPassGroupings);
registerEnumType(FirstPassGroupingEnum, { name: 'FirstPassGrouping' });
export const EvidenceSourceEnum = enumOf(evidenceSources);
registerEnumType(EvidenceSourceEnum, { name: 'EvidenceSource', description: 'Who says whether work was right.' });
const parts = ['AUTHOR', 'JUDGE'] as const;
export const WorkPartEnum = enumOf(parts);
registerEnumType(WorkPartEnum, { name: 'WorkPart', description: 'AUTHOR: of answers; JUDGE: of verdicts.' });

@InputType({ description: 'Which tasks count: all that is given holds.' })
export class FirstPassFilterInput {
  @Field(() => ID)
  @IsString()
  projectId!: string;

  @IdList()
  batchIds?: string[] | null;

  @IdList()
  memberIds?: string[] | null;

  @IdList()
  teamIds?: string[] | null;

  @TextList('Where the items come from; an empty text: nowhere.')
  taskSources?: string[] | null;

  @Moment('When the work was given: from here …')
  from?: Date | null;

  @Moment('… until before this.')
  to?: Date | null;
}

@InputType({ description: 'Which judged work counts: all that is given holds.' })
export class AccuracyFilterInput extends FirstPassFilterInput {
  @Field(() => [EvidenceSourceEnum], { nullable: true })
  @IsOptional()
  @IsIn(evidenceSources, { each: true })
  sources?: EvidenceSource[] | null;

  @TextList('Of these classes; without it the whole answers.')
  classes?: string[] | null;

  @Field(() => WorkPartEnum, { defaultValue: 'AUTHOR' })
  @IsIn(parts)
  part: (typeof parts)[number] = 'AUTHOR';
}

@ArgsType()
export class AccuracyArgs {
  @Field(() => AccuracyFilterInput)
  @ValidateNested()
  @Type(() => AccuracyFilterInput)
  filter!: AccuracyFilterInput;

  @Field(() => AccuracyGroupingEnum, { defaultValue: 'NONE' })
  @IsIn(accuracyGroupings)
  by: AccuracyGrouping = 'NONE';
}

@ArgsType()
export class FirstPassArgs {
  @Field(() => FirstPassFilterInput)
  @ValidateNested()
  @Type(() => FirstPassFilterInput)
  filter!: FirstPassFilterInput;

  @Field(() => FirstPassGroupingEnum, { defaultValue: 'NONE' })
  @IsIn(firstPassGroupings)
  by: FirstPassGrouping = 'NONE';
}
