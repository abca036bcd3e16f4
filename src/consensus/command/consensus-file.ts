import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Aggregation } from '../aggregation/aggregation.types.js';
import type { NamedVotes } from '../aggregation/vote-table.js';

/** Writes `task,label,confidence`, tasks in the order of their first vote; the confidence is the label's posterior. */
export async function writeConsensus(file: string, named: NamedVotes, aggregation: Aggregation): Promise<void> {
  await pipeline(Readable.from(blocks(named, aggregation)), createWriteStream(file));
}

function* blocks({ votes, taskNames, classNames }: NamedVotes, { labels, posteriors }: Aggregation): Generator<string> {
  let block = 'task,label,confidence\n';
  for (const [task, name] of taskNames.entries()) {
    const label = labels[task]!;
    const confidence = Number(posteriors[task * votes.classes + label]!.toFixed(9));
    block += `${cell(name)},${cell(classNames[label]!)},${confidence}\n`;
    if (block.length < 65_536) continue;
    yield block;
    block = '';
  }
  yield block;
}

/** RFC 4180. */
const cell = (text: string): string => (/[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
