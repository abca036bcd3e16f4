/* Percentiles, medians, windows that take turns, and CPU seconds by process. */
import { readdir, readFile } from 'node:fs/promises';

const ticksPerSecond = 100; // USER_HZ, the same on every Linux

export function percentile(values, share) {
  const sorted = Float64Array.from(values).sort();
  return sorted.length === 0 ? NaN : sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)];
}
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
export const round = (value, digits = 2) => Number(value.toFixed(digits));
export const summaryOf = (milliseconds) => ({
  count: milliseconds.length,
  p50: round(percentile(milliseconds, 0.5)),
  p95: round(percentile(milliseconds, 0.95)),
  p99: round(percentile(milliseconds, 0.99)),
  max: round(percentile(milliseconds, 1)),
});

/**
 * Windows that take turns, so that what the machine does meanwhile falls on all sides: A B, B A, A B …
 * @param sides name → () => Promise<figures>
 * @returns name → the figures of each round
 */
export async function alternate(sides, rounds, tell = () => {}) {
  const names = Object.keys(sides);
  const figures = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const name of round % 2 === 0 ? names : [...names].reverse()) {
      const answer = await sides[name](round);
      figures[name].push(answer);
      tell(name, round, answer);
    }
  }
  return figures;
}

/** CPU seconds of each named process with all its descendants, living and reaped, since `start()`. */
export function cpuMeter(pids) {
  let before;
  const read = async () => {
    const parents = new Map();
    const spent = new Map();
    for (const name of await readdir('/proc').catch(() => [])) {
      if (!/^\d+$/.test(name)) continue;
      const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
      if (!stat) continue;
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      parents.set(Number(name), Number(fields[1]));
      spent.set(Number(name), [11, 12, 13, 14].reduce((sum, at) => sum + Number(fields[at]), 0) / ticksPerSecond);
    }
    const ofTree = (root) => {
      let sum = spent.get(root) ?? 0;
      for (const [pid, parent] of parents) if (parent === root) sum += ofTree(pid);
      return sum;
    };
    const result = {};
    for (const [name, roots] of Object.entries(pids))
      result[name] = [roots].flat().reduce((sum, root) => sum + (root ? ofTree(root) : NaN), 0);
    return result;
  };
  return {
    start: async () => void (before = await read()),
    stop: async () => {
      const after = await read();
      return Object.fromEntries(Object.keys(after).map((name) => [name, round(after[name] - before[name], 2)]));
    },
  };
}
