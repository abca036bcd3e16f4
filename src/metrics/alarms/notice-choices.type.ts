import { Field, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { IsBoolean, IsIn } from 'class-validator';
import { type AlarmKind, alarmKinds } from '../../quality/index.js';

export const AlarmKindEnum = Object.fromEntries(alarmKinds.map((kind) => [kind, kind])) as Record<AlarmKind, AlarmKind>;
registerEnumType(AlarmKindEnum, {
  name: 'AlarmKind',
  description: 'What managers and leads are told: docs/notices.md.',
});

@ObjectType({ description: 'Whether you want to hear of such things.' })
export class NoticeChoice {
  @Field(() => AlarmKindEnum)
  kind!: AlarmKind;

  @Field(() => Boolean)
  isWanted!: boolean;
}

@InputType()
export class NoticeChoiceInput {
  @Field(() => AlarmKindEnum)
  @IsIn(alarmKinds)
  kind!: AlarmKind;

  @Field(() => Boolean)
  @IsBoolean()
  isWanted!: boolean;
}
