import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { type DynamicModule, Module } from '@nestjs/common';
import { GraphQLModule } from '@nestjs/graphql';
import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import { ApolloArmor } from '@escape.tech/graphql-armor';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DateTimeResolver } from 'graphql-scalars';
import { LOG, type Log } from '../log.js';
import { requestIdOf } from '../http/request-id.js';
import { formatError } from './errors.js';

/** Measured against graphql-cop: no finding. `maxTokens` of armor is off, since it turns syntax errors into HTTP 500. */
const limits = { depth: 12, cost: 8000, tokens: 2000, aliases: 30, directives: 8 };

export interface GraphqlContext {
  request: FastifyRequest;
  reply: FastifyReply;
}

@Module({})
export class GraphqlApiModule {
  static forRoot(): DynamicModule {
    const armor = new ApolloArmor({
      maxDepth: { n: limits.depth, flattenFragments: true, ignoreIntrospection: true },
      costLimit: {
        maxCost: limits.cost,
        objectCost: 2,
        scalarCost: 1,
        depthCostFactor: 1.2,
        ignoreIntrospection: true,
        flattenFragments: true,
      },
      maxAliases: { n: limits.aliases, allowList: [] },
      maxDirectives: { n: limits.directives },
      maxTokens: { enabled: false },
      blockFieldSuggestion: { enabled: true },
    } as never).protect();
    return {
      module: GraphqlApiModule,
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
            validationRules: armor.validationRules,
            plugins: [
              ...(armor.plugins as unknown as NonNullable<ApolloDriverConfig['plugins']>),
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
