import type { initGraphQLTada, ResultOf, VariablesOf } from 'gql.tada';
import type { introspection } from '../../../dist/web-types/introspection';

type Tada = initGraphQLTada<{
  introspection: introspection;
  disableMasking: true;
  scalars: { DateTime: string; JSON: unknown };
}>;

/** A query as it is written, and the fragments it uses. */
interface Piece {
  source: string;
  fragments: readonly Piece[];
}

/**
 * Says what the API is asked. The types of the answer are read from schema.graphql at compile time (gql.tada); at run time a
 * document is only its text, so no parser travels to the browser.
 */
export const graphql = ((source: string, fragments: readonly Piece[] = []): Piece => ({
  source,
  fragments,
})) as unknown as Tada;

/** The whole text: each fragment once, however many others use it. */
export function textOf(document: unknown): string {
  const texts = new Set<string>();
  const add = (piece: Piece): void => {
    piece.fragments.forEach(add);
    texts.add(piece.source.trim());
  };
  add(document as Piece);
  return [...texts].join('\n');
}

/** The name of the operation. */
export function nameOf(document: unknown): string {
  return /(?:query|mutation|subscription)\s+(\w+)/.exec((document as Piece).source)?.[1] ?? 'unnamed';
}

export type { ResultOf, VariablesOf };
