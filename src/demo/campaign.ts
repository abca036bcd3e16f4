import { demoCast, demoPassword } from '../identity/index.js';
import { auditLot, commitToAudit, verifiedAudit } from './audit.js';
import { Api, pause } from './client.js';
import { labelEverything, type Labelling } from './labelling.js';
import {
  lungPolicy,
  lungSchema,
  lungVisibility,
  readAnswers,
  readCampaignFile,
  readXrayAnnotations,
  readXrays,
} from './lungs.js';
import * as operations from './operations.js';
import { runSided } from './sided.js';
import { batchNamed, closeBatch, granted, importFile, openBatch, projectNamed } from './steps.js';
import { allTasks } from './tasks.js';
import { summarize, type Summary } from './summary.js';

export interface CampaignOptions {
  url: string;
  owner: { email: string; password: string };
  /** Only the first so many images. */
  limit?: number;
  /** Leaves out the second project, and the second batch, of pictures for people to try. */
  isBrief?: boolean;
  tell: (line: string) => void;
  /** Called with the id of every answer that the server acknowledged: fault tests look for them afterwards. */
  acknowledged?: (submissionId: string) => void;
}

/** Does nothing of the campaign, so that nothing of the sample is their own work. */
const auditorOfLot = 'grace@lungs.example';
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
  const { team: published } = await readAnswers();
  if (isFinished) tell('The campaign is finished already: this is what it gave.');
  else
    await labelEverything(owner, people.workers, {
      projectId,
      batchId,
      labelsOf: await campaignAnswers(),
      published,
      tell,
      acknowledged: options.acknowledged,
    });
  const lot = await auditLot(owner, people.auditor, published, { projectId, batchId, tell });
  const releasePath = await releaseOf(owner, projectId, batchId, tell);
  const audit = await verifiedAudit(lot, releasePath, tell);
  const sided = options.isBrief ? undefined : await runSided(owner, people.workers, people.teamId, tell);
  if (!options.isBrief) await prepareTryOut(owner, projectId, tell);
  return summarize(owner, { projectId, batchId, audit, sided }, releasePath, (Date.now() - began) / 1000);
}

/** The second seat, and every adjudication, is the radiologist's. */
async function campaignAnswers(): Promise<Labelling['labelsOf']> {
  const { team: theirs, radiologists } = await readAnswers();
  return ({ stage, seat }, image) => (stage === 'ADJUDICATE' || seat === 2 ? radiologists : theirs).get(image);
}

async function signedIn(api: Api, email: string, word: string): Promise<Api> {
  const { signIn } = await api.run<{ signIn: { token?: string; message?: string } }>(operations.signIn, {
    email,
    password: word,
  });
  if (!signIn.token) throw new Error(`${email}: ${signIn.message}`);
  return api.as(signIn.token);
}

async function prepareTeam(owner: Api, url: string): Promise<{ teamId: string; workers: Api[]; auditor: Api }> {
  const everybody = demoCast;
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
  for (const person of everybody.filter(({ email }) => !known.has(email))) {
    const { email, name, roles } = person;
    const { inviteMember } = await owner.run<{ inviteMember: { token: string } }>(operations.invite, {
      input: { email, name, roles },
    });
    await new Api({ url }).run(operations.accept, { token: granted(inviteMember).token, password: demoPassword });
  }
  const people = await Promise.all(everybody.map((person) => signedIn(new Api({ url }), person.email, demoPassword)));
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
  for (const [index, api] of people.entries()) {
    const { me } = await api.run<{ me: { id: string } }>('query { me { id } }');
    const { isLead = false } = everybody[index]!;
    if (!there?.members.some(({ member }) => member.id === me.id))
      await owner.run(operations.addTeamMember, { teamId, memberId: me.id, isLead });
  }
  const isWorker = ({ roles, email }: (typeof demoCast)[number]) =>
    email !== auditorOfLot && roles.some((role) => role === 'ANNOTATOR' || role === 'REVIEWER');
  const auditor = people[everybody.findIndex(({ email }) => email === auditorOfLot)]!;
  return { teamId, workers: people.filter((_, index) => isWorker(everybody[index]!)), auditor };
}

async function prepareBatch(
  owner: Api,
  options: CampaignOptions,
  teamId: string,
): Promise<{ projectId: string; batchId: string; isFinished: boolean }> {
  const input = {
    name: names.project,
    labelSchema: lungSchema,
    fieldVisibility: lungVisibility,
    policy: lungPolicy,
    teamIds: [teamId],
  };
  const projectId = await projectNamed(owner, input, 'demo-project');
  const { id: batchId, state } = await batchNamed(owner, { projectId, name: names.batch }, `demo-batch-${projectId}`);
  if (['COMPLETED', 'ACCEPTED', 'ARCHIVED'].includes(state)) return { projectId, batchId, isFinished: true };
  if (state !== 'OPEN') {
    await importFile(owner, batchId, 'DARWIN_1', 'IGNORE', await readCampaignFile(options.limit), options.tell);
    const { radiologists } = await readAnswers();
    const twice = (await allTasks(owner, batchId))
      .map((task) => task.externalKey)
      .filter((key) => radiologists.has(key));
    if (twice.length > 0)
      await owner.run(operations.setOverlap, { input: { batchId, externalKeys: twice, overlap: 2 } });
    options.tell(`${twice.length} images were drawn by radiologists too: overlap 2.`);
    await openBatch(owner, batchId);
  }
  await commitToAudit(owner, batchId, options.tell);
  await closeBatch(owner, batchId);
  return { projectId, batchId, isFinished: false };
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
  const input = { projectId, name: names.tryOut, priority: -10 };
  const { id: batchId, state } = await batchNamed(owner, input, `demo-try-${projectId}`);
  if (state !== 'DRAFT' && state !== 'READY') return;
  for (const { fileName, bytes } of await readXrays()) {
    await owner.upload(`/media?projectId=${projectId}&name=${encodeURIComponent(fileName)}`, 'image/jpeg', bytes);
  }
  await importFile(owner, batchId, 'DARWIN_1', 'PRELABEL', await readXrayAnnotations(), tell);
  await openBatch(owner, batchId);
}
