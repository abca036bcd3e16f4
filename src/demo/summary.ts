import type { AuditSummary } from './audit.js';
import type { Api } from './client.js';
import { noLung } from './lungs.js';
import * as operations from './operations.js';
import type { Sided } from './sided.js';
import { allTasks, type TaskSummary } from './tasks.js';

export interface Summary {
  /** tasks of the batch */
  imported: number;
  /** tasks with a final result */
  settled: number;
  /** overlap-2 tasks settled without adjudication */
  settledByConsensus: number;
  /** overlap-2 tasks sent to adjudication */
  escalated: number;
  /** results that say that no lung is visible */
  noLung: number;
  /** tasks with a review verdict */
  reviewed: number;
  /** answers beyond the wanted number */
  overCollected: number;
  /** mean, over the overlap-2 tasks, of the mean IoU of their two matched lungs */
  meanIoU: number;
  /** Krippendorff's alpha of the lungs by 1 − IoU, with its 95 % interval */
  lungAlpha: Alpha;
  /** the campaign as a lot */
  audit: AuditSummary;
  /** the second project: masks with a side against outlines without; absent when it was left out */
  sided?: { tasks: number; settledByConsensus: number; escalated: number; meanIoU: number; lungAlpha: Alpha };
  releasePath: string;
  seconds: number;
}

export interface Alpha {
  value: number | null;
  low: number | null;
  high: number | null;
  /** tasks with two answers */
  n: number;
}

export async function summarize(
  owner: Api,
  { projectId, batchId, audit, sided }: { projectId: string; batchId: string; audit: AuditSummary; sided?: Sided },
  releasePath: string,
  seconds: number,
): Promise<Summary> {
  const tasks = await allTasks(owner, batchId);
  const { batch } = await owner.run<{ batch: { progress: { overCollected: number; tasksReviewed: number } } }>(
    operations.batch,
    { id: batchId },
  );
  const settled = tasks.filter((task) => task.state === 'SETTLED' && task.result);
  return {
    imported: tasks.length,
    settled: settled.length,
    ...comparedTwice(settled),
    noLung: settled.filter((task) => task.result?.labels.some((label) => label.class === noLung)).length,
    reviewed: batch.progress.tasksReviewed,
    overCollected: batch.progress.overCollected,
    lungAlpha: await alphaOf(owner, projectId),
    audit,
    ...(sided && { sided: await summaryOfSided(owner, sided) }),
    releasePath,
    seconds: Number(seconds.toFixed(1)),
  };
}

/** The tasks that two people answered. */
function comparedTwice(settled: TaskSummary[]) {
  const twice = settled.filter((task) => task.overlap === 2);
  const ious = twice.map((task) => task.result?.agreement?.meanIou ?? 0);
  return {
    settledByConsensus: twice.filter((task) => task.result?.method !== 'ADJUDICATED').length,
    escalated: twice.filter((task) => task.result?.method === 'ADJUDICATED').length,
    meanIoU: ious.length > 0 ? rounded(ious.reduce((sum, iou) => sum + iou, 0) / ious.length) : 0,
  };
}

async function summaryOfSided(owner: Api, { projectId, batchId }: Sided): Promise<Summary['sided']> {
  const tasks = await allTasks(owner, batchId);
  const compared = comparedTwice(tasks.filter((task) => task.state === 'SETTLED' && task.result));
  return { tasks: tasks.length, ...compared, lungAlpha: await alphaOf(owner, projectId) };
}

interface Figure {
  value: number | null;
  low: number | null;
  high: number | null;
}

async function alphaOf(owner: Api, projectId: string): Promise<Alpha> {
  const { agreement } = await owner.run<{ agreement: { parts: { name: string; items: number; alpha: Figure }[] } }>(
    operations.agreement,
    { projectId },
  );
  const { items, alpha } = agreement.parts.find(({ name }) => name === 'Lung')!;
  const of = (value: number | null) => value && rounded(value);
  return { value: of(alpha.value), low: of(alpha.low), high: of(alpha.high), n: items };
}

const rounded = (value: number): number => Number(value.toFixed(4));

const told = ({ value, low, high, n }: Alpha): string => {
  const [alpha, from, to] = [value, low, high].map((one) => one?.toFixed(4) ?? 'unknown');
  return `${alpha} (95 % ${from} to ${to}, ${n} images)`;
};

const auditRows = (audit: AuditSummary): [string, string | number][] => [
  ['audited as a lot, AQL 2.5 %, level II', `${audit.defects} of ${audit.sampleSize} images have a major defect`],
  ['  accepted with at most, refused from', `${audit.acceptance}, ${audit.rejection}`],
  ['  verdict', audit.verdict],
  ['  a lot at the AQL is accepted', `${(100 * audit.acceptedAtAql).toFixed(1)} of 100 times`],
  ['  the draw is the one committed to', audit.verified ? 'yes' : 'NO'],
];

/** For people: the figures with what they mean. */
export function table(summary: Summary): string {
  const rows: [string, string | number][] = [
    ['images imported', summary.imported],
    ['settled', summary.settled],
    ['  drawn twice, agreed (both lungs IoU ≥ 0.85)', summary.settledByConsensus],
    ['  drawn twice, adjudicated by a radiologist', summary.escalated],
    ['  mean lung IoU between team and radiologist', summary.meanIoU],
    ['  alpha of the lungs by 1 − IoU', told(summary.lungAlpha)],
    ['  no lung visible', summary.noLung],
    ['reviewed (seeded 5 % sample)', summary.reviewed],
    ['answers beyond what was asked for', summary.overCollected],
    ...auditRows(summary.audit),
    ...(summary.sided
      ? ([
          ['left and right masks against outlines', `${summary.sided.tasks} images`],
          ['  agreed / adjudicated', `${summary.sided.settledByConsensus} / ${summary.sided.escalated}`],
          ['  mean lung IoU', summary.sided.meanIoU],
          ['  alpha of the lungs by 1 − IoU', told(summary.sided.lungAlpha)],
        ] satisfies [string, string | number][])
      : []),
    ['seconds', summary.seconds],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return `${rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`).join('\n')}\n\n  release: ${summary.releasePath}\n`;
}
