import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { type DynamicModule, Module } from '@nestjs/common';
import { GraphQLModule } from '@nestjs/graphql';
import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DateTimeResolver } from 'graphql-scalars';
import { LOG, type Log } from '../log.js';
import { requestIdOf } from '../http/request-id.js';
import { formatError } from './errors.js';
import { limits, protection } from './limits.js';

export interface GraphqlContext {
  request: FastifyRequest;
  reply: FastifyReply;
}

@Module({})
export class GraphqlApiModule {
  static forRoot(): DynamicModule {
    return {
      module: GraphqlApiModule,
      // the schema, for subscriptions
      exports: [GraphQLModule],
      imports: [
        GraphQLModule.forRootAsync<ApolloDriverConfig>({
          driver: ApolloDriver,
          inject: [LOG],
          useFactory: (log: Log): Omit<ApolloDriverConfig, 'driver'> => ({
            path: '/graphql',
            autoSchemaFile: true,
            sortSchema: true,
            playground: false,
            graphiql: false,
            introspection: true,
            csrfPrevention: true,
            includeStacktraceInErrorResponses: false,
            hideSchemaDetailsFromClientErrors: true,
            buildSchemaOptions: { scalarsMap: [{ type: Date, scalar: DateTimeResolver }] },
            parseOptions: { maxTokens: limits.tokens },
            validationRules: protection.validationRules,
            plugins: [
              ...(protection.plugins as unknown as NonNullable<ApolloDriverConfig['plugins']>),
              // No answer may be kept by a cache (the server says so), so no field need be asked for how long.
              ApolloServerPluginCacheControlDisabled(),
            ],
            allowBatchedHttpRequests: false,
            autoTransformHttpErrors: false,
            context: (request: FastifyRequest, reply: FastifyReply): GraphqlContext => ({ request, reply }),
            formatError: (formatted, thrown) => formatError(formatted, thrown, requestIdOf(thrown), log),
          }),
        }),
      ],
    };
  }
}
