import { existsSync } from 'node:fs';
import os from 'node:os';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { FromThread } from './job.thread.js';
import { Turns } from './turns.js';

/** A module whose default export does the work: `(input, report) => result`, both of plain data and typed arrays. */
export type Job<Input, Output, Progress> = (
  input: Input,
  report: (progress: Progress) => void,
) => Output | Promise<Output>;

export interface HeavyOptions<Progress> {
  /** Ends the thread at once, in the middle of whatever it computes; the promise rejects with the signal's reason. */
  signal?: AbortSignal;
  /** The newest progress, at most ten times a second. */
  onProgress?: (progress: Progress) => void;
  /** Buffers of the input to hand over instead of copying: the caller can no longer read them. */
  transfer?: ArrayBuffer[];
}

/** One core stays free for the event loop of whoever asks. */
const turns = new Turns(Math.max(1, os.availableParallelism() - 1));

/**
 * Runs a job off the event loop, in a worker thread of its own. No more run at once than there are cores beside this
 * one; the rest wait in order. The typed arrays at the top level of the result are handed over, not copied.
 *
 * @param job where the job is: `new URL('./aggregate.job.js', import.meta.url)`
 * @throws what the job throws, with its message
 */
export async function inThread<Input, Output, Progress = never>(
  job: URL,
  input: Input,
  { signal, onProgress, transfer = [] }: HeavyOptions<Progress> = {},
): Promise<Output> {
  return turns.with(signal, () => runThread<Input, Output, Progress>(job, input, signal, onProgress, transfer));
}

function runThread<Input, Output, Progress>(
  job: URL,
  input: Input,
  signal: AbortSignal | undefined,
  onProgress: ((progress: Progress) => void) | undefined,
  transfer: ArrayBuffer[],
): Promise<Output> {
  return new Promise<Output>((resolve, reject) => {
    const thread = new Worker(compiled(new URL('./job.thread.js', import.meta.url)), {
      workerData: { job: compiled(job).href, input },
      transferList: transfer,
    });
    const settle = (finish: () => void): void => {
      signal?.removeEventListener('abort', stop);
      finish();
      void thread.terminate();
    };
    const stop = (): void => settle(() => reject(signal!.reason));
    signal?.addEventListener('abort', stop);
    thread.on('message', (message: FromThread<Output, Progress>) => {
      if (message.kind === 'PROGRESS') onProgress?.(message.progress);
      else settle(() => resolve(message.result));
    });
    thread.on('error', (error) => settle(() => reject(error)));
    thread.on('exit', (code) => settle(() => reject(new Error(`the worker thread ended with code ${code}`))));
  });
}

/** Threads load JavaScript only: under a test runner that reads src/ the compiled twin in dist/ is meant. */
function compiled(module: URL): URL {
  if (existsSync(fileURLToPath(module))) return module;
  const source = new URL('../../', import.meta.url).href;
  return new URL(module.href.slice(source.length), new URL('../dist/src/', source));
}
