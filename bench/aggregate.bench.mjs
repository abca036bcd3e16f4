/*
 * Dawid-Skene and pooled Dawid-Skene against crowd-kit's Dawid-Skene on the same synthetic files, each run in a process
 * of its own, taking turns. Two comparisons:
 *
 *   samePasses   both do exactly the same number of passes, that of Muster's convergence
 *   converged    each to its own convergence. The stopping rules differ: Muster goes on until the log-likelihood changes
 *                by less than 1e-7 of itself, crowd-kit until its bound gains less than 1e-5 a label
 *
 * `seconds` is the aggregation alone, reading the file is beside it. crowd-kit has no pooled variant; pooled
 * Dawid-Skene stands against its plain one, which does less in a pass.
 *
 *   --labels N   labels of the larger file (1,000,000)
 *   --rounds N   turns a side (3; the larger file 1)
 *   --passes N   passes of both in samePasses, for a shorter run
 *   --python P   a Python that has crowd-kit, instead of installing it
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { pythonWithCrowdKit } from './aggregate/crowd-kit.mjs';
import { writeSynthetic } from './aggregate/synthetic.mjs';
import { alternate, median, round } from './measure.mjs';

export const about = 'Dawid-Skene and its pooled form against crowd-kit, 100 k and a million labels';

const here = new URL('./aggregate/', import.meta.url).pathname;
const methods = ['dawid-skene', 'pooled-dawid-skene'];

export async function run({ say, options }) {
  const number = (name, otherwise) => Number(options[name] ?? otherwise);
  const folder = await mkdtemp(path.join(os.tmpdir(), 'muster-bench-aggregate-'));
  try {
    const other = pythonWithCrowdKit(folder, options.python, say);
    if (other.skipped) say(`${other.skipped}\nOnly Muster's side is measured.`);
    else say(other.version);
    const sizes = [
      { votes: 100_000, workers: 800, classes: 4, each: 5, seed: 1, rounds: number('rounds', 3) },
      {
        votes: number('labels', 1_000_000),
        workers: 2_000,
        classes: 4,
        each: 5,
        seed: 2,
        rounds: 1,
      },
    ];
    const files = [];
    for (const size of sizes) files.push(await measure(size, { folder, other, say, passes: number('passes', 0) }));
    const ratios = files.flatMap(({ samePasses }) => methods.map((method) => samePasses[method].ratio)).filter(Boolean);
    return {
      crowdKit: other.version ?? other.skipped,
      files,
      ratio: ratios.length > 0 ? Math.min(...ratios) : null,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure({ rounds, ...size }, { folder, other, say, passes }) {
  const files = { labels: path.join(folder, `${size.votes}.csv`), truth: path.join(folder, `${size.votes}-truth.csv`) };
  say(`${size.votes.toLocaleString('en')} labels × ${size.workers} workers × ${size.classes} classes`);
  await writeSynthetic(files, size);
  const muster = (method, limit) =>
    side(process.execPath, path.join(here, 'muster-side.mjs'), { ...files, method, passes: limit });
  const crowdKit = (limit) => side(other.python, path.join(here, 'crowd-kit-side.py'), { ...files, passes: limit });
  const tell = (name, _, figures) =>
    say(
      `  ${name.padEnd(28)} ${figures.seconds.toFixed(2)} s, ${figures.passes} passes, ${Math.round(figures.peakMegabytes)} MB`,
    );

  const converged = {};
  for (const method of methods) {
    converged[method] = rounded(await muster(method, null));
    tell(`${method}, converged`, 0, converged[method]);
  }
  if (!other.skipped) {
    converged.crowdKit = rounded(await crowdKit(null));
    tell('crowd-kit, converged', 0, converged.crowdKit);
  }
  const samePasses = {};
  for (const method of methods) {
    const limit = passes || converged[method].passes;
    const figures = await alternate(
      { [method]: () => muster(method, limit), ...(!other.skipped && { 'crowd-kit': () => crowdKit(limit) }) },
      rounds,
      tell,
    );
    const [ours, theirs] = [middle(figures[method]), figures['crowd-kit'] && middle(figures['crowd-kit'])];
    samePasses[method] = {
      muster: ours,
      crowdKit: theirs ?? null,
      ratio: theirs ? round(theirs.seconds / ours.seconds, 1) : null,
      ratioWithReading: theirs
        ? round((theirs.seconds + theirs.readSeconds) / (ours.seconds + ours.readSeconds), 1)
        : null,
      ratioOfMemory: theirs ? round(theirs.peakMegabytes / ours.peakMegabytes, 1) : null,
    };
    if (theirs) say(`  ${method}: ${samePasses[method].ratio} × as fast as crowd-kit`);
  }
  return { ...size, converged, samePasses };
}

async function side(program, script, asked) {
  const { stdout } = await promisify(execFile)(program, [script, JSON.stringify(asked)], {
    env: { ...process.env, PYTHONWARNINGS: 'ignore' },
  });
  return JSON.parse(stdout);
}

/** Of several runs the median of each figure; what does not vary stays. */
function middle(runs) {
  const names = Object.keys(runs[0]).filter((name) => typeof runs[0][name] === 'number');
  return rounded(Object.fromEntries(names.map((name) => [name, median(runs.map((figures) => figures[name]))])));
}

function rounded(figures) {
  const digits = { accuracy: 4, passes: 0, peakMegabytes: 0 };
  const round1 = ([name, value]) => [name, typeof value === 'number' ? round(value, digits[name] ?? 3) : value];
  return Object.fromEntries(Object.entries(figures).map(round1));
}
