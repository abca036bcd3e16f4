import {
  inverseVariance,
  mean,
  median,
  numericConsensus,
  type NumericVotes,
  trimmedMean,
} from '../../consensus/index.js';
import { fieldOf } from '../agreement/measure-parts.js';
import type { ComparedTask } from './compared-task.js';
import type { MethodFigures, PartComparison } from './comparison-report.js';
import { meanEstimate } from './estimates.js';

/** A fifth off either end: of five answers the lowest and the highest. */
const TRIMMED = 0.2;

/** Ways to make one number of many, by their mean distance from the known one. */
export function compareNumbers(tasks: readonly ComparedTask[], field: string): Pick<PartComparison, 'n' | 'methods'> {
  const votes = votesOf(tasks, field);
  const truth = tasks.map(({ gold }) => (gold ? (fieldOf(gold, 'NUMBER', field)?.value ?? null) : null));
  const ways: Record<string, () => { values: Float64Array; iterations?: number; hasConverged?: boolean }> = {
    mean: () => ({ values: numericConsensus(votes, mean) }),
    median: () => ({ values: numericConsensus(votes, median) }),
    'trimmed-mean': () => ({ values: numericConsensus(votes, (values) => trimmedMean(values, TRIMMED)) }),
    'inverse-variance': () => {
      const { truth: values, iterations, converged: hasConverged } = inverseVariance(votes);
      return { values, iterations, hasConverged };
    },
  };
  const methods = Object.entries(ways).map(([method, way]): MethodFigures => {
    const began = performance.now();
    const { values, ...how } = way();
    const seconds = (performance.now() - began) / 1000;
    const errors = truth.flatMap((known, task) =>
      known === null || Number.isNaN(values[task]) ? [] : [Math.abs(values[task]! - known)],
    );
    return { method, score: meanEstimate(errors), seconds, ...how };
  });
  return { n: methods[0]!.score.n, methods };
}

function votesOf(tasks: readonly ComparedTask[], field: string): NumericVotes {
  const people = new Map<string, number>();
  const [task, worker, value]: [number[], number[], number[]] = [[], [], []];
  for (const [place, { answers }] of tasks.entries()) {
    for (const { by, labels } of answers) {
      const given = fieldOf(labels, 'NUMBER', field);
      if (!given) continue;
      if (!people.has(by)) people.set(by, people.size);
      task.push(place);
      worker.push(people.get(by)!);
      value.push(given.value);
    }
  }
  return {
    task: Int32Array.from(task),
    worker: Int32Array.from(worker),
    value: Float64Array.from(value),
    tasks: tasks.length,
    workers: people.size,
  };
}
