import { graphql, type ResultOf } from '../../api/graphql';

export const connectionFields = graphql(`
  fragment ConnectionFields on Connection {
    id
    kind
    name
    projectIds
    isEnabled
    hookPath
    reconciledAt
    reconcileError
    badSignatures
    badSignatureReason
    badSignatureAt
  }
`);
export type Connection = ResultOf<typeof connectionFields>;

export const createMutation = graphql(`
  mutation CreateConnection($input: CreateConnectionInput!) {
    createConnection(input: $input) {
      ... on CreatedConnection {
        signingSecret
        connection {
          id
          hookPath
        }
      }
      ... on Problem {
        code
        message
      }
    }
  }
`);
