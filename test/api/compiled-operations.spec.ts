import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CompiledOperations } from '../../src/platform/graphql/compiled-operations.plugin.js';
import { type Caller, startApp, type TestApp } from '../factories/app.js';
import { person, team } from '../factories/people.js';
import { openBatchOf } from '../factories/work.js';

/** Plain the first times, compiled from the third on: nobody may see the difference. */
describe('a document that comes again and again', () => {
  let app: TestApp;
  let worker: Caller;
  let [projectId, batchId] = ['', ''];

  beforeAll(async () => {
    app = await startApp();
    const teamId = await team(app);
    worker = await person(app, ['ANNOTATOR'], teamId);
    ({ projectId, batchId } = await openBatchOf(app, teamId, 6, { project: { policy: { overlap: 2 } } }));
  });
  afterAll(() => app.stop());

  const compiled = () => app.server.app.get(CompiledOperations).count;
  const raw = async (by: Caller | null, body: unknown) => {
    const response = await fetch(`${app.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(by && { authorization: `Bearer ${by.token}` }) },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    const text = await response.text();
    const id = response.headers.get('x-request-id')!;
    return { status: response.status, cache: response.headers.get('cache-control'), text: text.replaceAll(id, '<id>') };
  };
  /** The same six times; answers the first and the last, and how many documents were compiled meanwhile. */
  const sixTimes = async (by: Caller, body: unknown) => {
    const before = compiled();
    const answers: Awaited<ReturnType<typeof raw>>[] = [];
    for (let turn = 0; turn < 6; turn++) answers.push(await raw(by, body));
    return { first: answers[0]!, last: answers[5]!, compiled: compiled() - before };
  };

  const nodes = `nodes { ...known state __typename } edges { cursor node { id } } pageInfo { hasNextPage endCursor } totalCount`;
  const list = `query ($id: ID!, $first: Int = 3, $more: Boolean!) {
    tasks(batchId: $id, first: $first) @include(if: $more) { ${nodes} }
    batch(id: $id) { name progress { tasks states { state count } } project { name } } again: me { id }
  } fragment known on Task { id externalKey }`;

  it.each([
    ['a list with fragments, aliases and directives', () => ({ query: list, variables: { id: batchId, more: true } })],
    ['one of two operations', () => ({ query: 'query A { me { id } } query B { me { email } }', operationName: 'B' })],
    ['an interface', () => ({ query: `{ node(id: "${projectId}") { __typename id ... on Project { name } } }` })],
    ['nothing found', () => ({ query: `{ project(id: "prj_${'0'.repeat(32)}") { name } }` })],
    ['a fault of a resolver', () => ({ query: '{ project(id: "tsk_1") { name } me { id } }' })],
    [
      'somebody who may not',
      () => ({
        query: 'mutation { renewAssignment(input: { assignmentId: "asg_1", token: "1" }) { __typename } }',
      }),
    ],
    [
      'wrong arguments',
      () => ({
        query: 'query ($id: ID!) { tasks(batchId: $id, first: 1000) { totalCount } }',
        variables: { id: batchId },
      }),
    ],
  ])('%s: the same answer', async (_name, body) => {
    const { first, last, compiled } = await sixTimes(app.owner, body());
    // Parsed: with fragments the compiled code tells the same members in another order.
    expect({ ...last, text: JSON.parse(last.text) }).toEqual({ ...first, text: JSON.parse(first.text) });
    expect(compiled).toBe(1);
  });

  it('JSON in the document, with a variable inside: not compiled, and nothing is lost', async () => {
    const { claimTask } = await worker.run('mutation { claimTask { ... on Assignment { id token } } }');
    const query = `mutation ($id: ID!, $token: String!, $option: String!) {
      saveDraft(input: { assignmentId: $id, token: $token, draft: { labels: [{ option: $option }] } }) { ... on Assignment { draft } } }`;
    const { last, compiled } = await sixTimes(worker, { query, variables: { ...claimTask, option: 'dog' } });
    expect(JSON.parse(last.text).data.saveDraft.draft).toEqual({ labels: [{ option: 'dog' }] });
    expect(compiled).toBe(0);
  });

  it('variables that do not fit: the words of the plain executor, and nothing has run', async () => {
    const query = 'mutation ($input: CreateBatchInput!) { createBatch(input: $input) { __typename } }';
    const good = { query, variables: { input: { projectId, name: 'Late' } } };
    const { compiled } = await sixTimes(app.owner, good);
    expect(compiled).toBe(1);
    for (const variables of [{}, { input: { projectId, name: 3 } }, { input: { projectId, name: 'A', other: 1 } }]) {
      const plain = await raw(app.owner, { query: `${query} `, variables });
      expect(await raw(app.owner, { query, variables })).toEqual(plain);
      expect(plain.text).toContain('VALIDATION_FAILED');
    }
  });

  it('a claim and its answers, compiled: each one once', async () => {
    const claim = 'mutation { claimTask { __typename ... on Assignment { id token } ... on Problem { code } } }';
    const submit = `mutation ($id: ID!, $token: String!, $labels: JSON!) {
      submitAssignment(input: { assignmentId: $id, token: $token, labels: $labels }, claimNext: true) {
        __typename ... on SubmissionCounted { next { __typename ... on Assignment { id token item { data } } ... on QueueEmpty { code reasons { reason } } } }
      } }`;
    let { claimTask: held } = await worker.run(claim);
    const files = new Set<string>();
    const labels = [{ kind: 'CHOICE', field: 'animal', option: 'cat' }];
    for (let turn = 0; turn < 6; turn++) {
      const { submitAssignment } = await worker.run(submit, { ...held, labels });
      expect(submitAssignment.__typename).toBe('SubmissionCounted');
      held = submitAssignment.next;
      if (held.item) files.add(held.item.data.fileName);
    }
    expect(files.size).toBe(5);
    expect(held).toEqual({
      __typename: 'QueueEmpty',
      code: 'QUEUE_EMPTY',
      reasons: [{ reason: 'ALL_ANSWERED_BY_YOU' }],
    });
  });

  it('errors name their request, wherever they arise, and no answer may be kept', async () => {
    for (const body of [
      '{',
      '[]',
      '{}',
      '{"query":"{ me"}',
      '{"query":"{ nobody }"}',
      '{"query":"{ project(id: 1) { id } }"}',
    ]) {
      const answer = await raw(app.owner, body);
      expect([body, answer.text]).toEqual([body, expect.stringContaining('"requestId":"<id>"')]);
      expect(answer.cache).toBe('no-store');
    }
    expect((await raw(null, { query: '{ me { id } }' })).text).toContain('"requestId":"<id>"');
  });
});
