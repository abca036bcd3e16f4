import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { DateTimeResolver } from 'graphql-scalars';
import { connectionOf, Node, Problem, resultUnion, toGlobalId } from '../../platform/index.js';
import type { SignatureKind } from '../sending/signature.rules.js';
import { WebhookSignatureEnum } from './endpoint.input.js';
import type { DisabledWhy, EndpointRow } from './endpoints.store.js';

export const WebhookDisabledWhyEnum = { ASKED: 'ASKED', GONE: 'GONE', FAILING: 'FAILING' } as const;
registerEnumType(WebhookDisabledWhyEnum, {
  name: 'WebhookDisabledWhy',
  description: 'GONE: the receiver answered 410. FAILING: nothing but failures for five days.',
});

@ObjectType({
  implements: () => [Node],
  description: 'A receiver of webhooks. Its secret is shown when it is made, and by nothing else.',
})
export class WebhookEndpoint extends Node {
  @Field(() => String)
  url!: string;

  @Field(() => String, { nullable: true })
  description!: string | null;

  @Field(() => [String], { description: 'Empty: every type.' })
  types!: string[];

  @Field(() => [ID], { description: 'Empty: every project.' })
  projectIds!: string[];

  @Field(() => ID, { nullable: true })
  clientMemberId!: string | null;

  @Field(() => Boolean)
  isOrdered!: boolean;

  @Field(() => WebhookSignatureEnum)
  signature!: SignatureKind;

  @Field(() => DateTimeResolver, {
    nullable: true,
    description: 'Until then what is sent is signed with the secret of before, too.',
  })
  formerSecretUntil!: Date | null;

  @Field(() => Boolean)
  isEnabled!: boolean;

  @Field(() => WebhookDisabledWhyEnum, { nullable: true })
  disabledWhy!: DisabledWhy | null;

  @Field(() => DateTimeResolver, { nullable: true })
  disabledAt!: Date | null;

  @Field(() => Int, { description: 'Failed attempts in a row, up to now.' })
  failures!: number;

  @Field(() => DateTimeResolver, { nullable: true, description: 'The first failure since the last success.' })
  failingSince!: Date | null;

  @Field(() => DateTimeResolver, {
    nullable: true,
    description: 'It failed too often or asked for patience: nothing is sent before.',
  })
  pausedUntil!: Date | null;

  @Field(() => DateTimeResolver)
  createdAt!: Date;
}

export function toEndpoint(row: EndpointRow): WebhookEndpoint {
  return Object.assign(new WebhookEndpoint(), {
    id: toGlobalId('webhookEndpoint', row.id),
    url: row.url,
    description: row.description,
    types: row.types,
    projectIds: row.project_ids.map((id) => toGlobalId('project', id)),
    clientMemberId: row.client_id && toGlobalId('member', row.client_id),
    isOrdered: row.is_ordered,
    signature: row.signature,
    formerSecretUntil: row.former_until,
    isEnabled: row.is_enabled,
    disabledWhy: row.disabled_why,
    disabledAt: row.disabled_at,
    failures: row.failures,
    failingSince: row.failing_since,
    pausedUntil: row.open_until,
    createdAt: row.created_at,
  });
}

@ObjectType()
export class WebhookEndpointConnection extends connectionOf(WebhookEndpoint) {}

@ObjectType()
export class WebhookEndpointWithSecret {
  @Field(() => WebhookEndpoint)
  endpoint!: WebhookEndpoint;

  @Field(() => String, { description: 'Not shown again: `whsec_…`, or with V1A the public key `whpk_…`.' })
  secret!: string;
}

@ObjectType({ implements: () => [Problem] })
export class TooManyEndpoints extends Problem {}

export const CreateWebhookEndpointResult = resultUnion(
  'CreateWebhookEndpointResult',
  () => WebhookEndpointWithSecret,
  [WebhookEndpointWithSecret],
  { TOO_MANY_ENDPOINTS: TooManyEndpoints },
);
