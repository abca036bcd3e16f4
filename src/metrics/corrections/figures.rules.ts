import { betaQuantile, wilsonInterval } from '../../consensus/index.js';
import { counted } from '../../platform/counted.rules.js';
import { smallUnder } from '../accuracy/rate.rules.js';

/** Sums over the tasks of a group, of s (the IoUs of a task, added up) and n (how many they are). */
export interface TaskSums {
  tasks: number;
  s: number;
  n: number;
  ss: number;
  sn: number;
  nn: number;
}

export interface MeanOfTasks {
  mean: number;
  /** 95 %; null from a single task */
  interval: [low: number, high: number] | null;
}

/**
 * The mean of all values, Σs/Σn, and its 95 % interval. What lies in one picture is corrected by the same people in the same minute,
 * so the pictures are what was drawn independently, not the shapes: the variance is that of a ratio estimator,
 * T/(T − 1) · Σ(s − mean·n)² / (Σn)², with T tasks (Cochran, Sampling Techniques, 1977, 6.4), and the factor Student's t with T − 1
 * degrees of freedom. Values are 0 to 1, and so are the ends.
 */
export function meanOfTasks({ tasks, s, n, ss, sn, nn }: TaskSums): MeanOfTasks | null {
  if (n === 0) return null;
  const mean = s / n;
  if (tasks < 2) return { mean, interval: null };
  // Rounding may take a sum of squares a hair below 0.
  const squares = Math.max(0, ss - 2 * mean * sn + mean * mean * nn);
  const half = (studentT(tasks - 1) * Math.sqrt((tasks / (tasks - 1)) * squares)) / n;
  return { mean, interval: [Math.max(0, mean - half), Math.min(1, mean + half)] };
}

/** The 97.5 % quantile of Student's t: t² = ν(1 − x)/x, where x is the 5 % quantile of the beta distribution (ν/2, 1/2). */
export function studentT(degrees: number): number {
  const x = betaQuantile(0.05, degrees / 2, 0.5);
  return Math.sqrt((degrees * (1 - x)) / x);
}

export interface Share {
  count: number;
  n: number;
  /** null under n = 0 */
  share: number | null;
  /** Wilson's, of 95 %; [0, 1] under n = 0 */
  interval: [low: number, high: number];
}

export function shareOf(count: number, n: number): Share {
  return { count, n, share: n === 0 ? null : count / n, interval: n === 0 ? [0, 1] : wilsonInterval(count, n) };
}

export const smallNoteOf = (tasks: number): string | null =>
  tasks >= smallUnder ? null : `Only ${counted(tasks, 'task')}: the figures may be far from what holds in the long run.`; // prettier-ignore
