import type { UseQueryResult } from '@tanstack/react-query';
import type { TadaDocumentNode } from 'gql.tada';
import { type ApiError, ask } from './client';
import { keyOf, type QueryOptions, useReading } from './hooks';

interface SomeTeams {
  teams: { nodes: unknown[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };
}

/** All teams, page by page up to the last: people are found through their teams. */
export function useTeams<Result extends SomeTeams>(
  document: TadaDocumentNode<Result, { after?: string | null }>,
  options?: QueryOptions,
): UseQueryResult<Result, ApiError> {
  return useReading(keyOf(document), (signal) => read(document, signal), options);
}

async function read<Result extends SomeTeams>(
  document: TadaDocumentNode<Result, { after?: string | null }>,
  signal: AbortSignal,
): Promise<Result> {
  let page = await ask(document, {}, { signal });
  const nodes = [...page.teams.nodes];
  while (page.teams.pageInfo.hasNextPage) {
    page = await ask(document, { after: page.teams.pageInfo.endCursor }, { signal });
    nodes.push(...page.teams.nodes);
  }
  return { ...page, teams: { ...page.teams, nodes } };
}
