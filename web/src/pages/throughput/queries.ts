import { graphql, type ResultOf } from '../../api/graphql';

const groupFields = graphql(`
  fragment WorkGroup on ThroughputGroup {
    key
    label
    from
    counts {
      submitted
      objects
      accepted
      rejected
    }
    hours {
      active
    }
    answersPerHour {
      perHour
      n
      interval
    }
    normalisedPerHour {
      perHour
      n
      interval
    }
    pace
  }
`);
export type Group = ResultOf<typeof groupFields>;

/** Both views of the same time in one request: they are read together. */
export const throughputQuery = graphql(
  `
    query Throughput($filter: WorkFilterInput!, $bucket: TimeBucket!, $timeZone: String!) {
      over: throughput(filter: $filter, bucket: $bucket, timeZone: $timeZone) {
        csv
        rows {
          ...WorkGroup
        }
      }
      people: throughput(filter: $filter, by: PERSON, timeZone: $timeZone, classMix: true) {
        csv
        definition
        rows {
          ...WorkGroup
          classMix {
            hardness
            n
          }
        }
      }
      funnel(filter: $filter) {
        csv
        rows {
          memberId
          name
          assigned
          started
          submitted
          accepted
          reworked
          reworkHours
          firstPass {
            accuracy
            shown
            n
            interval
          }
        }
      }
    }
  `,
  [groupFields],
);
export type PersonGroup = ResultOf<typeof throughputQuery>['people']['rows'][number];
export type FunnelRow = ResultOf<typeof throughputQuery>['funnel']['rows'][number];

export const projectsQuery = graphql(`
  query ThroughputProjects {
    projects(first: 100) {
      nodes {
        id
        name
      }
    }
  }
`);
