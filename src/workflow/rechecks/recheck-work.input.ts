import { ArgsType, Field, ID, InputType, registerEnumType } from '@nestjs/graphql';
import { IsDate, IsIn, IsString } from 'class-validator';
import { PlainText } from '../../projects/index.js';
import { type RecheckWay, recheckWays } from './recheck.types.js';

export const RecheckWayEnum = { ASK_ONE_MORE: 'ASK_ONE_MORE', REQUEUE: 'REQUEUE', REREVIEW: 'REREVIEW' } as const;
registerEnumType(RecheckWayEnum, {
  name: 'RecheckWay',
  valuesMap: {
    ASK_ONE_MORE: { description: 'Their answer becomes void, the others stay counted, and one other person answers.' },
    REQUEUE: { description: 'All answers become void, and others give them anew.' },
    REREVIEW: { description: 'Of a reviewer: somebody else judges again, blind, what they judged.' },
  },
});
const parts = ['AUTHOR', 'JUDGE'] as const;
export const BlamedPartEnum = { AUTHOR: 'AUTHOR', JUDGE: 'JUDGE' } as const;
registerEnumType(BlamedPartEnum, { name: 'BlamedPart', description: 'AUTHOR: their answers; JUDGE: their reviews.' });

@ArgsType()
export class BlameWindowArgs {
  @Field(() => ID)
  @IsString()
  projectId!: string;

  @Field(() => ID)
  @IsString()
  memberId!: string;

  @Field(() => BlamedPartEnum, { defaultValue: 'AUTHOR' })
  @IsIn(parts)
  part: (typeof parts)[number] = 'AUTHOR';
}

@InputType()
export class RecheckWorkInput {
  @Field(() => ID)
  @IsString()
  projectId!: string;

  @Field(() => ID)
  @IsString()
  memberId!: string;

  @Field(() => Date, { description: 'What they gave from then on; mostly the `earliest` of the blame window.' })
  @IsDate()
  since!: Date;

  @Field(() => RecheckWayEnum)
  @IsIn(recheckWays)
  how!: RecheckWay;

  @Field(() => String, { description: 'Kept in the change log; the people concerned may read it.' })
  @PlainText(1, 500)
  reason!: string;
}
