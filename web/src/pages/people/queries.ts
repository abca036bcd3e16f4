import { graphql, type ResultOf } from '../../api/graphql';

export const nextQuery = graphql(`
  query NextTask($memberId: ID!) {
    explainNextTask(memberId: $memberId) {
      memberName
      summary
      candidates {
        place
        because
        message
        stage
        task {
          id
          externalKey
          batchName
          projectName
        }
      }
      projects {
        projectId
        projectName
        seats
        bindingFilter
        message
        filters {
          filter
          tasks
          seats
          message
        }
      }
    }
  }
`);
export type Next = ResultOf<typeof nextQuery>['explainNextTask'];

/** By way of a team of theirs: a lead may ask for their people so, and not for a member as such. */
export const personQuery = graphql(`
  query Person($memberId: ID!) {
    projects(first: 100) {
      nodes {
        id
        name
        labelSchema
      }
    }
    teams(memberId: $memberId, first: 1) {
      nodes {
        id
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
            skills {
              level
              source
              expiresAt
              isExpired
              skill {
                id
                name
              }
            }
            qualifications {
              projectId
              stage
              expiresAt
              isExpired
            }
          }
        }
      }
    }
  }
`);
export type PersonOfPage = ResultOf<typeof personQuery>['teams']['nodes'][number]['members'][number]['member'];

/** Weeks are those of UTC in both, or they would not be the same weeks. */
export const figuresQuery = graphql(`
  query PersonFigures($filter: AccuracyFilterInput!, $work: WorkFilterInput!) {
    whole: accuracy(filter: $filter) {
      definition
      rows {
        accuracy
        interval
        n
        shown
        bySource {
          source
          accuracy
          interval
          n
          shown
        }
      }
    }
    weeks: accuracy(filter: $filter, by: WEEK) {
      rows {
        key
        accuracy
        interval
        n
        shown
      }
    }
    throughput(filter: $work, bucket: WEEK, timeZone: "UTC") {
      rows {
        from
        counts {
          submitted
        }
        answersPerHour {
          perHour
          n
          interval
        }
      }
    }
  }
`);
export type Figures = ResultOf<typeof figuresQuery>;

export const judgedQuery = graphql(`
  query JudgedWork($projectId: ID!, $memberId: ID!, $isRight: Boolean, $first: Int!) {
    judgedWork(projectId: $projectId, memberId: $memberId, isRight: $isRight, first: $first) {
      totalCount
      nodes {
        id
        taskId
        externalKey
        batchName
        stage
        at
        isRight
        source
        labels
        skipReason
        rightLabels
        wrongClasses
        verdict {
          purpose
          decision
          errors
          comment
          reviewerName
        }
      }
    }
  }
`);
export type Judged = ResultOf<typeof judgedQuery>['judgedWork']['nodes'][number];
