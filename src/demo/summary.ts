import type { Api } from './client.js';
import { noLung } from './lungs.js';
import * as operations from './operations.js';
import { allTasks } from './tasks.js';

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
  releasePath: string;
  seconds: number;
}

export async function summarize(owner: Api, batchId: string, releasePath: string, seconds: number): Promise<Summary> {
  const tasks = await allTasks(owner, batchId);
  const { batch } = await owner.run<{ batch: { progress: { overCollected: number; tasksReviewed: number } } }>(
    operations.batch,
    { id: batchId },
  );
  const settled = tasks.filter((task) => task.state === 'SETTLED' && task.result);
  const twice = settled.filter((task) => task.overlap === 2);
  const ious = twice.map((task) => task.result?.agreement?.meanIou ?? 0);
  return {
    imported: tasks.length,
    settled: settled.length,
    settledByConsensus: twice.filter((task) => task.result?.method !== 'ADJUDICATED').length,
    escalated: twice.filter((task) => task.result?.method === 'ADJUDICATED').length,
    noLung: settled.filter((task) => task.result?.labels.some((label) => label.class === noLung)).length,
    reviewed: batch.progress.tasksReviewed,
    overCollected: batch.progress.overCollected,
    meanIoU: ious.length > 0 ? Number((ious.reduce((sum, iou) => sum + iou, 0) / ious.length).toFixed(4)) : 0,
    releasePath,
    seconds: Number(seconds.toFixed(1)),
  };
}

/** For people: the figures with what they mean. */
export function table(summary: Summary): string {
  const rows: [string, string | number][] = [
    ['images imported', summary.imported],
    ['settled', summary.settled],
    ['  drawn twice, agreed (both lungs IoU ≥ 0.85)', summary.settledByConsensus],
    ['  drawn twice, adjudicated by a radiologist', summary.escalated],
    ['  mean lung IoU between team and radiologist', summary.meanIoU],
    ['  no lung visible', summary.noLung],
    ['reviewed (seeded 5 % sample)', summary.reviewed],
    ['answers beyond what was asked for', summary.overCollected],
    ['seconds', summary.seconds],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return `${rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`).join('\n')}\n\n  release: ${summary.releasePath}\n`;
}
