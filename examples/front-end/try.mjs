/**
 * The whole way in one command, on a running Muster: a project with this front end as its tool, a few real X-rays with lungs
 * drawn beforehand, somebody who labels, and the front end itself. Each run makes a project of its own. Public API only.
 *
 *   node examples/front-end/try.mjs        with MUSTER_URL, OWNER_EMAIL, OWNER_PASSWORD where they are not the usual ones
 */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { start } from './server.mjs';
import { readSettings } from './server/settings.mjs';

const muster = (process.env.MUSTER_URL ?? 'http://localhost:4000').replace(/\/$/, '');
const port = process.env.PORT ?? '5000';
const owner = {
  email: process.env.OWNER_EMAIL ?? 'owner@muster.example',
  password: process.env.OWNER_PASSWORD ?? 'owner-of-muster',
};
const PICTURES = 12;
const labelSchema = {
  classes: [
    { name: 'Lung', kind: 'POLYGON', maskValue: 255 },
    { name: 'Device', kind: 'BOX', attributes: [{ name: 'kind', options: ['tube', 'line', 'pacemaker', 'other'] }] },
    { name: 'No lung visible', kind: 'TAG' },
  ],
  fields: [
    { name: 'quality', kind: 'CHOICE', options: ['good', 'usable', 'poor'] },
    { name: 'remark', kind: 'TEXT', maximumLength: 500 },
  ],
};

async function send(path, token, headers, body) {
  const response = await fetch(muster + path, {
    method: 'POST',
    headers: { ...headers, ...(token && { authorization: `Bearer ${token}` }) },
    body,
  }).catch(() => {
    throw new Error(`Muster does not answer at ${muster}. Start it with: npm start`);
  });
  return response.json();
}

/** One operation; a fault, or a refusal with a message, ends this program. */
async function run(token, query, variables) {
  const headers = { 'content-type': 'application/json' };
  const { data, errors } = await send('/graphql', token, headers, JSON.stringify({ query, variables }));
  if (errors) throw new Error(errors[0].message);
  const [answer] = Object.values(data);
  if (answer?.code && answer.message) throw new Error(answer.message);
  return answer;
}
const problem = '... on Problem { code message }';

const signIn = async ({ email, password }) =>
  run(
    null,
    `mutation ($email: String!, $password: String!) {
       signIn(email: $email, password: $password) { ... on SignIn { token member { id } } ${problem} } }`,
    { email, password },
  );

async function inviteAnnotator(token, teamId) {
  const person = { email: `drawer-${randomBytes(3).toString('hex')}@muster.example`, password: 'draws-with-care' };
  const invited = await run(
    token,
    `mutation ($input: InviteMemberInput!) { inviteMember(input: $input) { ... on InvitedMember { token } ${problem} } }`,
    { input: { email: person.email, name: 'Dora Drawer', roles: ['ANNOTATOR'] } },
  );
  await run(
    null,
    `mutation ($token: String!, $password: String!) {
       acceptInvitation(token: $token, password: $password) { ... on SignIn { token } ${problem} } }`,
    { token: invited.token, password: person.password },
  );
  const signedIn = await signIn(person);
  await run(token, `mutation ($t: ID!, $m: ID!) { addTeamMember(teamId: $t, memberId: $m) { id } }`, {
    t: teamId,
    m: signedIn.member.id,
  });
  return { ...person, token: signedIn.token };
}

/** Real X-rays, and V7's outlines of their lungs as pre-labels (THIRD_PARTY_DATA.md). */
async function xrays() {
  const folder = join(import.meta.dirname, '..', '..', 'data', 'lungs', 'xrays');
  const lines = gunzipSync(await readFile(join(folder, 'annotations.ndjson.gz')))
    .toString()
    .trim()
    .split('\n');
  return Promise.all(
    lines.slice(0, PICTURES).map(async (line) => {
      const { image, annotations } = JSON.parse(line);
      const { filename: fileName, width, height } = image;
      const labels = annotations
        .filter(({ name, polygon }) => name === 'Lung' && polygon)
        .map(({ polygon }) => ({ kind: 'POLYGON', class: 'Lung', rings: [polygon.path] }));
      const item = { externalKey: fileName, data: { fileName, width, height }, labels };
      return { item, bytes: await readFile(join(folder, fileName)) };
    }),
  );
}

async function prepare() {
  const { token } = await signIn(owner);
  const team = await run(
    token,
    `mutation ($name: String!) { createTeam(name: $name) { ... on Team { id } ${problem} } }`,
    {
      name: `Drawers ${randomBytes(2).toString('hex')}`,
    },
  );
  const annotator = await inviteAnnotator(token, team.id);
  const project = await run(
    token,
    `mutation ($input: CreateProjectInput!) { createProject(input: $input) { ... on Project { id } ${problem} } }`,
    {
      input: {
        name: `Lungs in the reference front end ${randomBytes(2).toString('hex')}`,
        labelSchema,
        teamIds: [team.id],
      },
    },
  );
  const connection = await run(
    token,
    `mutation ($input: CreateConnectionInput!) {
       createConnection(input: $input) { ... on CreatedConnection { connection { hookPath } signingSecret } ${problem} } }`,
    {
      input: {
        kind: 'GENERIC',
        name: 'Reference front end',
        projectIds: [project.id],
        settings: { workUrl: `http://localhost:${port}/work#token={token}` },
      },
    },
  );
  const batch = await run(
    token,
    `mutation ($input: CreateBatchInput!) { createBatch(input: $input) { ... on Batch { id } ${problem} } }`,
    { input: { projectId: project.id, name: 'X-rays' } },
  );
  const pictures = await xrays();
  for (const { item, bytes } of pictures) {
    const name = encodeURIComponent(item.data.fileName);
    await send(`/media?projectId=${project.id}&name=${name}`, token, { 'content-type': 'image/jpeg' }, bytes);
  }
  const delivery = await run(
    token,
    `mutation ($input: ImportTasksInput!) { importTasks(input: $input) { ... on Import { id } ${problem} } }`,
    { input: { batchId: batch.id, items: pictures.map(({ item }) => item), annotationsAs: 'PRELABEL' } },
  );
  await imported(token, delivery.id);
  await run(token, `mutation ($id: ID!) { openBatch(batchId: $id) { ... on Batch { id } ${problem} } }`, {
    id: batch.id,
  });
  return { annotator, connection };
}

async function imported(token, id) {
  for (;;) {
    const { state, error } = await run(token, `query ($id: ID!) { import(id: $id) { state error } }`, { id });
    if (state === 'DONE') return;
    if (state !== 'RUNNING') throw new Error(`The import failed: ${error}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function firstLink({ token }) {
  const claimed = await run(token, `mutation { claimTask { ... on Assignment { id } ${problem} } }`, {});
  const way = `mutation ($id: ID!) { handOff(assignmentId: $id) { ... on HandOff { url } ${problem} } }`;
  return (await run(token, way, { id: claimed.id })).url;
}

try {
  const { annotator, connection } = await prepare();
  const settings = readSettings({
    PORT: port,
    MUSTER_URL: muster,
    MUSTER_HOOK: connection.connection.hookPath,
    MUSTER_SECRET: connection.signingSecret,
  });
  await start(settings);
  console.log(`The front end runs on http://localhost:${port}. The first X-ray:\n\n  ${await firstLink(annotator)}\n`);
  console.log(
    `The next ones are in Muster, ${muster}, for ${annotator.email} with the password ${annotator.password}.`,
  );
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
