import type {
  ApolloServerPlugin,
  GraphQLRequestContext,
  GraphQLRequestListener,
  GraphQLResponse,
} from '@apollo/server';
import { HeaderMap } from '@apollo/server';
import { Inject } from '@nestjs/common';
import { Plugin } from '@nestjs/apollo';
import {
  BREAK,
  type DocumentNode,
  getNamedType,
  GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
  isScalarType,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { type CompiledQuery, compileQuery, isCompiledQuery } from 'graphql-jit';
import { LOG, type Log } from '../log.js';
import { formatError } from './errors.js';
import type { GraphqlContext } from './graphql.module.js';

/** A document is compiled when it comes for this time: compiling costs as much as dozens of plain executions. */
const usesBeforeCompiling = 3;
const capacity = 500;
/** Compiling takes longer the deeper and longer a document is, and nothing else runs meanwhile. */
const longestSource = 5000;

interface Known {
  uses: number;
  /** null: it cannot be compiled */
  compiled?: CompiledQuery | null;
}
type Context = GraphQLRequestContext<GraphqlContext>;

/**
 * Runs documents that come again and again as compiled code (graphql-jit) instead of walking them each time. Parsed and
 * validated they are by Apollo, once, and kept in its document store. What the compiled code cannot do is left to the
 * plain executor: documents that do not compile, and variables that do not fit (its messages are the known ones).
 */
@Plugin()
export class CompiledOperations implements ApolloServerPlugin<GraphqlContext> {
  private readonly known = new Map<string, Known>();
  private readonly listener: GraphQLRequestListener<GraphqlContext> = {
    responseForOperation: (context) => this.respond(context),
  };

  constructor(@Inject(LOG) private readonly log: Log) {}

  /** How many documents run compiled. */
  get count(): number {
    return [...this.known.values()].filter(({ compiled }) => compiled).length;
  }

  async requestDidStart(): Promise<GraphQLRequestListener<GraphqlContext>> {
    return this.listener;
  }

  private async respond(context: Context): Promise<GraphQLResponse | null> {
    const compiled = context.operation && this.compiledOf(context);
    if (!compiled) return null;
    const result = await compiled.query(undefined, context.contextValue, context.request.variables ?? {});
    // No data at all: the variables did not fit, and nothing has run.
    if (!('data' in result) || result.data === undefined) return null;
    const { data, errors } = result;
    const singleResult = errors
      ? { data, errors: errors.map((error) => this.formatted(error, context.contextValue)) }
      : { data };
    return { http: { headers: new HeaderMap() }, body: { kind: 'single', singleResult } };
  }

  private compiledOf({ queryHash, operationName, schema, document, source }: Context): CompiledQuery | null {
    const key = `${queryHash} ${operationName ?? ''}`;
    const entry = this.known.get(key) ?? { uses: 0 };
    // The longest unused is the first in the map.
    this.known.delete(key);
    this.known.set(key, entry);
    if (this.known.size > capacity) this.known.delete(this.known.keys().next().value!);
    if (entry.compiled !== undefined) return entry.compiled;
    if (++entry.uses < usesBeforeCompiling) return null;
    const isFit = source !== undefined && source.length <= longestSource && !hasOpenLiteral(schema, document!);
    const compiled = isFit ? compileQuery(schema, document!, operationName ?? undefined) : null;
    entry.compiled = compiled && isCompiledQuery(compiled) ? compiled : null;
    return entry.compiled;
  }

  private formatted(error: GraphQLError, { request }: GraphqlContext): GraphQLFormattedError {
    const { message, locations, path, originalError } = error;
    const extensions = { code: 'INTERNAL_SERVER_ERROR', ...error.extensions };
    const thrown = new GraphQLError(message, { path, originalError });
    return formatError({ message, locations, path, extensions }, thrown, request.id, this.log);
  }
}

/**
 * Whether a value of JSON stands in the document itself. Compiled code reads it without the variables inside, and so
 * would hand on less than was sent.
 */
function hasOpenLiteral(schema: GraphQLSchema, document: DocumentNode): boolean {
  let isFound = false;
  const types = new TypeInfo(schema);
  const look = (node: { kind: Kind }) => {
    const type = getNamedType(types.getInputType());
    if (node.kind === Kind.VARIABLE || !isScalarType(type) || type.parseLiteral.length < 2) return undefined;
    isFound = true;
    return BREAK;
  };
  const values = [
    Kind.OBJECT,
    Kind.LIST,
    Kind.STRING,
    Kind.INT,
    Kind.FLOAT,
    Kind.BOOLEAN,
    Kind.ENUM,
    Kind.NULL,
  ] as const;
  visit(document, visitWithTypeInfo(types, Object.fromEntries(values.map((kind) => [kind, { enter: look }]))));
  return isFound;
}
