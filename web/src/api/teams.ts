import type { UseQueryResult } from '@tanstack/react-query';
import type { TadaDocumentNode } from 'gql.tada';
import { type ApiError, ask } from './client';
import { graphql } from './graphql';
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
  after: string | null = null,
): Promise<Result> {
  let page = await ask(document, { after }, { signal });
  const nodes = [...page.teams.nodes];
  while (page.teams.pageInfo.hasNextPage) {
    page = await ask(document, { after: page.teams.pageInfo.endCursor }, { signal });
    nodes.push(...page.teams.nodes);
  }
  return { ...page, teams: { ...page.teams, nodes } };
}

const namesQuery = graphql(`
  query TeamNames($after: String) {
    teams(first: 100, after: $after) {
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        id
        name
      }
    }
  }
`);
interface NamedTeam {
  id: string;
  name: string;
}
type NamedTeams = SomeTeams['teams'] & { nodes: readonly NamedTeam[] };
const none: readonly NamedTeam[] = [];

/** All teams to choose from, by the first of them, which a page has read with everything else: asks for more only where there are more. */
export function useTeamsFrom(first: NamedTeams | undefined): readonly NamedTeam[] {
  const after = first?.pageInfo.hasNextPage ? first.pageInfo.endCursor : null;
  const isEnabled = after !== null;
  const rest = useReading(keyOf(namesQuery, { after }), (signal) => read(namesQuery, signal, after), { isEnabled });
  if (!first) return none;
  return isEnabled && rest.data ? [...first.nodes, ...rest.data.teams.nodes] : first.nodes;
}
