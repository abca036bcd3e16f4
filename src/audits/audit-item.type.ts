import { Field, Float, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { auditWaits, type AuditWaitFor } from './audit-wait.rules.js';
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

  @Field(() => RateInterval, {
    nullable: true,
    description: 'Of a random stratum of a size known beforehand only: the others are no sample.',
  })
  wilson!: RateInterval | null;

  @Field(() => RateInterval, { nullable: true })
  clopperPearson!: RateInterval | null;
}

@ObjectType({
  description: 'The share of the lot with a defect of any severity. The verdict rests on the random sample alone.',
})
export class AuditEstimate {
  @Field(() => String, {
    description:
      'WILSON: of the random sample. HAJEK: of it and of the least sure items that were looked at besides, each weighed by how likely it was to be looked at.',
  })
  method!: string;

  @Field(() => Float, { description: '0 to 1.' })
  rate!: number;

  @Field(() => Float, { description: 'Of the 95 % interval.' })
  low!: number;

  @Field(() => Float)
  high!: number;

  @Field(() => Int, { description: 'Items it rests on.' })
  n!: number;
}

export const AuditWaitEnum = Object.fromEntries(auditWaits.map((name) => [name, name])) as Record<
  AuditWaitFor,
  AuditWaitFor
>;
registerEnumType(AuditWaitEnum, {
  name: 'AuditWaitFor',
  valuesMap: {
    MENDING: { description: 'A round before is still being mended.' },
    CAUSE: { description: 'Inspection is discontinued until the cause is mended.' },
    BATCH: { description: 'The batch is not complete.' },
    SEED: { description: 'The client has the seed.' },
    JUDGE: { description: 'Nobody may judge some of the items: everybody had a part in them.' },
    AUDITORS: { description: 'Items wait for a verdict.' },
    WORD: { description: 'It is judged, and waits to be accepted or returned.' },
  },
});

@ObjectType({ description: 'What a lot waits for.' })
export class AuditWaiting {
  @Field(() => AuditWaitEnum)
  for!: AuditWaitFor;

  @Field(() => Int, { description: 'Items that it is about.' })
  items!: number;

  @Field(() => String, { description: 'What it is, and what can be done about it.' })
  sentence!: string;
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
