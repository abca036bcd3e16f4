import { graphql, type ResultOf } from '../../api/graphql';

export const queueQuery = graphql(`
  query BoardQueue {
    queueHealth {
      at
      csv
      projects {
        projectId
        name
        minutesUntilDry
        stages {
          stage
          waiting
          paused
          held
          expiring
          oldestSeconds
          usualSeconds
          longSeconds
        }
        states {
          state
          count
          oldestSeconds
        }
        flow {
          hour
          arrivals
          completions
        }
        working {
          memberId
          assignmentId
          stage
          taskId
          batchName
          heldSeconds
        }
        stuck {
          memberId
          name
          assignmentId
          stage
          heldSeconds
          longSeconds
        }
        idle {
          memberId
          name
          idleSeconds
        }
        onBreak {
          memberId
          since
          until
        }
      }
    }
  }
`);
export type QueueOfProject = ResultOf<typeof queueQuery>['queueHealth']['projects'][number];

export const peopleQuery = graphql(`
  query BoardPeople($after: String) {
    teams(first: 50, after: $after) {
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        id
        name
        members {
          member {
            id
            name
            roles
            pauses {
              projectId
              reason
              pausedByName
            }
          }
        }
      }
    }
  }
`);
export type TeamOfPeople = ResultOf<typeof peopleQuery>['teams']['nodes'][number];
export type Person = TeamOfPeople['members'][number]['member'];

export const todayQuery = graphql(`
  query BoardToday($from: DateTime!) {
    throughput(filter: { from: $from }, by: PERSON) {
      csv
      rows {
        key
        counts {
          submitted
        }
        answersPerHour {
          perHour
          n
          interval
        }
        pace
      }
    }
  }
`);
export type Today = ResultOf<typeof todayQuery>['throughput']['rows'][number];

const forecastFields = graphql(`
  fragment BoardForecast on BatchForecast {
    batchId
    name
    deadlineAt
    missRisk
    finish {
      p50
      p95
    }
    reasons {
      cause
      sentence
    }
  }
`);
export type Risk = ResultOf<typeof forecastFields>;

/** Of three projects at once: a forecast is work, and the screen opens with few requests. */
export const risksQuery = graphql(
  `
    query BoardRisks($first: ID!, $second: ID!, $third: ID!, $hasSecond: Boolean!, $hasThird: Boolean!) {
      first: forecast(projectId: $first) {
        batches {
          ...BoardForecast
        }
      }
      second: forecast(projectId: $second) @include(if: $hasSecond) {
        batches {
          ...BoardForecast
        }
      }
      third: forecast(projectId: $third) @include(if: $hasThird) {
        batches {
          ...BoardForecast
        }
      }
    }
  `,
  [forecastFields],
);

const moved = graphql(`
  fragment Moved on SeatMoveResult {
    ... on Task {
      id
    }
    ... on Problem {
      code
      message
    }
  }
`);
export const revokeMutation = graphql(
  `
    mutation RevokeFromBoard($input: RevokeAssignmentInput!) {
      revokeAssignment(input: $input) {
        ...Moved
      }
    }
  `,
  [moved],
);
export const handOverMutation = graphql(
  `
    mutation HandOverFromBoard($input: HandOverInput!) {
      handOver(input: $input) {
        ...Moved
      }
    }
  `,
  [moved],
);
export const assignMutation = graphql(
  `
    mutation AssignFromBoard($input: AssignTaskInput!) {
      assignTask(input: $input) {
        ...Moved
      }
    }
  `,
  [moved],
);

export const queueChanged = graphql(`
  subscription QueueChanged($projectId: ID!) {
    queueChanged(projectId: $projectId) {
      at
      stages {
        stage
        waiting
        held
      }
    }
  }
`);
export const assignmentChanged = graphql(`
  subscription AssignmentChanged($teamId: ID!) {
    assignmentChanged(teamId: $teamId) {
      at
      assignments {
        assignmentId
        state
      }
    }
  }
`);
