import { graphql, type ResultOf } from '../../api/graphql';

export const rosterQuery = graphql(`
  query Roster($from: DateTime!, $until: DateTime!, $teamId: ID) {
    roster(from: $from, until: $until, teamId: $teamId, first: 100) {
      totalCount
      nodes {
        isOnShift
        member {
          id
          name
          timeZone
        }
        windows {
          startsAt
          endsAt
        }
        leave {
          id
          kind
          from
          until
          reason
          isCancelled
        }
      }
    }
    teams(first: 50) {
      nodes {
        id
        name
      }
    }
  }
`);
export type Entry = ResultOf<typeof rosterQuery>['roster']['nodes'][number];

export const hoursQuery = graphql(`
  query RosterHours($filter: HoursFilterInput!) {
    hours(filter: $filter) {
      csv
      rows {
        memberId
        workedSeconds
      }
    }
  }
`);

export const recordMutation = graphql(`
  mutation RecordLeave($input: RecordLeaveInput!) {
    recordLeave(input: $input) {
      ... on Leave {
        id
      }
      ... on Problem {
        code
        message
      }
    }
  }
`);
export const cancelMutation = graphql(`
  mutation CancelLeave($id: ID!) {
    cancelLeave(id: $id) {
      id
    }
  }
`);
