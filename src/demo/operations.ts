import type { Label } from '../labels/index.js';

/** The operations of the campaign, all of them public. */
export const signIn = `mutation ($email: String!, $password: String!) { signIn(email: $email, password: $password) { ... on SignIn { token } ... on Problem { code message } } }`;
export const members = `query ($after: String) { members(first: 100, after: $after) { nodes { id email } pageInfo { hasNextPage endCursor } } }`;
export const invite = `mutation ($input: InviteMemberInput!) { inviteMember(input: $input) { __typename ... on InvitedMember { token } ... on Problem { code message } } }`;
export const accept = `mutation ($token: String!, $password: String!) { acceptInvitation(token: $token, password: $password) { __typename ... on SignIn { token } ... on Problem { code message } } }`;
export const teams = `query { teams(first: 100) { nodes { id name members { member { id } } } } }`;
export const createTeam = `mutation ($name: String!) { createTeam(name: $name) { __typename ... on Team { id } ... on Problem { code message } } }`;
export const addTeamMember = `mutation ($teamId: ID!, $memberId: ID!, $isLead: Boolean!) { addTeamMember(teamId: $teamId, memberId: $memberId, isLead: $isLead) { id } }`;
export const projects = `query ($after: String) { projects(first: 100, after: $after) { nodes { id name } pageInfo { hasNextPage endCursor } } }`;
export const createProject = `mutation ($input: CreateProjectInput!) { createProject(input: $input) { __typename ... on Project { id } ... on Problem { code message } } }`;
export const batches = `query ($projectId: ID!) { batches(projectId: $projectId, first: 100) { nodes { id name state } } }`;
export const createBatch = `mutation ($input: CreateBatchInput!) { createBatch(input: $input) { __typename ... on Batch { id } ... on Problem { code message } } }`;
export const importTasks = `mutation ($input: ImportTasksInput!) { importTasks(input: $input) { __typename ... on Import { id } ... on Problem { code message } } }`;
export const importState = `query ($id: ID!) { import(id: $id) { state rowsRead created existing refused error } }`;
export const setOverlap = `mutation ($input: SetOverlapInput!) { setOverlap(input: $input) { id } }`;
export const openBatch = `mutation ($id: ID!) { openBatch(batchId: $id) { __typename ... on Batch { state } ... on Problem { code message } } }`;
export const closeBatch = `mutation ($id: ID!) { closeBatch(batchId: $id) { __typename ... on Batch { state } ... on Problem { code message } } }`;
export const batch = `query ($id: ID!) { batch(id: $id) { id state closedAt progress { tasks answersWanted answersCounted overCollected tasksReviewed states { state count } } } }`;
const assignmentFields = `id stage seat token item { data mediaUrl } subject`;
const nextFields = `__typename ... on Assignment { ${assignmentFields} } ... on Problem { code message }`;
export const claim = `mutation ($projectId: ID!) { claimTask(input: { projectId: $projectId }) { ${nextFields} } }`;
export const submit = `mutation ($input: SubmitAssignmentInput!) { submitAssignment(input: $input) { __typename ... on SubmissionCounted { submissionId } ... on SubmissionQuarantined { submissionId } ... on Problem { code message } } }`;
export const verdict = `mutation ($input: SubmitVerdictInput!) { submitVerdict(input: $input) { __typename ... on Verdict { id } ... on Problem { code message } } }`;
export const tasks = `query ($batchId: ID!, $after: String) { tasks(batchId: $batchId, first: 100, after: $after) { nodes { externalKey state overlap result { method labels agreement { score minIou meanIou } } } pageInfo { hasNextPage endCursor } totalCount } }`;
export const agreement = `query ($projectId: ID!) { agreement(projectId: $projectId) { parts { name metric items alpha { value low high } meanIou { value low high } } } }`;
export const releases = `query ($projectId: ID!) { releases(projectId: $projectId, first: 100) { nodes { id state path itemsTotal itemsWritten error } } }`;
export const createRelease = `mutation ($input: CreateReleaseInput!) { createRelease(input: $input) { __typename ... on Release { id } ... on Problem { code message } } }`;
export const release = `query ($id: ID!) { release(id: $id) { id state path itemsTotal itemsWritten error } }`;

const lotFields = `id state commitment verdict reasons proof severities { aql sampleSize acceptance rejection defects acceptedAtAql }`;
export const openAudit = `mutation ($input: OpenAuditInput!) { openAudit(input: $input) { __typename ... on AuditLot { id commitment } ... on Problem { code message } } }`;
export const auditLots = `query ($batchId: ID!) { auditLots(batchId: $batchId) { ${lotFields} } }`;
export const acceptLot = `mutation ($lotId: ID!, $reason: String!) { acceptLot(lotId: $lotId, reason: $reason) { __typename ... on AuditLot { state } ... on Problem { code message } } }`;
export const claimAudit = `mutation ($projectId: ID!) { claimTask(input: { projectId: $projectId, stage: AUDIT }) { ${nextFields} } }`;

export interface HeldAssignment {
  __typename: 'Assignment' | 'QueueEmpty';
  id: string;
  stage: string;
  seat: number;
  token: string;
  item: { data: { url?: string }; mediaUrl: string | null };
  /** What is judged. */
  subject: Label[] | null;
}
