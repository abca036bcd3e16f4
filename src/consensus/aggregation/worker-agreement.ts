import type { VotesByTask } from './votes-by-task.js';

/** Who shared tasks with whom, as lists: the others of worker w are at `start[w]` up to `start[w + 1]`. */
export interface WorkerAgreement {
  start: Int32Array;
  other: Int32Array;
  /** (K·share − 1)/(K − 1) of the pairs of votes on the same task that agree: 1 always, 0 as chance does. */
  corrected: Float64Array;
}

/** O(Σ votes² of each task) time, one entry for each two workers with a task in common, both ways. */
export function workerAgreement({ votes, start, cell, cellWorker, cellClass }: VotesByTask): WorkerAgreement {
  const { tasks, workers, classes } = votes;
  const pairs: Map<number, { shared: number; agreed: number }>[] = Array.from({ length: workers }, () => new Map());
  for (let task = 0; task < tasks; task++) {
    for (let one = start[task]!; one < start[task + 1]!; one++) {
      for (let two = start[task]!; two < start[task + 1]!; two++) {
        const [worker, other] = [cellWorker[cell[one]!]!, cellWorker[cell[two]!]!];
        if (worker === other) continue;
        const pair = pairs[worker]!.get(other) ?? { shared: 0, agreed: 0 };
        pair.shared += 1;
        if (cellClass[cell[one]!] === cellClass[cell[two]!]) pair.agreed += 1;
        pairs[worker]!.set(other, pair);
      }
    }
  }
  const first = new Int32Array(workers + 1);
  for (let worker = 0; worker < workers; worker++) first[worker + 1] = first[worker]! + pairs[worker]!.size;
  const other = new Int32Array(first[workers]!);
  const corrected = new Float64Array(first[workers]!);
  for (const [worker, partners] of pairs.entries()) {
    const sorted = [...partners].sort(([left], [right]) => left - right);
    for (const [place, [partner, { shared, agreed }]] of sorted.entries()) {
      other[first[worker]! + place] = partner;
      corrected[first[worker]! + place] = ((agreed / shared) * classes - 1) / Math.max(1, classes - 1);
    }
  }
  return { start: first, other, corrected };
}
