import { access, constants, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { agreementOf } from '../consensus/index.js';
import type { Label } from '../labels/index.js';
import { verifyDraw, type PublishedDraw } from '../quality/index.js';
import { type Api, pause } from './client.js';
import { imageIdOf, lungPolicy } from './lungs.js';
import * as operations from './operations.js';
import type { HeldAssignment } from './operations.js';
import { granted } from './steps.js';

/** The client's secret. In earnest it is drawn at random and told to nobody; here everybody shall get the same figures. */
const seed = 'lungs-demo-6b1f0c5d92e84a37b0d1c4f8';

/** The audit of a lot, as `--json` tells it. */
export interface AuditSummary {
  sampleSize: number;
  /** Ac and Re */
  acceptance: number;
  rejection: number;
  defects: number;
  verdict: string;
  acceptedAtAql: number;
  /** The file beside the release says what the seed draws. */
  verified: boolean;
}

interface Lot {
  id: string;
  state: string;
  verdict: string | null;
  reasons: string[];
  proof: PublishedDraw | null;
  severities: {
    aql: number;
    sampleSize: number;
    acceptance: number;
    rejection: number;
    defects: number | null;
    acceptedAtAql: number;
  }[];
}

/** What V7's own lungs are, by image id. */
export type Published = ReadonlyMap<string, Label[]>;

/** The auditor's word: lungs that do not lie on those that V7 published are a major defect. */
export function auditVerdict({ item, subject }: HeldAssignment, published: Published) {
  const { classes, threshold } = lungPolicy.agreement;
  const { score, minIou } = agreementOf([subject ?? [], published.get(imageIdOf(item)) ?? []], { classes });
  if ((minIou ?? score) >= threshold) return { decision: 'ACCEPT' };
  return {
    decision: 'REJECT',
    errors: [{ code: 'outline', severity: 'MAJOR', class: 'Lung' }],
    comment: 'The outline is not that of the lung.',
  };
}

/** The client commits to the seed while the lot is still being made. */
export async function commitToAudit(owner: Api, batchId: string, tell: (line: string) => void): Promise<void> {
  if ((await lotsOf(owner, batchId)).length > 0) return;
  const input = { batchId, seed };
  const { openAudit } = await owner.run<{ openAudit: { commitment: string } }>(
    operations.openAudit,
    { input },
    `demo-audit-${batchId}`,
  );
  tell(`The client commits to a seed of the audit: SHA-256 ${granted(openAudit).commitment}.`);
}

/** Looks at the sample of the complete batch, and accepts the lot when it passes. */
export async function auditLot(
  owner: Api,
  auditor: Api,
  published: Published,
  { projectId, batchId, tell }: { projectId: string; batchId: string; tell: (line: string) => void },
): Promise<Lot> {
  for (;;) {
    const [lot] = await lotsOf(owner, batchId);
    if (!lot) throw new Error('the batch of the campaign has no lot');
    if (lot.state === 'JUDGED') for (const reason of lot.reasons) tell(reason);
    if (lot.state === 'JUDGED' && lot.verdict === 'ACCEPT') {
      const args = { lotId: lot.id, reason: 'The sample passed.' };
      granted((await owner.run<{ acceptLot: object }>(operations.acceptLot, args)).acceptLot);
    }
    if (lot.verdict) return lot;
    const { claimTask } = await auditor.run<{ claimTask: HeldAssignment }>(operations.claimAudit, { projectId });
    if (claimTask.__typename === 'QueueEmpty') await pause(100);
    else await giveVerdict(auditor, claimTask, published);
  }
}

export async function giveVerdict(api: Api, held: HeldAssignment, published: Published): Promise<void> {
  const input = { assignmentId: held.id, token: held.token, ...auditVerdict(held, published) };
  await api.run(operations.verdict, { input });
}

/** Writes what was drawn beside the release, and looks at it as anybody can: from the file alone. */
export async function verifiedAudit(
  lot: Lot,
  releasePath: string,
  tell: (line: string) => void,
): Promise<AuditSummary> {
  const file = join(await folderFor(releasePath), 'audit.json');
  await writeFile(file, `${JSON.stringify(lot.proof, null, 2)}\n`);
  const faults = verifyDraw(JSON.parse(await readFile(file, 'utf8')) as PublishedDraw);
  for (const line of faults.length === 0 ? [`The draw holds: ${file} says it again.`] : faults) tell(line);
  const { sampleSize, acceptance, rejection, defects, acceptedAtAql } = lot.severities[0]!;
  return {
    sampleSize,
    acceptance,
    rejection,
    defects: defects ?? 0,
    verdict: lot.verdict!,
    acceptedAtAql,
    verified: faults.length === 0,
  };
}

/** Beside the release; here, where the server and its files are on another machine. */
async function folderFor(releasePath: string): Promise<string> {
  const folder = dirname(releasePath);
  return access(folder, constants.W_OK).then(
    () => folder,
    () => process.cwd(),
  );
}

async function lotsOf(owner: Api, batchId: string): Promise<Lot[]> {
  return (await owner.run<{ auditLots: Lot[] }>(operations.auditLots, { batchId })).auditLots;
}
