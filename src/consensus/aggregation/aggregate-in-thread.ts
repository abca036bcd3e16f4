import { inThread, type HeavyOptions } from '../heavy/in-thread.js';
import type { AggregateInput, PassDone } from './aggregate.job.js';
import type { Aggregation } from './aggregation.types.js';

/** Fewer votes are done before a thread has started. */
export const VOTES_FOR_A_THREAD = 100_000;

/** The same as calling the method, off the event loop. Rejects with the signal's reason when told to stop. */
export function aggregateInThread(input: AggregateInput, options?: HeavyOptions<PassDone>): Promise<Aggregation> {
  return inThread<AggregateInput, Aggregation, PassDone>(
    new URL('./aggregate.job.js', import.meta.url),
    input,
    options,
  );
}
