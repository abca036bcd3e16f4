import { describe, expect, it } from '@jest/globals';
import { crowdSet } from '../../../test/factories/crowd-sets.js';
import type { AggregateInput, PassDone } from '../aggregation/aggregate.job.js';
import type { Aggregation } from '../aggregation/aggregation.types.js';
import { dawidSkene } from '../aggregation/dawid-skene.js';
import { inThread } from './in-thread.js';

const job = new URL('../aggregation/aggregate.job.js', import.meta.url);
const run = inThread<AggregateInput, Aggregation, PassDone>;

/** Many passes over real votes: some seconds of work in one go. */
async function long(): Promise<AggregateInput> {
  const { votes } = await crowdSet('rte');
  return { method: 'mace', votes, options: { maxPasses: 20_000 } };
}

describe('inThread', () => {
  it('answers what the same function answers here, and leaves the input alone', async () => {
    const { votes } = await crowdSet('dog');
    const there = await run(job, { method: 'dawid-skene', votes });
    expect(there).toEqual(dawidSkene(votes));
    expect(votes.task).toHaveLength(8070);
  });

  it('hands over buffers when asked', async () => {
    const { votes } = await crowdSet('bluebird');
    const task = votes.task.slice();
    await run(job, { method: 'wawa', votes: { ...votes, task } }, { transfer: [task.buffer] });
    expect(task).toHaveLength(0);
  });

  it('reports progress while this thread stays free, and ends in the middle when told to', async () => {
    const reports: PassDone[] = [];
    const stop = new AbortController();
    let turns = 0;
    const turning = setInterval(() => (turns += 1), 5);
    const stopped = run(job, await long(), {
      signal: stop.signal,
      onProgress(done) {
        reports.push(done);
        if (reports.length === 3) stop.abort(new Error('no longer wanted'));
      },
    });
    await expect(stopped).rejects.toThrow('no longer wanted');
    clearInterval(turning);
    expect(turns).toBeGreaterThan(3);
    expect(reports).toHaveLength(3);
    expect(reports[2]!.pass).toBeGreaterThan(reports[0]!.pass);
    expect(reports[2]!.pass).toBeLessThan(200_000);
  });

  it('lets those wait in order that find no free core, and lets them leave', async () => {
    const first = new AbortController();
    const second = new AbortController();
    const busy = Array.from({ length: 8 }, async () => run(job, await long(), { signal: first.signal }));
    const settled = Promise.allSettled(busy);
    const waiting = run(job, await long(), { signal: second.signal });
    second.abort(new Error('left'));
    await expect(waiting).rejects.toThrow('left');
    first.abort(new Error('all stopped'));
    expect((await settled).every(({ status }) => status === 'rejected')).toBe(true);
    const { votes } = await crowdSet('bluebird');
    expect((await run(job, { method: 'wawa', votes })).labels).toHaveLength(108);
  });

  it('throws what the job throws', async () => {
    const { votes } = await crowdSet('bluebird');
    await expect(run(job, { method: 'dawid-skene', votes: { ...votes, workers: 3 } })).rejects.toThrow(
      /votes.worker\[\d+\] is outside \[0, 3\)/,
    );
    await expect(inThread(new URL('./missing.job.js', import.meta.url), {})).rejects.toThrow('missing.job');
    await expect(
      run(job, { method: 'wawa', votes }, { signal: AbortSignal.abort(new Error('before')) }),
    ).rejects.toThrow('before');
  });
});
