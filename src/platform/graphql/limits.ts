import { ApolloArmor } from '@escape.tech/graphql-armor';

/** Measured against graphql-cop: no finding. `maxTokens` of armor is off, since it turns syntax errors into HTTP 500. */
export const limits = { depth: 12, cost: 8000, tokens: 2000, aliases: 30, directives: 8 };

/** Depth, cost, aliases and directives of a document: the same for HTTP and for subscriptions. */
export const protection = new ApolloArmor({
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

export const { validationRules } = protection;
