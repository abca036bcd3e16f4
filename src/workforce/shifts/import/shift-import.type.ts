import { Field, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { IsString, MaxLength } from 'class-validator';
import { OptionalDay } from '../shift.input.js';
import { type ImportedShiftLine as LineRow, type ShiftLineOutcome, shiftLineOutcomes } from './shift-import.service.js';

export const ShiftLineOutcomeEnum = Object.fromEntries(shiftLineOutcomes.map((name) => [name, name])) as Record<
  ShiftLineOutcome,
  ShiftLineOutcome
>;
registerEnumType(ShiftLineOutcomeEnum, {
  name: 'ShiftLineOutcome',
  valuesMap: {
    SET: { description: 'The shifts of this person are as the file says now.' },
    UNCHANGED: { description: 'They were so already.' },
    REFUSED: { description: 'The message says why; the shifts of this person stay as they were.' },
  } satisfies Record<ShiftLineOutcome, object>,
});

@InputType()
export class ImportShiftsInput {
  @Field(() => String, {
    description: 'With a header: email, weekdays (Mon-Fri), start, end, and if wanted from, until, timeZone. At most 1,000 lines.', // prettier-ignore
  })
  @IsString()
  @MaxLength(1_000_000)
  csv!: string;

  @OptionalDay('From which day on these are the shifts of the people named. Left out, today.')
  from?: string | null;
}

@ObjectType()
export class ImportedShiftLine {
  @Field(() => Int, { description: 'In the file; its header is line 1.' })
  line!: number;

  @Field(() => String)
  email!: string;

  @Field(() => ShiftLineOutcomeEnum)
  outcome!: ShiftLineOutcome;

  @Field(() => String, { nullable: true, description: 'Why it was refused.' })
  message!: string | null;
}

@ObjectType()
export class ImportedShifts {
  @Field(() => Int, { description: 'Lines.' })
  set!: number;

  @Field(() => Int)
  unchanged!: number;

  @Field(() => Int)
  refused!: number;

  @Field(() => [ImportedShiftLine], { description: 'Every line, in order.' })
  lines!: ImportedShiftLine[];
}

export function toImportedShifts(lines: LineRow[]): ImportedShifts {
  const count = (wanted: ShiftLineOutcome) => lines.filter(({ outcome }) => outcome === wanted).length;
  return { set: count('SET'), unchanged: count('UNCHANGED'), refused: count('REFUSED'), lines };
}
