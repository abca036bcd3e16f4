import { readFileSync } from 'node:fs';
import path from 'node:path';
import { goldOf, type NamedVotes } from '../../src/consensus/aggregation/vote-table.js';
import { readTruth, readVotes } from '../../src/consensus/command/label-file.js';

const folder = path.resolve('test/fixtures/crowd');

export const crowdFile = (...parts: string[]): string => path.join(folder, ...parts);

export interface CrowdSet extends NamedVotes {
  /** One entry a task: the true class, −1 where it is not known. */
  gold: Int32Array;
}

const read = new Map<string, Promise<CrowdSet>>();

/** Real answers with their truth; THIRD_PARTY_DATA.md says from whom. Read once: methods leave their votes as they are. */
export function crowdSet(name: string): Promise<CrowdSet> {
  const set = read.get(name) ?? readSet(name);
  read.set(name, set);
  return set;
}

async function readSet(name: string): Promise<CrowdSet> {
  const named = await readVotes(crowdFile(name, 'labels.csv'));
  return { ...named, gold: goldOf(named, await readTruth(crowdFile(name, 'truth.csv'))) };
}

export interface ExpectedSet {
  truthScored: number;
  K: number;
  mv: number;
  wawa: number;
  ds: { acc: number; logLik: number; iters: number };
  dsPooled2: number;
}

/** What each method must reach, computed by other programs. */
export const expectedSets = Object.entries(
  (JSON.parse(readFileSync(crowdFile('expected-aggregation.json'), 'utf8')) as { sets: Record<string, ExpectedSet> })
    .sets,
);
