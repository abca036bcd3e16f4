import type { ExecutionContext } from '@nestjs/common';
import { GqlExecutionContext } from '@nestjs/graphql';
import type { FastifyRequest } from 'fastify';
import type { GraphQLResolveInfo } from 'graphql';
import type { GraphqlContext, Tenant } from '../../platform/index.js';
import type { Actor } from './actor.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by AccessGuard; never with an idempotency key, which belongs to the mutation field alone. */
    actor?: Actor;
    idempotency?: Tenant['idempotency'];
  }
}

export interface Call {
  request: FastifyRequest;
  /** GraphQL only. */
  info?: GraphQLResolveInfo;
}

export function callOf(context: ExecutionContext): Call {
  if (context.getType<string>() !== 'graphql') return { request: context.switchToHttp().getRequest<FastifyRequest>() };
  const graphql = GqlExecutionContext.create(context);
  return { request: graphql.getContext<GraphqlContext>().request, info: graphql.getInfo<GraphQLResolveInfo>() };
}

export const isRootField = ({ parentType, schema }: GraphQLResolveInfo): boolean =>
  parentType === schema.getQueryType() ||
  isMutation({ parentType, schema }) ||
  parentType === schema.getSubscriptionType();

export const isMutation = ({ parentType, schema }: Pick<GraphQLResolveInfo, 'parentType' | 'schema'>): boolean =>
  parentType === schema.getMutationType();
