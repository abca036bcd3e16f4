import { graphql, type ResultOf } from '../../api/graphql';

const heldFields = graphql(`
  fragment HeldFields on Assignment {
    id
    token
    stage
    seat
    state
    claimedAt
    leaseExpiresAt
    activeSeconds
    projectId
    projectName
    guidelineVersion
    labelSchema
    item {
      data
      metadata
      mediaUrl
      prelabels
    }
    draft
    subject
    answers
    feedback {
      decision
      comment
      errors
    }
  }
`);

export const workQuery = graphql(
  `
    query Work {
      myWork {
        held {
          ...HeldFields
        }
        today {
          since
          timeZone
          answers
          verdicts
          skipped
          activeSeconds
        }
        onBreak {
          since
          until
        }
      }
      myVerdicts(first: 4) {
        totalCount
        nodes {
          id
          decision
          comment
          errors
          createdAt
        }
      }
      projects(first: 3) {
        totalCount
        nodes {
          id
          name
        }
      }
    }
  `,
  [heldFields],
);

export type Held = ResultOf<typeof heldFields>;
export type OwnVerdict = ResultOf<typeof workQuery>['myVerdicts']['nodes'][number];

export const guidelinesQuery = graphql(`
  query WorkGuidelines($id: ID!) {
    project(id: $id) {
      id
      name
      policy
      guidelines {
        version
        body
      }
    }
  }
`);

export const ownAccuracyQuery = graphql(`
  query OwnAccuracy($filter: AccuracyFilterInput!) {
    accuracy(filter: $filter) {
      rows {
        accuracy
        interval
        n
        right
        shown
        smallNote
      }
    }
  }
`);

export const claimMutation = graphql(
  `
    mutation ClaimNext {
      claimTask {
        __typename
        ... on Assignment {
          ...HeldFields
        }
        ... on QueueEmpty {
          code
          message
          reasons {
            projectId
            projectName
            reason
            message
            courseId
          }
        }
      }
    }
  `,
  [heldFields],
);
export type Nothing = Extract<ResultOf<typeof claimMutation>['claimTask'], { __typename: 'QueueEmpty' }>;

export const startBreakMutation = graphql(`
  mutation StartBreak($until: DateTime) {
    startTime(input: { code: BREAK, until: $until }) {
      ... on TimeEntry {
        id
      }
      ... on Problem {
        code
        message
      }
    }
  }
`);

export const endBreakMutation = graphql(`
  mutation EndBreak {
    stopTime {
      ... on TimeEntry {
        id
      }
      ... on Problem {
        code
        message
      }
    }
  }
`);

export const acknowledgeMutation = graphql(`
  mutation Acknowledge($projectId: ID!, $version: Int) {
    acknowledgeGuidelines(projectId: $projectId, version: $version) {
      version
    }
  }
`);

export const handOffMutation = graphql(`
  mutation HandOff($assignmentId: ID!) {
    handOff(assignmentId: $assignmentId) {
      ... on HandOff {
        state
        url
      }
      ... on Problem {
        code
        message
      }
    }
  }
`);

export const renewMutation = graphql(`
  mutation Renew($input: HeldAssignmentInput!, $activity: Activity!) {
    renewAssignment(input: $input, activity: $activity) {
      ... on Assignment {
        id
        activeSeconds
        leaseExpiresAt
      }
      ... on Problem {
        code
        message
      }
    }
  }
`);

export const skipMutation = graphql(`
  mutation Skip($input: SkipAssignmentInput!) {
    skipAssignment(input: $input) {
      ... on Assignment {
        id
      }
      ... on Problem {
        code
        message
      }
    }
  }
`);

export const returnMutation = graphql(`
  mutation GiveBack($input: HeldAssignmentInput!) {
    returnAssignment(input: $input) {
      ... on Assignment {
        id
      }
      ... on Problem {
        code
        message
      }
    }
  }
`);

export const submitMutation = graphql(`
  mutation SubmitAnswer($input: SubmitAssignmentInput!) {
    submitAssignment(input: $input) {
      ... on SubmissionCounted {
        submissionId
      }
      ... on SubmissionQuarantined {
        submissionId
        note: message
      }
      ... on LeaseLost {
        code
        message
      }
    }
  }
`);

export const verdictMutation = graphql(`
  mutation SubmitVerdict($input: SubmitVerdictInput!) {
    submitVerdict(input: $input) {
      ... on Verdict {
        id
        decision
      }
      ... on Problem {
        code
        message
      }
    }
  }
`);

/** Said with every write on it. */
export const heldBy = ({ id, token }: Pick<Held, 'id' | 'token'>) => ({ assignmentId: id, token });
