import { ArgsType, Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { IsOptional } from 'class-validator';
import { GraphQLJSON } from 'graphql-scalars';
import { connectionOf, type IdKind, PageArgs, prefixes, toGlobalId } from '../../platform/index.js';
import { IsToken } from '../validation.js';
import type { ChangeRow } from './change-log.store.js';

@ArgsType()
export class ChangeLogArgs extends PageArgs {
  @Field(() => ID, { nullable: true, description: 'Only what happened to this one.' })
  @IsOptional()
  @IsToken()
  subjectId?: string | null;
}

@ObjectType({ description: 'One entry of the append-only log.' })
export class Change {
  @Field(() => ID)
  id!: string;

  @Field(() => Date)
  at!: Date;

  @Field(() => ID, { nullable: true, description: 'Null when Muster did it by itself.' })
  actorId!: string | null;

  @Field(() => String, { nullable: true })
  actorName!: string | null;

  @Field(() => String)
  action!: string;

  @Field(() => ID, { nullable: true })
  subjectId!: string | null;

  @Field(() => String, { nullable: true })
  reason!: string | null;

  @Field(() => Int, { nullable: true })
  policyVersion!: number | null;

  @Field(() => GraphQLJSON)
  detail!: Record<string, unknown>;
}

const isKind = (name: unknown): name is IdKind => typeof name === 'string' && Object.hasOwn(prefixes, name);

export function toChange(row: ChangeRow): Change {
  const { subjectKind, ...detail } = row.detail;
  const kind = [subjectKind, row.action.split(':')[0]].find(isKind);
  const { at, actorName, action, reason, policyVersion } = row;
  return Object.assign(new Change(), {
    id: toGlobalId('change', row.id),
    at,
    actorId: row.actorId && toGlobalId('member', row.actorId),
    actorName,
    action,
    subjectId: row.subjectId && (kind ? toGlobalId(kind, row.subjectId) : row.subjectId),
    reason,
    policyVersion,
    detail,
  });
}

@ObjectType()
export class ChangeConnection extends connectionOf(Change) {}
