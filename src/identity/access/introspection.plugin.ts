import type { ApolloServerPlugin, GraphQLRequestListener } from '@apollo/server';
import { Plugin } from '@nestjs/apollo';
import { type FragmentDefinitionNode, GraphQLError, Kind } from 'graphql';
import { ClientFault, type GraphqlContext } from '../../platform/index.js';
import { Authenticator } from './authenticator.js';
import { rootFields } from './root-fields.js';

const introspective = new Set(['__schema', '__type']);

/** The schema is told to callers who have signed in; guards never see these fields, hence a plugin. */
@Plugin()
export class IntrospectionPlugin implements ApolloServerPlugin<GraphqlContext> {
  constructor(private readonly authenticator: Authenticator) {}

  async requestDidStart(): Promise<GraphQLRequestListener<GraphqlContext>> {
    return {
      didResolveOperation: async ({ document, operation, contextValue }) => {
        if (!operation) return;
        const fragments = document.definitions.filter(
          (node): node is FragmentDefinitionNode => node.kind === Kind.FRAGMENT_DEFINITION,
        );
        const fields = rootFields(
          operation.selectionSet,
          Object.fromEntries(fragments.map((node) => [node.name.value, node])),
        );
        if (!fields.some((name) => introspective.has(name))) return;
        if (await this.authenticator.actorOf(contextValue.request)) return;
        const originalError = new ClientFault('UNAUTHENTICATED', 'Sign in to read the schema.');
        // Without a status Apollo answers 500 for whatever is thrown here.
        throw new GraphQLError(originalError.message, { originalError, extensions: { http: { status: 401 } } });
      },
    };
  }
}
