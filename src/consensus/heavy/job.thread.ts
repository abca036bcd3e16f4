import { parentPort, workerData } from 'node:worker_threads';

/** What a thread says to the one who started it. */
export type FromThread<Output, Progress> =
  { kind: 'PROGRESS'; progress: Progress } | { kind: 'RESULT'; result: Output };

const BETWEEN_REPORTS_MS = 100;

const { job, input } = workerData as { job: string; input: unknown };
const { default: run } = (await import(job)) as {
  default: (input: unknown, report: (progress: unknown) => void) => unknown;
};
let lastReport = -Infinity;
const result = await run(input, (progress) => {
  const now = performance.now();
  if (now - lastReport < BETWEEN_REPORTS_MS) return;
  lastReport = now;
  parentPort!.postMessage({ kind: 'PROGRESS', progress } satisfies FromThread<unknown, unknown>);
});
parentPort!.postMessage({ kind: 'RESULT', result } satisfies FromThread<unknown, unknown>, buffersOf(result));

function buffersOf(value: unknown): ArrayBuffer[] {
  if (typeof value !== 'object' || value === null) return [];
  const buffers = new Set<ArrayBuffer>();
  for (const part of Object.values(value)) {
    if (ArrayBuffer.isView(part) && part.buffer instanceof ArrayBuffer) buffers.add(part.buffer);
  }
  return [...buffers];
}
