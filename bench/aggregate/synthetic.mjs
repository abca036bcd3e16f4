import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { randomOf } from '../../dist/src/consensus/statistics/random.js';

/**
 * Writes labels of simulated people and the truth: tasks of unequal classes, workers of unequal skill with favourite
 * mistakes, a few workers with most of the votes. The same seed writes the same files.
 */
export async function writeSynthetic({ labels, truth }, { votes, workers, classes, each, seed }) {
  const random = randomOf(seed).next;
  const errors = Array.from({ length: workers }, () => confusion(classes, random));
  const labelsOut = createWriteStream(labels);
  const truthOut = createWriteStream(truth);
  labelsOut.write('task,worker,label\n');
  truthOut.write('task,label\n');
  for (let task = 0; task < votes / each; task++) {
    const real = drawn(
      Float64Array.from({ length: classes }, (_, named) => 1 / (named + 1)),
      random,
    );
    const who = new Set();
    while (who.size < each) who.add(Math.floor(workers * random() ** 2.5));
    let rows = '';
    for (const worker of who) rows += `task-${task},worker-${worker},class-${drawn(errors[worker][real], random)}\n`;
    truthOut.write(`task-${task},class-${real}\n`);
    if (!labelsOut.write(rows)) await once(labelsOut, 'drain');
  }
  await Promise.all([labelsOut, truthOut].map((stream) => new Promise((done) => stream.end(done))));
}

function confusion(classes, random) {
  const skill = 0.35 + 0.6 * random();
  return Array.from({ length: classes }, (_, real) => {
    const row = Float64Array.from({ length: classes }, () => random() ** 2);
    row[real] = 0;
    const rest = row.reduce((sum, share) => sum + share, 0);
    return row.map((share, said) => (said === real ? skill : ((1 - skill) * share) / rest));
  });
}

function drawn(shares, random) {
  let left = random() * shares.reduce((sum, share) => sum + share, 0);
  for (let at = 0; at < shares.length; at++) if ((left -= shares[at]) < 0) return at;
  return shares.length - 1;
}
