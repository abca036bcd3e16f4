import { createUnionType, Field, Float, ID, Int, ObjectType } from '@nestjs/graphql';
import { DateTimeResolver, JSONResolver } from 'graphql-scalars';
import { connectionOf, Node, Problem, Refusal, toGlobalId } from '../../platform/index.js';
import type { ConnectionKind } from '../connector.types.js';
import { ConnectionKindEnum } from './connection.input.js';
import type { ConnectionRow } from './connections.store.js';

@ObjectType({ description: "A person's name in the tool." })
export class ToolUser {
  @Field(() => String)
  toolUser!: string;

  @Field(() => ID)
  memberId!: string;
}

@ObjectType({
  implements: () => [Node],
  description: 'A tool that projects work through. Its secrets are never read back.',
})
export class Connection extends Node {
  @Field(() => ConnectionKindEnum)
  kind!: ConnectionKind;

  @Field(() => String)
  name!: string;

  @Field(() => JSONResolver)
  settings!: unknown;

  @Field(() => String, { description: "Where the tool sends its messages, on Muster's own address." })
  hookPath!: string;

  @Field(() => Boolean)
  hasApiSecret!: boolean;

  @Field(() => Boolean)
  isEnabled!: boolean;

  @Field(() => Int)
  bodyLimitKilobytes!: number;

  @Field(() => Int)
  reconcileMinutes!: number;

  @Field(() => Boolean)
  refusesOthers!: boolean;

  @Field(() => DateTimeResolver, {
    nullable: true,
    description: 'Until when the secret before the last rotation is good.',
  })
  previousSecretUntil!: Date | null;

  @Field(() => Float, { description: 'Messages whose signature was not good: counted, and not kept.' })
  badSignatures!: number;

  @Field(() => DateTimeResolver, { nullable: true })
  badSignatureAt!: Date | null;

  @Field(() => String, { nullable: true })
  badSignatureReason!: string | null;

  @Field(() => DateTimeResolver, { nullable: true, description: 'When everything was last read from the tool.' })
  reconciledAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'Why the last reconcile did not come to its end.' })
  reconcileError!: string | null;

  @Field(() => DateTimeResolver)
  createdAt!: Date;

  row!: ConnectionRow;
}

@ObjectType()
export class ConnectionConnection extends connectionOf(Connection) {}

@ObjectType({ description: 'The secret is shown this once.' })
export class CreatedConnection {
  @Field(() => Connection)
  connection!: Connection;

  @Field(() => String)
  signingSecret!: string;
}

@ObjectType({
  implements: () => [Problem],
  description: 'PROJECT_HAS_TOOL: a project works through one connection at most.',
})
export class ProjectHasTool extends Problem {}

export const CreateConnectionResult = createUnionType({
  name: 'CreateConnectionResult',
  types: () => [CreatedConnection, ProjectHasTool] as const,
});
export const UpdateConnectionResult = createUnionType({
  name: 'UpdateConnectionResult',
  types: () => [Connection, ProjectHasTool] as const,
});

@ObjectType()
export class ConnectionTest {
  @Field(() => Boolean)
  isGood!: boolean;

  @Field(() => String, { description: 'What came of it, in a sentence.' })
  message!: string;
}

export const toProjectHasTool = ({ code, message }: Refusal): ProjectHasTool =>
  Object.assign(new ProjectHasTool(), { code, message });

export function toConnection(row: ConnectionRow): Connection {
  return Object.assign(new Connection(), {
    id: toGlobalId('connection', row.id),
    kind: row.kind,
    name: row.name,
    settings: row.settings,
    hookPath: `/hooks/${toGlobalId('connection', row.id)}`,
    hasApiSecret: row.api_secret !== null,
    isEnabled: row.is_enabled,
    bodyLimitKilobytes: row.body_limit_kilobytes,
    reconcileMinutes: row.reconcile_minutes,
    refusesOthers: row.refuses_others,
    previousSecretUntil: row.previous_until,
    badSignatures: Number(row.bad_signatures),
    badSignatureAt: row.bad_signature_at,
    badSignatureReason: row.bad_signature_reason,
    reconciledAt: row.reconcile_ended_at,
    reconcileError: row.reconcile_error,
    createdAt: row.created_at,
    row,
  });
}
