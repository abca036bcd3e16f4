import { Field, Float, Int, ObjectType } from '@nestjs/graphql';
import { RateInterval } from './audit-severity.type.js';

@ObjectType({ description: 'What was looked at for one reason, and what was found.' })
export class AuditStratum {
  @Field(() => String, {
    description: 'RANDOM decides on the lot; RISK was looked at besides; SCREENING is the rest of a returned lot.',
  })
  stratum!: string;

  @Field(() => Int)
  items!: number;

  @Field(() => Int, { description: 'With a verdict.' })
  judged!: number;

  @Field(() => Int, { nullable: true, description: 'With a defect of any severity; null until the lot is judged.' })
  defective!: number | null;

  @Field(() => Float, { nullable: true })
  rate!: number | null;

  @Field(() => RateInterval, { nullable: true, description: 'Of the random stratum only: the others are no sample.' })
  wilson!: RateInterval | null;

  @Field(() => RateInterval, { nullable: true })
  clopperPearson!: RateInterval | null;
}

@ObjectType({ description: 'An item that was looked at.' })
export class AuditItem {
  @Field(() => String)
  externalKey!: string;

  @Field(() => String)
  stratum!: string;

  @Field(() => Int, { nullable: true, description: 'In the drawn order.' })
  place!: number | null;

  @Field(() => String, { nullable: true, description: 'The worst severity found.' })
  worst!: string | null;
}

@ObjectType({ description: 'An item that nobody drew, and how sure its result is.' })
export class RiskyItem {
  @Field(() => String)
  externalKey!: string;

  @Field(() => Float, { nullable: true })
  confidence!: number | null;

  @Field(() => Float, { nullable: true })
  agreement!: number | null;
}
