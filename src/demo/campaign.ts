import { Api, ApiError, pause } from './client.js';
import {
  imageIdOf,
  lungPolicy,
  lungSchema,
  lungVisibility,
  readAnswers,
  readCampaignFile,
  readXrayAnnotations,
  readXrays,
  type Answers,
} from './lungs.js';
import * as operations from './operations.js';
import { allTasks } from './tasks.js';
import { summarize, type Summary } from './summary.js';

export interface CampaignOptions {
  url: string;
  owner: { email: string; password: string };
  /** Only the first so many images. */
  limit?: number;
  /** Leaves out the second batch, of pictures for people to try. */
  isBrief?: boolean;
  tell: (line: string) => void;
  /** Called with the id of every answer that the server acknowledged: fault tests look for them afterwards. */
  acknowledged?: (submissionId: string) => void;
}

const password = 'lungs-campaign-demo';
const team = [
  { email: 'asha@lungs.example', name: 'Asha Gurung', roles: ['ANNOTATOR'] },
  { email: 'bikash@lungs.example', name: 'Bikash Rai', roles: ['ANNOTATOR'] },
  { email: 'chandra@lungs.example', name: 'Chandra Thapa', roles: ['ANNOTATOR'] },
  { email: 'deepa@lungs.example', name: 'Deepa Shrestha', roles: ['ANNOTATOR'] },
  { email: 'elena@lungs.example', name: 'Dr. Elena Rossi', roles: ['REVIEWER'] },
  { email: 'farid@lungs.example', name: 'Dr. Farid Haddad', roles: ['REVIEWER'] },
];
const names = {
  project: 'COVID-19 chest X-rays: lungs',
  batch: 'Campaign',
  tryOut: 'Try it yourself',
  team: 'Lung team',
};

/**
 * The whole campaign through the public API. Every step looks first at what is there, so it can be stopped (or killed)
 * anywhere and run again: it goes on where it stood, and a finished campaign is only reported.
 */
export async function runCampaign(options: CampaignOptions): Promise<Summary> {
  const began = Date.now();
  const { tell } = options;
  const owner = await signedIn(new Api({ url: options.url }), options.owner.email, options.owner.password);
  const people = await prepareTeam(owner, options.url);
  const { projectId, batchId, isFinished } = await prepareBatch(owner, options, people.teamId);
  if (isFinished) tell('The campaign is finished already: this is what it gave.');
  else
    await labelEverything(owner, people.workers, {
      projectId,
      batchId,
      answers: await readAnswers(),
      tell,
      acknowledged: options.acknowledged,
    });
  const releasePath = await releaseOf(owner, projectId, batchId, tell);
  if (!options.isBrief) await prepareTryOut(owner, projectId, tell);
  return summarize(owner, batchId, releasePath, (Date.now() - began) / 1000);
}

async function signedIn(api: Api, email: string, word: string): Promise<Api> {
  const { signIn } = await api.run<{ signIn: { token?: string; message?: string } }>(operations.signIn, {
    email,
    password: word,
  });
  if (!signIn.token) throw new Error(`${email}: ${signIn.message}`);
  return api.as(signIn.token);
}

/** The success, or the refusal as an error: nothing in the campaign should be refused. */
function granted<Value extends object>(value: Value): Value {
  const { code, message } = value as { code?: string; message?: string };
  if (code) throw new ApiError(message ?? code, code);
  return value;
}

async function prepareTeam(owner: Api, url: string): Promise<{ teamId: string; workers: Api[] }> {
  const known = new Map<string, string>();
  for (let after: string | null = null; ;) {
    const {
      members,
    }: { members: { nodes: { id: string; email: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } } } =
      await owner.run(operations.members, { after });
    for (const member of members.nodes) known.set(member.email, member.id);
    if (!members.pageInfo.hasNextPage) break;
    after = members.pageInfo.endCursor;
  }
  for (const person of team.filter(({ email }) => !known.has(email))) {
    const { inviteMember } = await owner.run<{ inviteMember: { token: string } }>(operations.invite, { input: person });
    await new Api({ url }).run(operations.accept, { token: granted(inviteMember).token, password });
  }
  const workers = await Promise.all(team.map((person) => signedIn(new Api({ url }), person.email, password)));
  const { teams } = await owner.run<{
    teams: { nodes: { id: string; name: string; members: { member: { id: string } }[] }[] };
  }>(operations.teams);
  const there = teams.nodes.find((one) => one.name === names.team);
  const teamId =
    there?.id ??
    granted(
      (await owner.run<{ createTeam: { id: string } }>(operations.createTeam, { name: names.team }, 'demo-team'))
        .createTeam,
    ).id;
  for (const api of workers) {
    const { me } = await api.run<{ me: { id: string } }>('query { me { id } }');
    if (!there?.members.some(({ member }) => member.id === me.id))
      await owner.run(operations.addTeamMember, { teamId, memberId: me.id });
  }
  return { teamId, workers };
}

async function prepareBatch(
  owner: Api,
  options: CampaignOptions,
  teamId: string,
): Promise<{ projectId: string; batchId: string; isFinished: boolean }> {
  const { projects } = await owner.run<{ projects: { nodes: { id: string; name: string }[] } }>(operations.projects);
  const input = {
    name: names.project,
    labelSchema: lungSchema,
    fieldVisibility: lungVisibility,
    policy: lungPolicy,
    teamIds: [teamId],
  };
  const projectId =
    projects.nodes.find((project) => project.name === names.project)?.id ??
    granted(
      (await owner.run<{ createProject: { id: string } }>(operations.createProject, { input }, 'demo-project'))
        .createProject,
    ).id;
  const { batches } = await owner.run<{ batches: { nodes: { id: string; name: string; state: string }[] } }>(
    operations.batches,
    { projectId },
  );
  const there = batches.nodes.find((batch) => batch.name === names.batch);
  const batchId =
    there?.id ??
    granted(
      (
        await owner.run<{ createBatch: { id: string } }>(
          operations.createBatch,
          { input: { projectId, name: names.batch } },
          `demo-batch-${projectId}`,
        )
      ).createBatch,
    ).id;
  if (there && ['COMPLETED', 'ACCEPTED', 'ARCHIVED'].includes(there.state))
    return { projectId, batchId, isFinished: true };
  if (there?.state !== 'OPEN') {
    await importFile(owner, batchId, 'DARWIN_1', 'IGNORE', await readCampaignFile(options.limit), options.tell);
    const { radiologists } = await readAnswers();
    const twice = (await allTasks(owner, batchId))
      .map((task) => task.externalKey)
      .filter((key) => radiologists.has(key));
    if (twice.length > 0)
      await owner.run(operations.setOverlap, { input: { batchId, externalKeys: twice, overlap: 2 } });
    options.tell(`${twice.length} images were drawn by radiologists too: overlap 2.`);
    granted((await owner.run<{ openBatch: object }>(operations.openBatch, { id: batchId })).openBatch);
  }
  granted((await owner.run<{ closeBatch: object }>(operations.closeBatch, { id: batchId })).closeBatch);
  return { projectId, batchId, isFinished: false };
}

async function importFile(
  owner: Api,
  batchId: string,
  format: string,
  annotationsAs: string,
  bytes: Buffer,
  tell: (line: string) => void,
): Promise<void> {
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const { uploadId } = await owner.upload<{ uploadId: string }>(
    '/imports?name=campaign.ndjson',
    isGzip ? 'application/gzip' : 'application/x-ndjson',
    bytes,
  );
  const { importTasks } = await owner.run<{ importTasks: { id: string } }>(
    operations.importTasks,
    { input: { batchId, format, uploadId, annotationsAs } },
    `demo-import-${uploadId}`,
  );
  const { id } = granted(importTasks);
  for (;;) {
    const { import: state } = await owner.run<{
      import: {
        state: string;
        rowsRead: number;
        created: number;
        existing: number;
        refused: number;
        error: string | null;
      };
    }>(operations.importState, { id });
    if (state.state === 'FAILED') throw new Error(`the import failed: ${state.error}`);
    if (state.state === 'DONE') {
      tell(`Imported ${state.created} items (${state.existing} were there, ${state.refused} refused).`);
      return;
    }
    await pause(100);
  }
}

interface BatchState {
  batch: { state: string; progress: { tasks: number; states: { state: string; count: number }[] } };
}

interface Labelling extends Pick<CampaignOptions, 'tell' | 'acknowledged'> {
  projectId: string;
  batchId: string;
  answers: Answers;
}

async function labelEverything(owner: Api, workers: Api[], labelling: Labelling): Promise<void> {
  const { batchId, tell } = labelling;
  let isDone = false;
  const work = workers.map((api) => workAll(api, labelling, () => isDone));
  const watch = async () => {
    for (let told = -1; !isDone; await pause(250)) {
      const { batch } = await owner.run<BatchState>(operations.batch, { id: batchId });
      const settled = batch.progress.states.find((state) => state.state === 'SETTLED')?.count ?? 0;
      if (Math.floor(settled / 50) !== told) tell(`${settled} of ${batch.progress.tasks} settled`);
      told = Math.floor(settled / 50);
      isDone = batch.state === 'COMPLETED';
    }
  };
  try {
    await Promise.all([watch(), ...work]);
  } finally {
    isDone = true;
  }
}

/** One simulated person: pulls work and answers it until the batch is done. */
async function workAll(api: Api, labelling: Labelling, isDone: () => boolean): Promise<void> {
  while (!isDone()) {
    const { claimTask } = await api.run<{ claimTask: operations.HeldAssignment }>(operations.claim, {
      projectId: labelling.projectId,
    });
    if (claimTask.__typename === 'QueueEmpty') await pause(100);
    else await answer(api, claimTask, labelling);
  }
}

async function answer(api: Api, held: operations.HeldAssignment, { answers, acknowledged }: Labelling): Promise<void> {
  const seat = { assignmentId: held.id, token: held.token };
  if (held.stage === 'REVIEW') {
    await api.run(operations.verdict, { input: { ...seat, decision: 'ACCEPT', comment: 'Outline follows the lung.' } });
    return;
  }
  const image = imageIdOf(held.item);
  // The second seat, and every adjudication, is the radiologist's.
  const isRadiologist = held.stage === 'ADJUDICATE' || held.seat === 2;
  const labels = (isRadiologist ? answers.radiologists : answers.team).get(image);
  if (!labels) throw new Error(`no answer is known for the image ${image}`);
  const { submitAssignment } = await api.run<{ submitAssignment: { submissionId?: string } }>(operations.submit, {
    input: { ...seat, labels },
  });
  if (submitAssignment.submissionId) acknowledged?.(submitAssignment.submissionId);
}

interface ReleaseState {
  id: string;
  state: string;
  path: string | null;
  itemsTotal: number;
  itemsWritten: number;
  error: string | null;
}

async function releaseOf(
  owner: Api,
  projectId: string,
  batchId: string,
  tell: (line: string) => void,
): Promise<string> {
  const { releases } = await owner.run<{ releases: { nodes: ReleaseState[] } }>(operations.releases, { projectId });
  let current = releases.nodes.find((one) => one.state !== 'FAILED');
  if (!current) {
    const input = { projectId, batchIds: [batchId], name: 'lungs-1' };
    const { createRelease } = await owner.run<{ createRelease: { id: string } }>(
      operations.createRelease,
      { input },
      `demo-release-${batchId}`,
    );
    current = (await owner.run<{ release: ReleaseState }>(operations.release, { id: granted(createRelease).id }))
      .release;
    tell(`Writing the release of ${current.itemsTotal} items …`);
  }
  while (current.state === 'FREEZING') {
    await pause(200);
    current = (await owner.run<{ release: ReleaseState }>(operations.release, { id: current.id })).release;
  }
  if (current.state !== 'READY') throw new Error(`the release failed: ${current.error}`);
  return current.path!;
}

/** The 77 real X-rays with the pre-drawn lungs, left open for people. */
async function prepareTryOut(owner: Api, projectId: string, tell: (line: string) => void): Promise<void> {
  const { batches } = await owner.run<{ batches: { nodes: { id: string; name: string; state: string }[] } }>(
    operations.batches,
    { projectId },
  );
  const there = batches.nodes.find((batch) => batch.name === names.tryOut);
  if (there && there.state !== 'DRAFT' && there.state !== 'READY') return;
  const input = { projectId, name: names.tryOut, priority: -10 };
  const batchId =
    there?.id ??
    granted(
      (await owner.run<{ createBatch: { id: string } }>(operations.createBatch, { input }, `demo-try-${projectId}`))
        .createBatch,
    ).id;
  for (const { fileName, bytes } of await readXrays()) {
    await owner.upload(`/media?projectId=${projectId}&name=${encodeURIComponent(fileName)}`, 'image/jpeg', bytes);
  }
  await importFile(owner, batchId, 'DARWIN_1', 'PRELABEL', await readXrayAnnotations(), tell);
  granted((await owner.run<{ openBatch: object }>(operations.openBatch, { id: batchId })).openBatch);
}
