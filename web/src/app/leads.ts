import { redirect } from '@tanstack/react-router';
import { ask } from '../api/client';
import { graphql } from '../api/graphql';

/* Addresses of what has no page of its own: they lead on to the page on which it stands. */

const lotQuery = graphql(`
  query BatchOfLot($id: ID!) {
    auditLot(id: $id) {
      batchId
    }
  }
`);
const actionsQuery = graphql(`
  query PersonOfAction($projectId: ID!) {
    trustActions(projectId: $projectId) {
      id
      memberId
    }
  }
`);

export async function leadToLot(lotId: string): Promise<never> {
  const { batchId } = (await ask(lotQuery, { id: lotId })).auditLot;
  throw redirect({ to: '/batches/$batchId', params: { batchId }, search: { tab: 'lots' }, replace: true });
}

/** To the person about whom a rule of the project did something; to everybody, when it is not the reader's to see any more. */
export async function leadToPerson(projectId: string, trustActionId: string): Promise<never> {
  const { trustActions } = await ask(actionsQuery, { projectId });
  const memberId = trustActions.find(({ id }) => id === trustActionId)?.memberId;
  const search = { project: projectId };
  throw memberId
    ? redirect({ to: '/people/$memberId', params: { memberId }, search, replace: true })
    : redirect({ to: '/people', search, replace: true });
}
