import { graphql, type ResultOf } from '../../api/graphql';

export const projectsQuery = graphql(`
  query QualityProjects {
    projects(first: 100) {
      nodes {
        id
        name
      }
    }
  }
`);

/** Both of the same days in one request: they are read together. */
export const speedQuery = graphql(`
  query QualitySpeed($accuracy: AccuracyFilterInput!, $work: WorkFilterInput!) {
    accuracy(filter: $accuracy, by: PERSON) {
      definition
      rows {
        key
        label
        accuracy
        interval
        n
        shown
      }
    }
    throughput(filter: $work, by: PERSON) {
      definition
      rows {
        key
        label
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
export type Judged = ResultOf<typeof speedQuery>['accuracy']['rows'][number];
export type Worked = ResultOf<typeof speedQuery>['throughput']['rows'][number];

export const batchesQuery = graphql(`
  query QualityBatches($projectId: ID!) {
    batches(projectId: $projectId, first: 100) {
      nodes {
        id
        name
      }
    }
  }
`);

export const alikeQuery = graphql(`
  query QualityAlike($projectId: ID!, $batchId: ID) {
    agreementMatrix(projectId: $projectId, batchId: $batchId) {
      people {
        memberId
        name
        answers
      }
      pairs {
        memberId
        otherId
        n
        alike
        share
        interval
        shown
        meanScore
      }
      peopleLeft
      isCapped
      definition
      csv
    }
  }
`);

export const mixupsQuery = graphql(`
  query QualityMixups($projectId: ID!, $batchId: ID, $memberId: ID) {
    confusionMatrix(projectId: $projectId, batchId: $batchId, memberId: $memberId) {
      tasks
      answers
      isCapped
      definition
      csv
      parts {
        kind
        name
        values
        valuesLeft
        rows {
          value
          n
          cells {
            value
            count
            interval
          }
        }
      }
    }
  }
`);
export type ConfusionOfPart = ResultOf<typeof mixupsQuery>['confusionMatrix']['parts'][number];
