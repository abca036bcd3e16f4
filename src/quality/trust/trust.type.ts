import { Field, Float, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { DateTimeResolver, JSONResolver } from 'graphql-scalars';
import { toGlobalId } from '../../platform/index.js';
import { type ActionRule, trustActions, type TrustAction } from '../../projects/index.js';
import { jeffreysPrior, trustFrom } from './trust.rules.js';
import type { Part, TrustActionRow, TrustRow } from './trust.store.js';

export const TrustPartEnum = { AUTHOR: 'AUTHOR', JUDGE: 'JUDGE' } as const;
registerEnumType(TrustPartEnum, { name: 'TrustPart', description: 'As somebody who labels, or who judges labels.' });
export const TrustActionEnum = Object.fromEntries(trustActions.map((name) => [name, name])) as { [Name in TrustAction]: Name }; // prettier-ignore
registerEnumType(TrustActionEnum, { name: 'TrustAction' });

@ObjectType({
  description: 'How far a person’s work in a project can be relied on: a Beta posterior whose evidence fades.',
})
export class Trust {
  @Field(() => ID)
  memberId!: string;

  @Field(() => String)
  memberName!: string;

  @Field(() => TrustPartEnum)
  part!: Part;

  @Field(() => String, { nullable: true, description: 'Null: their answers as a whole.' })
  class!: string | null;

  @Field(() => Int, { description: 'Pieces of evidence, the newest 500 at most.' })
  n!: number;

  @Field(() => Float, { description: 'Mean of the posterior, above 0 and below 1.' })
  mean!: number;

  @Field(() => Float, { description: 'From here …' })
  low!: number;

  @Field(() => Float, { description: '… to here with 95 % probability.' })
  high!: number;
}

@ObjectType({ description: 'What followed from a rule of the policy.' })
export class TrustActionTaken {
  @Field(() => ID)
  id!: string;

  @Field(() => ID)
  memberId!: string;

  @Field(() => String)
  memberName!: string;

  @Field(() => TrustActionEnum)
  action!: TrustAction;

  @Field(() => JSONResolver)
  rule!: ActionRule;

  @Field(() => String, { description: 'As the person was told.' })
  sentence!: string;

  @Field(() => DateTimeResolver)
  at!: Date;

  @Field(() => DateTimeResolver, { nullable: true, description: 'Null: it holds.' })
  liftedAt!: Date | null;
}

export function toTrust({
  member_id,
  member_name,
  part,
  class: name,
  alpha,
  beta,
  n,
}: TrustRow & { member_name: string }): Trust {
  const { mean, interval } = trustFrom(alpha - jeffreysPrior.right, beta - jeffreysPrior.wrong);
  return Object.assign(new Trust(), {
    memberId: toGlobalId('member', member_id),
    memberName: member_name,
    part,
    class: name || null,
    n,
    mean,
    low: interval[0],
    high: interval[1],
  });
}

export const toTrustAction = (row: TrustActionRow & { member_name: string }): TrustActionTaken =>
  Object.assign(new TrustActionTaken(), {
    id: toGlobalId('trustAction', row.id),
    memberId: toGlobalId('member', row.member_id),
    memberName: row.member_name,
    action: row.action,
    rule: row.rule,
    sentence: row.sentence,
    at: row.at,
    liftedAt: row.lifted_at,
  });
