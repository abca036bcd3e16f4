import { graphql, type ResultOf } from '../../api/graphql';

const entryFields = graphql(`
  fragment TimeEntryFields on TimeEntry {
    id
    code
    note
    startedAt
    endedAt
    isEntered
    correctionId
  }
`);
const correctionFields = graphql(`
  fragment TimeCorrectionFields on TimeCorrection {
    id
    memberId
    memberName
    timeEntryId
    noted {
      code
      startedAt
      endedAt
    }
    isRemoval
    code
    startedAt
    endedAt
    projectName
    at
    seconds
    reason
    state
    proposedAt
    decidedByName
    decidedAt
    decisionReason
    undoReason
  }
`);
export type TimeEntry = ResultOf<typeof entryFields>;
export type TimeCorrection = ResultOf<typeof correctionFields>;

export const ownTimeQuery = graphql(
  `
    query OwnTime($memberId: ID!, $filter: HoursFilterInput!) {
      timeEntries(first: 50) {
        nodes {
          ...TimeEntryFields
        }
      }
      timeCorrections(memberId: $memberId, first: 100) {
        nodes {
          ...TimeCorrectionFields
        }
      }
      hours(filter: $filter) {
        csv
        rows {
          day
          workedSeconds
          activeSeconds
          correctedSeconds
          breakSeconds
        }
      }
      projects(first: 100) {
        nodes {
          id
          name
        }
      }
    }
  `,
  [entryFields, correctionFields],
);
export type OwnTime = ResultOf<typeof ownTimeQuery>;

export const waitingCorrectionsQuery = graphql(
  `
    query WaitingTimeCorrections {
      timeCorrections(state: PROPOSED, first: 100) {
        nodes {
          ...TimeCorrectionFields
        }
      }
    }
  `,
  [correctionFields],
);

const entryResult = graphql(`
  fragment TimeEntryAnswer on TimeEntryResult {
    ... on TimeEntry {
      id
    }
    ... on Problem {
      code
      message
    }
  }
`);
const correctionResult = graphql(`
  fragment TimeCorrectionAnswer on TimeCorrectionResult {
    ... on TimeCorrection {
      id
    }
    ... on Problem {
      code
      message
    }
  }
`);
export const startMutation = graphql(
  `
    mutation StartTime($input: StartTimeInput!) {
      startTime(input: $input) {
        ...TimeEntryAnswer
      }
    }
  `,
  [entryResult],
);
export const stopMutation = graphql(
  `
    mutation StopTime {
      stopTime {
        ...TimeEntryAnswer
      }
    }
  `,
  [entryResult],
);
export const enterMutation = graphql(
  `
    mutation EnterTime($input: EnterTimeInput!) {
      enterTime(input: $input) {
        ...TimeEntryAnswer
      }
    }
  `,
  [entryResult],
);
export const proposeMutation = graphql(`
  mutation ProposeTimeCorrection($input: ProposeTimeCorrectionInput!) {
    proposeTimeCorrection(input: $input) {
      id
    }
  }
`);
export const withdrawMutation = graphql(
  `
    mutation WithdrawTimeCorrection($id: ID!) {
      withdrawTimeCorrection(timeCorrectionId: $id) {
        ...TimeCorrectionAnswer
      }
    }
  `,
  [correctionResult],
);
export const decideMutation = graphql(
  `
    mutation DecideTimeCorrection($input: DecideTimeCorrectionInput!) {
      decideTimeCorrection(input: $input) {
        ...TimeCorrectionAnswer
      }
    }
  `,
  [correctionResult],
);
export const undoMutation = graphql(
  `
    mutation UndoTimeCorrection($id: ID!, $reason: String!) {
      undoTimeCorrection(timeCorrectionId: $id, reason: $reason) {
        ...TimeCorrectionAnswer
      }
    }
  `,
  [correctionResult],
);
