import { bootstrapInterval, wilsonInterval } from '../../consensus/index.js';
import type { Estimate } from '../agreement/agreement-report.js';

const nothing = (): Estimate => ({ value: null, low: null, high: null, n: 0 });

/** A share with its 95 % Wilson interval. */
export function shareEstimate(successes: number, n: number): Estimate {
  if (n === 0) return nothing();
  // Sums of halves and thirds may end a hair beyond n.
  const [low, high] = wilsonInterval(Math.min(successes, n), n);
  return { value: successes / n, low, high, n };
}

/** A mean over tasks with its 95 % bootstrap interval over tasks. */
export const meanEstimate = (values: readonly number[]): Estimate =>
  ratioEstimate(values.map((value) => ({ part: value, whole: 1 })));

/** Σ part / Σ whole over tasks with its 95 % bootstrap interval over tasks; of one task only the value is known. */
export function ratioEstimate(tasks: readonly { part: number; whole: number }[]): Estimate {
  const value = sumOf(tasks, 'part') / sumOf(tasks, 'whole');
  if (!Number.isFinite(value)) return { ...nothing(), n: tasks.length };
  const metric = {
    width: 2,
    contribute(task: number, add: (cell: number, amount: number) => void) {
      add(0, tasks[task]!.part);
      add(1, tasks[task]!.whole);
    },
    value: (sums: Float64Array) => sums[0]! / sums[1]!,
  };
  const interval = bootstrapInterval(tasks.length, metric, value);
  return { value, low: interval?.[0] ?? null, high: interval?.[1] ?? null, n: tasks.length };
}

const sumOf = (tasks: readonly { part: number; whole: number }[], of: 'part' | 'whole'): number =>
  tasks.reduce((sum, task) => sum + task[of], 0);
