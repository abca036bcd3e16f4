import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from '@jest/globals';

const source = join(import.meta.dirname, '..', '..', 'dist', 'src');
/** Those that somebody waits for before a screen. */
const jobs = [
  'consensus/aggregation/aggregate',
  'metrics/agreement/agreement',
  'metrics/forecast/forecast',
  'metrics/matrices/confusion',
  'metrics/matrices/people-matrix',
];

/** The way to a package that takes long to load, over what is imported; empty when there is none. */
function wayToFrameworks(start: string): string[] {
  const from = new Map<string, string | null>([[start, null]]);
  for (const file of from.keys())
    for (const [, name] of readFileSync(file, 'utf8').matchAll(/ from '([^']+)'/g)) {
      if (/^(@nestjs|typeorm|graphql)/.test(name!)) {
        const way = [name!];
        for (let at: string | null = file; at; at = from.get(at)!) way.unshift(at.slice(source.length + 1));
        return way;
      }
      const next = name!.startsWith('.') && join(dirname(file), name!);
      if (next && !from.has(next)) from.set(next, file);
    }
  return [];
}

it.each(jobs)('a thread for %s loads nothing of the server, which would take a second', (job) => {
  expect(wayToFrameworks(join(source, `${job}.job.js`))).toEqual([]);
});
