import { Command, InvalidArgumentError } from 'commander';
import { wholeFrom } from '../../platform/option-values.js';
import { simulate } from '../services/simulate.js';
import { toldSimulation } from './simulate.text.js';

interface SimulateOptions {
  people: number;
  tasks: number;
  seed: number;
  overlap: [from: number, to: number];
  atOnce: number;
  json?: boolean;
}

/** `muster simulate`: a campaign of virtual people, whose true accuracy is known, through the real services. */
export function simulateCommand(): Command {
  return new Command('simulate')
    .description('let virtual people, whose true accuracy is known, work a campaign through the real services')
    .option('--people <count>', 'how many annotate', wholeFrom(3), 40)
    .option('--tasks <count>', 'how many items there are', wholeFrom(10), 2000)
    .option('--seed <number>', 'the same people, items and answers for the same seed', wholeFrom(0), 1)
    .option(
      '--overlap <from-to>',
      'answers a task gets at least and at most; one number for always so many',
      overlapOf,
      [1, 5],
    ) // prettier-ignore
    .option(
      '--at-once <count>',
      'people in flight at the same moment; with more than one a seed repeats only nearly',
      wholeFrom(1),
      1,
    ) // prettier-ignore
    .option('--json', 'end with one line of JSON')
    .action(async ({ people, tasks, seed, overlap: [overlap, maximumOverlap], atOnce, json }: SimulateOptions) => {
      const tell = (line: string) => void process.stderr.write(`${line}\n`);
      const stopping = new AbortController();
      for (const signal of ['SIGINT', 'SIGTERM'] as const)
        process.once(signal, () => stopping.abort(new Error('Stopped: nothing of the simulation is left.')));
      const { signal } = stopping;
      const figures = await simulate({ people, tasks, seed, overlap, maximumOverlap, atOnce, tell, signal });
      process.stdout.write(toldSimulation(figures));
      if (json) process.stdout.write(`${JSON.stringify(figures)}\n`);
    });
}

function overlapOf(text: string): [number, number] {
  const found = /^(\d{1,2})(?:-(\d{1,2}))?$/.exec(text);
  const [from, to] = [Number(found?.[1]), Number(found?.[2] ?? found?.[1])];
  if (!found || from < 1 || to < from || to > 50)
    throw new InvalidArgumentError('must be like 3, or like 1-5, from 1 to 50');
  return [from, to];
}
