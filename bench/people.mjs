/*
 * Simulated people who answer and claim at once, again and again: over GraphQL and HTTP as any front end does, and
 * through node-postgres with the same SQL function.
 */
import { randomUUID } from 'node:crypto';
import { openConnection } from './http.mjs';
import { appPool } from './database.mjs';
import { animal } from './fixtures/queue.mjs';

const labels = animal('cat');
const windowsAClaim = 24;

/** What a labelling front end shows: the item, its labels so far, and how long the seat is held. */
const seat = `id token stage leaseExpiresAt item { data metadata mediaUrl prelabels } draft`;
const claimDocument = `mutation Claim { claimTask { __typename ... on Assignment { ${seat} } ... on Problem { code message } } }`;
const submitDocument = `mutation Submit($input: SubmitAssignmentInput!) {
  submitAssignment(input: $input, claimNext: true) {
    __typename
    ... on SubmissionCounted { submissionId next { __typename ... on Assignment { ${seat} } ... on Problem { code message } } }
    ... on Problem { code message }
  }
}`;

/** @param tokens a session each; the person talks to one process, as through a load balancer that knows them */
export async function peopleOverHttp(origins, tokens) {
  const people = await Promise.all(
    tokens.map(async (token, index) => ({
      connection: await openConnection(origins[index % origins.length]),
      authorization: `authorization: Bearer ${token}\r\n`,
      held: null,
    })),
  );
  const ask = async (person, query, variables) => {
    const headers = `${person.authorization}idempotency-key: ${randomUUID()}\r\n`;
    const { status, body } = await person.connection.post('/graphql', headers, JSON.stringify({ query, variables }));
    const { data, errors } = JSON.parse(body);
    if (status !== 200 || errors) throw new Error(`HTTP ${status}: ${body.slice(0, 500)}`);
    return data;
  };
  const hold = (person, next) => {
    if (next?.__typename !== 'Assignment') throw new Error(`a claim was refused: ${JSON.stringify(next)}`);
    person.held = { assignmentId: next.id, token: next.token };
  };
  return {
    count: people.length,
    async begin() {
      for (const person of people) hold(person, (await ask(person, claimDocument)).claimTask);
    },
    async cycle(at) {
      const person = people[at];
      const { submitAssignment } = await ask(person, submitDocument, { input: { ...person.held, labels } });
      if (submitAssignment.__typename !== 'SubmissionCounted')
        throw new Error(`an answer was refused: ${JSON.stringify(submitAssignment)}`);
      hold(person, submitAssignment.next);
    },
    async close() {
      for (const { connection } of people) connection.close();
    },
  };
}

/** The same moves as one call of the function, with as many connections as the API processes have together. */
export async function peopleInSql(url, { organizationId, members, poolSize }) {
  const pool = appPool(url, poolSize);
  const people = members.map((id) => ({ id, held: null }));
  const stages = ['ANNOTATE'];
  const claim = {
    name: 'claim',
    text: 'SELECT outcome, assignment FROM claim_tasks($1, $2, $3, NULL, NULL, $4, $5, $6)',
  };
  const submit = {
    name: 'submit-and-claim',
    text: 'SELECT outcome, submission_id, next_outcome, next FROM submit_and_claim($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)',
  };
  return {
    count: people.length,
    async begin() {
      for (const person of people) {
        const values = [organizationId, person.id, stages, randomUUID(), [randomUUID()], windowsAClaim];
        person.held = (await pool.query({ ...claim, values })).rows[0].assignment;
      }
    },
    async cycle(at) {
      const person = people[at];
      const { id, token } = person.held;
      const answer = [organizationId, person.id, id, token, JSON.stringify(labels), randomUUID()];
      const values = [...answer, stages, randomUUID(), randomUUID(), windowsAClaim];
      const { outcome, next } = (await pool.query({ ...submit, values })).rows[0];
      if (outcome !== 'COUNTED' || !next) throw new Error(`an answer was ${outcome}, and nothing came next`);
      person.held = next;
    },
    close: () => pool.end(),
  };
}

/** Everybody at once, each as fast as they can, for so long. @returns how long each cycle took, and cycles a second */
export async function workFor(people, seconds) {
  const took = [];
  const began = performance.now();
  const until = began + seconds * 1000;
  await Promise.all(
    Array.from({ length: people.count }, async (_, at) => {
      for (let from = performance.now(); from < until;) {
        await people.cycle(at);
        const now = performance.now();
        took.push(now - from);
        from = now;
      }
    }),
  );
  return { took, perSecond: took.length / ((performance.now() - began) / 1000) };
}
