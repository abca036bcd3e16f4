import type { ApolloServerPlugin, GraphQLRequestListener } from '@apollo/server';
import { Plugin } from '@nestjs/apollo';
import { Kind } from 'graphql';
import { Metrics } from '../http/metrics.js';
import { noteRequestId } from '../http/request-id.js';
import type { GraphqlContext } from './graphql.module.js';

/**
 * Times every operation under the name of its first root field: few names, so few series. Notes of every error which
 * request it belongs to.
 */
@Plugin()
export class TimingPlugin implements ApolloServerPlugin<GraphqlContext> {
  constructor(private readonly metrics: Metrics) {}

  async requestDidStart(): Promise<GraphQLRequestListener<GraphqlContext>> {
    const began = performance.now();
    return {
      didEncounterErrors: async ({ errors, contextValue }) => noteRequestId(errors, contextValue.request.id),
      willSendResponse: async ({ operation, response }) => {
        const root = operation?.selectionSet.selections.find((selection) => selection.kind === Kind.FIELD);
        const hasErrors = response.body.kind === 'single' && (response.body.singleResult.errors?.length ?? 0) > 0;
        const field = root?.kind === Kind.FIELD ? root.name.value : 'none';
        this.metrics.operations.observe(
          { field, outcome: hasErrors ? 'error' : 'ok' },
          (performance.now() - began) / 1000,
        );
      },
    };
  }
}
