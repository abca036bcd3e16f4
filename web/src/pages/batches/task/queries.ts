import { graphql, type ResultOf } from '../../../api/graphql';

export const taskQuery = graphql(`
  query Task($id: ID!) {
    task(id: $id) {
      id
      externalKey
      state
      overlap
      source
      data
      metadata
      mediaUrl
      createdAt
      result {
        method
        labels
        confidence
        settledAt
        policyVersion
        agreement {
          score
        }
      }
      skips {
        at
        memberName
        reason
      }
      submissions {
        id
        stage
        ordinal
        memberName
        state
        isLate
        labels
        createdAt
      }
    }
  }
`);
export const whyQuery = graphql(`
  query WhyTask($id: ID!) {
    explainTask(taskId: $id) {
      summary
      state
      stateAt
      waitsFor
      task {
        batchId
        batchName
        projectId
        projectName
      }
      taken {
        assignmentId
        stage
        seat
        state
        memberName
        claimedAt
        leaseExpiresAt
        submittedAt
      }
      free {
        stage
        seats
        keptForMemberName
        people
        mayTake
        isMore
        standings {
          memberId
          memberName
          filter
          message
        }
      }
    }
  }
`);
export const schemaQuery = graphql(`
  query TaskSchema($id: ID!) {
    project(id: $id) {
      id
      labelSchema
    }
  }
`);
export type Why = ResultOf<typeof whyQuery>['explainTask'];
export type Task = NonNullable<ResultOf<typeof taskQuery>['task']>;
