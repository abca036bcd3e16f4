/* Muster's side of the comparison: an organization with work and people, and a cycle through the public API. */
import { openAsOwner } from '../fixtures/owner.mjs';
import * as make from '../fixtures/queue.mjs';
import { jsonClient } from '../json-client.mjs';

const claimText = `mutation ($input: ClaimTaskInput) { claimTask(input: $input) {
  __typename ... on Assignment { id token stage leaseExpiresAt item { data } } ... on QueueEmpty { message } } }`;
const submitText = (
  claimNext,
) => `mutation ($input: SubmitAssignmentInput!) { submitAssignment(input: $input${claimNext ? ', claimNext: true' : ''}) {
  __typename
  ... on SubmissionCounted { submissionId ${claimNext ? 'next { __typename ... on Assignment { id token stage leaseExpiresAt item { data } } ... on QueueEmpty { message } }' : ''} }
  ... on SubmissionQuarantined { message } ... on Problem { code message } } }`;
const submitOnly = submitText(false);
const submitAndClaim = submitText(true);
const labels = make.animal('cat');

/** @param processes of startMuster */
export async function openMuster({ url, processes, people, overlap }) {
  const owner = await openAsOwner(url);
  const clients = processes.urls.map((one) => jsonClient(one));

  const request = async (person, query, input) => {
    const body = { query, variables: { input } };
    const { json } = await person.ask({ method: 'POST', path: '/graphql', headers: person.headers, body });
    if (json.errors) throw new Error(`Muster: ${JSON.stringify(json.errors[0]).slice(0, 400)}`);
    return json.data;
  };
  const claim = async (person) => {
    const { claimTask } = await request(person, claimText, {});
    return claimTask.__typename === 'Assignment' ? claimTask : null;
  };
  const submit = async (person, held, query) => {
    const input = { assignmentId: held.id, token: held.token, labels };
    const { submitAssignment } = await request(person, query, input);
    if (submitAssignment.__typename !== 'SubmissionCounted')
      throw new Error(`Muster: an answer was ${JSON.stringify(submitAssignment)}`);
    return submitAssignment.next;
  };

  return {
    /** A new organization with an open batch of tasks, and people who are signed in. */
    async createWork(tasks) {
      const organizationId = await make.createOrganization(owner, `${tasks} tasks`);
      const teamId = await make.createTeam(owner, { organizationId });
      const memberIds = await make.createPeople(owner, { organizationId, teamId, count: people });
      const tokens = await make.createSessions(owner, { organizationId, memberIds });
      const policy = { overlap, maximumOverlap: overlap };
      const projectId = await make.createProject(owner, { organizationId, teamIds: [teamId], policy });
      const batchId = await make.createBatch(owner, { organizationId, projectId });
      await make.createTasks(owner, { organizationId, projectId, batchId, count: tasks, overlap });
      await owner.query('VACUUM (ANALYZE)');
      const crew = tokens.map((token, at) => ({
        ask: clients[at % clients.length],
        headers: { authorization: `Bearer ${token}` },
        held: null,
      }));
      return { organizationId, people: crew };
    },

    /** claimTask, then submitAssignment. */
    async twoRequests(person) {
      const began = performance.now();
      const held = person.held ?? (await claim(person));
      person.held = null;
      if (!held) return null;
      const got = performance.now();
      await submit(person, held, submitOnly);
      return { claim: got - began, submit: performance.now() - got };
    },

    /** submitAssignment with claimNext: the next task comes with the receipt. */
    async oneRequest(person) {
      person.held ??= await claim(person);
      if (!person.held) return null;
      const next = await submit(person, person.held, submitAndClaim);
      person.held = next?.__typename === 'Assignment' ? next : null;
      return {};
    },

    /** Stored answers and what the law says of them. */
    async faultsOf(works) {
      const sum = { stored: 0, overCollectedTasks: 0, repeated: 0, discrepancies: 0 };
      for (const { organizationId } of works) {
        const counted = `SELECT count(*) FROM submission WHERE organization_id = $1 AND state = 'COUNTED'`;
        sum.stored += Number(await owner.value(counted, [organizationId]));
        const faults = await make.faultsOf(owner, organizationId);
        sum.overCollectedTasks += faults.overCollected.length;
        sum.repeated += faults.repeated.length;
        sum.discrepancies += faults.discrepancies.length;
      }
      return sum;
    },

    stop: () => owner.close(),
  };
}
