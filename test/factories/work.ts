import type { Caller, Running } from './caller.js';

export const catOrDog = {
  classes: [{ name: 'Cat', kind: 'BOX' }],
  fields: [{ name: 'animal', kind: 'CHOICE', options: ['cat', 'dog'], required: true }],
};
export const animal = (option: string) => [{ kind: 'CHOICE', field: 'animal', option }];

export async function project(by: Caller, teamId: string, more: Record<string, unknown> = {}): Promise<string> {
  const { createProject } = await by.run(
    `mutation ($input: CreateProjectInput!) { createProject(input: $input) { __typename ... on Project { id } ... on Problem { message } } }`,
    { input: { name: 'Animals', labelSchema: catOrDog, teamIds: [teamId], ...more } },
  );
  return createProject.id;
}

export async function batch(by: Caller, projectId: string, name = 'Batch 1'): Promise<string> {
  const { createBatch } = await by.run(
    `mutation ($input: CreateBatchInput!) { createBatch(input: $input) { __typename ... on Batch { id } ... on Problem { message } } }`,
    { input: { projectId, name } },
  );
  return createBatch.id;
}

/** Imports an inline list and waits for the end. */
export async function importItems(by: Caller, batchId: string, items: unknown[], annotationsAs = 'IGNORE') {
  const { importTasks } = await by.run(
    `mutation ($input: ImportTasksInput!) { importTasks(input: $input) { __typename ... on Import { id } ... on Problem { message } } }`,
    { input: { batchId, items, annotationsAs } },
  );
  return importDone(by, importTasks.id);
}

export async function importDone(by: Caller, id: string) {
  return until(async () => {
    const answer = await by.run(
      `query ($id: ID!) { import(id: $id) { state rowsRead created existing refused error refusals { line externalKey path code message } } }`,
      { id },
    );
    return answer.import.state === 'RUNNING' ? undefined : answer.import;
  });
}

export const items = (count: number, more: object = {}) =>
  Array.from({ length: count }, (_, index) => ({
    externalKey: `item-${index + 1}`,
    data: { fileName: `${index + 1}.png`, width: 100, height: 100 },
    ...more,
  }));

export async function open(by: Caller, id: string) {
  const answer = await by.run(
    `mutation ($id: ID!) { openBatch(batchId: $id) { __typename ... on Batch { state } ... on Problem { code message } } }`,
    { id },
  );
  return answer.openBatch;
}

export async function close(by: Caller, id: string) {
  const answer = await by.run(
    `mutation ($id: ID!) { closeBatch(batchId: $id) { __typename ... on Batch { state } ... on Problem { code message } } }`,
    { id },
  );
  return answer.closeBatch;
}

const claimFields = `__typename ... on Assignment { id token projectName stage seat state leaseExpiresAt item { data metadata prelabels } subject answers feedback { decision comment } } ... on QueueEmpty { code message reasons { reason message projectName } }`;

export async function claim(by: Caller, input: object = {}, key?: string) {
  const answer = await by.run(
    `mutation ($input: ClaimTaskInput) { claimTask(input: $input) { ${claimFields} } }`,
    { input },
    key ? { 'idempotency-key': key } : undefined,
  );
  return answer.claimTask;
}

export async function submit(by: Caller, held: { id: string; token: string }, labels: unknown, claimNext = false) {
  const answer = await by.run(
    `mutation ($input: SubmitAssignmentInput!, $claimNext: Boolean!) { submitAssignment(input: $input, claimNext: $claimNext) {
       __typename ... on SubmissionCounted { submissionId next { ${claimFields} } } ... on SubmissionQuarantined { submissionId message } ... on Problem { code message } } }`,
    { input: { assignmentId: held.id, token: held.token, labels }, claimNext },
  );
  return answer.submitAssignment;
}

export async function judge(by: Caller, held: { id: string; token: string }, decision: string, more: object = {}) {
  const answer = await by.run(
    `mutation ($input: SubmitVerdictInput!) { submitVerdict(input: $input) { __typename ... on Verdict { id decision } ... on Problem { code message } } }`,
    { input: { assignmentId: held.id, token: held.token, decision, ...more } },
  );
  return answer.submitVerdict;
}

export async function tasksOf(by: Caller, batchId: string) {
  const answer = await by.run(
    `query ($batchId: ID!) { tasks(batchId: $batchId, first: 100) { totalCount nodes { id externalKey state overlap submissions { ordinal stage state memberId labels } result { method labels agreement { score minIou meanIou } submissionIds policyVersion } } } }`,
    { batchId },
  );
  return answer.tasks.nodes as any[];
}

export const batchState = async (by: Caller, id: string) =>
  (
    await by.run(
      `query ($id: ID!) { batch(id: $id) { state progress { tasks answersWanted answersCounted answersQuarantined overCollected tasksReviewed states { state count } } } }`,
      { id },
    )
  ).batch;

/** Asks until there is an answer: jobs run in the background. */
export async function until<Value>(
  look: () => Promise<Value | undefined | null | false>,
  milliseconds = 20_000,
): Promise<Value> {
  const deadline = Date.now() + milliseconds;
  for (;;) {
    const value = await look();
    if (value) return value;
    if (Date.now() > deadline) throw new Error('what the test waits for did not come');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** A team, a project, a batch with items, open: the usual beginning of a story. */
export async function openBatchOf(
  app: Running,
  teamId: string,
  count: number,
  more: { project?: Record<string, unknown>; item?: object } = {},
) {
  const projectId = await project(app.owner, teamId, more.project);
  const batchId = await batch(app.owner, projectId);
  await importItems(app.owner, batchId, items(count, more.item));
  await open(app.owner, batchId);
  return { projectId, batchId };
}

/** An operation with one input, whose answer is looked at as a whole. */
export async function ask(by: Caller, name: string, type: string, input: object, fields: string) {
  const answer = await by.run(`mutation ($input: ${type}!) { ${name}(input: $input) { __typename ${fields} } }`, {
    input,
  });
  return answer[name];
}

export const skip = (by: Caller, held: { id: string; token: string }, reason = 'The picture is black.') =>
  ask(
    by,
    'skipAssignment',
    'SkipAssignmentInput',
    { assignmentId: held.id, token: held.token, reason },
    '... on Assignment { state } ... on Problem { code message }',
  );

export const giveBack = (by: Caller, held: { id: string; token: string }) =>
  ask(
    by,
    'returnAssignment',
    'HeldAssignmentInput',
    { assignmentId: held.id, token: held.token },
    '... on Assignment { state } ... on Problem { code message }',
  );

/** The row id behind a global id. */
export const rowId = (globalId: string): string =>
  globalId.slice(4).replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5');
