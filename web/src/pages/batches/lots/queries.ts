import { graphql, type ResultOf } from '../../../api/graphql';

export const lotsQuery = graphql(`
  query Lots($batchId: ID!) {
    auditLots(batchId: $batchId) {
      id
      round
      state
      teamName
      isSequential
      waitingFor {
        for
        sentence
      }
      estimate {
        method
        rate
        low
        high
        n
      }
      verdict
      reasons
      commitment
      lotSize
      sampleSize
      inspection
      decidedAt
      decisionReason
      voidReason
      remedy
      proof
      severities {
        severity
        aql
        codeLetter
        sampleSize
        acceptance
        rejection
        defects
        rate
        isAccepted
        inspected
        lines {
          goodPercent
          ltpd
          alpha
          beta
          slope
          acceptDistance
          refuseDistance
          counts
        }
        inspection
        inspectionReason
        acceptedAtAql
        limitingQuality
        clopperPearson {
          low
          high
        }
        curve {
          share
          accepted
          outgoing
        }
      }
    }
  }
`);
export const acceptMutation = graphql(`
  mutation AcceptLot($lotId: ID!, $reason: String!) {
    acceptLot(lotId: $lotId, reason: $reason) {
      ... on AuditLot {
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
  mutation ReturnLot($lotId: ID!, $reason: String!, $how: LotRemedy!) {
    returnLot(lotId: $lotId, reason: $reason, how: $how) {
      ... on AuditLot {
        id
      }
      ... on Problem {
        code
        message
      }
    }
  }
`);

export type Lot = ResultOf<typeof lotsQuery>['auditLots'][number];
export type Severity = Lot['severities'][number];
