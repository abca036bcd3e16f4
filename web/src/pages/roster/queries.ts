import { graphql, type ResultOf, type VariablesOf } from '../../api/graphql';

const leaveFields = graphql(`
  fragment LeaveFields on Leave {
    id
    kind
    from
    until
    reason
    isCancelled
  }
`);
const exceptionFields = graphql(`
  fragment ExceptionFields on ShiftException {
    id
    kind
    date
    toDate
    start
    end
    timeZone
    note
    isCancelled
  }
`);
const shiftFields = graphql(`
  fragment ShiftFields on WeeklyShift {
    id
    weekday
    start
    end
    timeZone
    from
    until
  }
`);
export type Leave = ResultOf<typeof leaveFields>;
export type ShiftException = ResultOf<typeof exceptionFields>;
export type WeeklyShift = ResultOf<typeof shiftFields>;

export const rosterQuery = graphql(
  `
    query Roster($from: DateTime!, $until: DateTime!, $teamId: ID, $roles: [Role!], $after: String) {
      roster(from: $from, until: $until, teamId: $teamId, roles: $roles, first: 100, after: $after) {
        totalCount
        pageInfo {
          hasNextPage
          endCursor
        }
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
            ...LeaveFields
          }
          exceptions {
            ...ExceptionFields
          }
        }
      }
      teams(first: 100) {
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
  `,
  [leaveFields, exceptionFields],
);
export type Entry = ResultOf<typeof rosterQuery>['roster']['nodes'][number];
export type Person = Entry['member'];

/** All that is planned for one person. */
export const planQuery = graphql(
  `
    query ShiftPlan($from: DateTime!, $until: DateTime!, $memberId: ID!) {
      roster(from: $from, until: $until, memberIds: [$memberId], first: 1) {
        nodes {
          isOnShift
          windows {
            startsAt
            endsAt
          }
          shifts {
            ...ShiftFields
          }
          exceptions {
            ...ExceptionFields
          }
          leave {
            ...LeaveFields
          }
        }
      }
    }
  `,
  [shiftFields, exceptionFields, leaveFields],
);

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
const requestFields = graphql(`
  fragment LeaveRequestFields on LeaveRequest {
    id
    memberId
    memberName
    kind
    from
    until
    reason
    state
    requestedAt
    decidedById
    decidedByName
    decidedAt
    decisionReason
    leaveId
    isCancelled
  }
`);
export type LeaveRequest = ResultOf<typeof requestFields>;
export const ownRequestsQuery = graphql(
  `
    query OwnLeaveRequests($memberId: ID!) {
      leaveRule {
        isRecordedByPeople
      }
      leaveRequests(memberId: $memberId, first: 50) {
        nodes {
          ...LeaveRequestFields
        }
      }
    }
  `,
  [requestFields],
);
export const waitingRequestsQuery = graphql(
  `
    query WaitingLeaveRequests {
      leaveRequests(state: REQUESTED, first: 100) {
        nodes {
          ...LeaveRequestFields
        }
      }
    }
  `,
  [requestFields],
);
const requestResult = graphql(`
  fragment LeaveRequestAnswer on LeaveRequestResult {
    ... on LeaveRequest {
      id
      leaveId
    }
    ... on Problem {
      code
      message
    }
  }
`);
export const requestMutation = graphql(
  `
    mutation RequestLeave($input: RequestLeaveInput!) {
      requestLeave(input: $input) {
        ...LeaveRequestAnswer
      }
    }
  `,
  [requestResult],
);
export const withdrawMutation = graphql(
  `
    mutation WithdrawLeaveRequest($id: ID!) {
      withdrawLeaveRequest(id: $id) {
        ...LeaveRequestAnswer
      }
    }
  `,
  [requestResult],
);
export const reopenMutation = graphql(
  `
    mutation ReopenLeaveRequest($id: ID!) {
      reopenLeaveRequest(id: $id) {
        ...LeaveRequestAnswer
      }
    }
  `,
  [requestResult],
);
export const decideMutation = graphql(
  `
    mutation DecideLeaveRequest($input: DecideLeaveRequestInput!) {
      decideLeaveRequest(input: $input) {
        ...LeaveRequestAnswer
      }
    }
  `,
  [requestResult],
);
export const setMutation = graphql(
  `
    mutation SetShifts($input: SetShiftsInput!) {
      setShifts(input: $input) {
        timeZone
        before {
          ...ShiftFields
        }
      }
    }
  `,
  [shiftFields],
);
export type SetShifts = VariablesOf<typeof setMutation>['input'];
export const addExceptionMutation = graphql(`
  mutation AddShiftException($input: AddShiftExceptionInput!) {
    addShiftException(input: $input) {
      ... on ShiftException {
        id
      }
      ... on Problem {
        code
        message
      }
    }
  }
`);
export type NewException = VariablesOf<typeof addExceptionMutation>['input'];
export const cancelExceptionMutation = graphql(`
  mutation CancelShiftException($id: ID!) {
    cancelShiftException(id: $id) {
      id
    }
  }
`);
export const importMutation = graphql(`
  mutation ImportShifts($input: ImportShiftsInput!) {
    importShifts(input: $input) {
      set
      unchanged
      refused
      lines {
        line
        email
        outcome
        message
      }
    }
  }
`);
