import type { Label } from '../labels/index.js';
import { giveVerdict, type Published } from './audit.js';
import { type Api, pause } from './client.js';
import { imageIdOf } from './lungs.js';
import * as operations from './operations.js';
import type { HeldAssignment } from './operations.js';

interface BatchState {
  batch: { state: string; progress: { tasks: number; states: { state: string; count: number }[] } };
}

export interface Labelling {
  projectId: string;
  batchId: string;
  /** What somebody answers who holds a seat of the image. */
  labelsOf: (held: HeldAssignment, image: string) => Label[] | undefined;
  /** What an auditor compares with. */
  published?: Published;
  tell: (line: string) => void;
  /** Called with the id of every answer that the server acknowledged. */
  acknowledged?: (submissionId: string) => void;
}

/** Simulated people pull work and answer it until the batch is complete; then they stop. */
export async function labelEverything(owner: Api, workers: Api[], labelling: Labelling): Promise<void> {
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
    const { claimTask } = await api.run<{ claimTask: HeldAssignment }>(operations.claim, {
      projectId: labelling.projectId,
    });
    if (claimTask.__typename === 'QueueEmpty') await pause(100);
    else await answer(api, claimTask, labelling);
  }
}

async function answer(api: Api, held: HeldAssignment, { labelsOf, published, acknowledged }: Labelling): Promise<void> {
  const seat = { assignmentId: held.id, token: held.token };
  if (held.stage === 'REVIEW') {
    await api.run(operations.verdict, { input: { ...seat, decision: 'ACCEPT', comment: 'Outline follows the lung.' } });
    return;
  }
  // The batch was complete a moment before this reviewer noticed.
  if (held.stage === 'AUDIT') return giveVerdict(api, held, published!);
  const image = imageIdOf(held.item);
  const labels = labelsOf(held, image);
  if (!labels) throw new Error(`no answer is known for the image ${image}`);
  const { submitAssignment } = await api.run<{ submitAssignment: { submissionId?: string } }>(operations.submit, {
    input: { ...seat, labels },
  });
  if (submitAssignment.submissionId) acknowledged?.(submitAssignment.submissionId);
}
