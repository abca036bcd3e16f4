/* One aggregation in a process of its own, so that its memory is its own. Prints one line of JSON. */
import { aggregationMethods } from '../../dist/src/consensus/aggregation/methods.js';
import { accuracyOf } from '../../dist/src/consensus/aggregation/posteriors.js';
import { goldOf } from '../../dist/src/consensus/aggregation/vote-table.js';
import { readTruth, readVotes } from '../../dist/src/consensus/command/label-file.js';

const { labels, truth, method, passes } = JSON.parse(process.argv[2]);
const began = performance.now();
const named = await readVotes(labels);
const read = performance.now();
const cpu = process.cpuUsage();
const result = aggregationMethods[method](named.votes, { maxPasses: passes ?? undefined, skipConfusion: true });
const { user, system } = process.cpuUsage(cpu);
const fitted = performance.now();
const { accuracy } = accuracyOf(result.posteriors, named.votes.classes, goldOf(named, await readTruth(truth)));
process.stdout.write(
  `${JSON.stringify({
    readSeconds: (read - began) / 1000,
    seconds: (fitted - read) / 1000,
    cpuSeconds: (user + system) / 1e6,
    passes: result.iterations,
    converged: result.converged,
    accuracy,
    peakMegabytes: process.resourceUsage().maxRSS / 1024,
  })}\n`,
);
