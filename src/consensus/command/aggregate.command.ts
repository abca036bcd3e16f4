import { Command } from 'commander';
import { counted } from '../../platform/counted.rules.js';
import { aggregateInThread, VOTES_FOR_A_THREAD } from '../aggregation/aggregate-in-thread.js';
import type { Aggregation } from '../aggregation/aggregation.types.js';
import { aggregationMethods, defaultAggregationMethod, isAggregationMethodName } from '../aggregation/methods.js';
import { aggregationMethodNames, type AggregationMethodName } from '../aggregation/methods.js';
import { accuracyOf, type Accuracy } from '../aggregation/posteriors.js';
import { goldOf, type NamedVotes } from '../aggregation/vote-table.js';
import { writeConsensus } from './consensus-file.js';
import { readTruth, readVotes } from './label-file.js';

const BEFORE_PROGRESS_MS = 2_000;

interface Options {
  method: string;
  gold?: string;
  out?: string;
  json?: boolean;
}

/** `muster aggregate`: one label a task out of a file of many. */
export function aggregateCommand(): Command {
  return new Command('aggregate')
    .description('make one label a task out of the labels of many people')
    .argument('<labels.csv>', 'a file with the header task,worker,label')
    .option('--method <name>', aggregationMethodNames.join(', '), defaultAggregationMethod)
    .option(
      '--gold <gold.csv>',
      'the known truth (header task,label), to measure the accuracy; it does not steer the method',
    )
    .option('--out <file>', 'write task,label,confidence')
    .option('--json', 'print one line of JSON')
    .action(aggregateFile);
}

async function aggregateFile(file: string, { method, gold, out, json }: Options): Promise<void> {
  if (!isAggregationMethodName(method)) {
    throw new Error(
      `There is no method ${JSON.stringify(method)}. The methods are ${aggregationMethodNames.join(', ')}.`,
    );
  }
  const truth = gold === undefined ? undefined : await readTruth(gold);
  const named = await readVotes(file);
  const began = performance.now();
  const aggregation = await run(method, named);
  const seconds = Number(((performance.now() - began) / 1000).toFixed(3));
  const scores = truth && accuracyOf(aggregation.posteriors, named.votes.classes, goldOf(named, truth));
  if (scores?.scored === 0) process.stderr.write(`None of the tasks in ${gold} has a label in ${file}.\n`);
  if (out !== undefined) await writeConsensus(out, named, aggregation);
  const summary = {
    method,
    tasks: named.votes.tasks,
    workers: named.votes.workers,
    labels: named.votes.task.length,
    classes: named.votes.classes,
    iterations: aggregation.iterations,
    seconds,
    accuracy: scores?.accuracy ?? null,
  };
  process.stdout.write(json ? `${JSON.stringify(summary)}\n` : inWords(summary, aggregation, scores));
}

async function run(method: AggregationMethodName, { votes }: NamedVotes): Promise<Aggregation> {
  const options = { skipConfusion: true };
  if (votes.task.length < VOTES_FOR_A_THREAD) return aggregationMethods[method](votes, options);
  const began = performance.now();
  let isShown = false;
  const aggregation = await aggregateInThread(
    { method, votes, options },
    {
      onProgress({ pass, logLikelihood }) {
        if (performance.now() - began < BEFORE_PROGRESS_MS) return;
        isShown = true;
        const likelihood = logLikelihood === null ? '' : `, log-likelihood ${logLikelihood.toFixed(1)}`;
        process.stderr.write(
          `${process.stderr.isTTY ? '\r' : ''}pass ${pass}${likelihood}${process.stderr.isTTY ? '' : '\n'}`,
        );
      },
    },
  );
  if (isShown && process.stderr.isTTY) process.stderr.write('\n');
  return aggregation;
}

function inWords(
  summary: { method: string; tasks: number; workers: number; labels: number; classes: number; seconds: number },
  { iterations, logLikelihood, converged }: Aggregation,
  scores: Accuracy | undefined,
): string {
  const lines = [
    `${counted(summary.labels, 'label')} of ${counted(summary.workers, 'person', 'people')} for ${counted(summary.tasks, 'task')}, ${counted(summary.classes, 'class', 'classes')}`,
    `${summary.method}: ${counted(iterations, 'pass', 'passes')}, ${summary.seconds} s` +
      (logLikelihood === null ? '' : `, log-likelihood ${logLikelihood.toFixed(4)}`) +
      (converged ? '' : ', stopped before it converged'),
  ];
  if (scores && scores.accuracy !== null) {
    lines.push(`accuracy ${scores.accuracy.toFixed(4)} on ${counted(scores.scored, 'task')} with known truth`);
  }
  return `${lines.join('\n')}\n`;
}
