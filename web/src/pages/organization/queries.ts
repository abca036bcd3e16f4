import { graphql, type ResultOf } from '../../api/graphql';

export const membersQuery = graphql(`
  query Members($after: String) {
    members(first: 100, after: $after) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        id
        name
        email
        roles
        state
        lastSeenAt
      }
    }
  }
`);
export type Member = ResultOf<typeof membersQuery>['members']['nodes'][number];

export const teamsQuery = graphql(`
  query Teams($after: String) {
    teams(first: 50, after: $after) {
      pageInfo {
        hasNextPage
        endCursor
      }
      totalCount
      nodes {
        id
        name
        members {
          isLead
          member {
            id
            name
            email
          }
        }
      }
    }
  }
`);
export type Team = ResultOf<typeof teamsQuery>['teams']['nodes'][number];
