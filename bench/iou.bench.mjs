/*
 * IoU of masks against pycocotools and of polygons against shapely (GEOS), the same pairs on both sides, in windows that take
 * turns. Each side is one process that has read all cases and is asked for one way of one case at a time.
 *
 *   batch     masks from COCO's compressed text, all of a group with all: pycocotools' iou(list, list). Both expand each
 *             text once and do N × M comparisons
 *   pair      the same pairs one call each: iou([a], [b]). Both expand both texts each time
 *   held      one call a pair, Muster's masks as it holds them (expanded), pycocotools' as it holds them (text)
 *   polygon   one overlay a pair of polygons as each side holds them; shapely by whole arrays, its fastest way
 *
 * `ratio.mask` is the least over batch and pair, `ratio.polygon` the least over all polygon cases: Muster's rate over theirs.
 * `maxDifference` is the greatest difference between the IoUs of the two sides.
 *
 *   --rounds N    turns a side (5)
 *   --seconds N   length of a window (0.5)
 *   --python P    a Python that has pycocotools and shapely, instead of installing them
 */
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { maskCases, polygonCases } from './iou/cases.mjs';
import { pythonWithGeometry } from './iou/geometry-peer.mjs';
import { alternate, median, round } from './measure.mjs';

export const about = 'IoU of masks against pycocotools and of polygons against shapely, pairs a second';

const here = new URL('./iou/', import.meta.url).pathname;

export async function run({ say, options }) {
  const [rounds, seconds] = [Number(options.rounds ?? 5), Number(options.seconds ?? 0.5)];
  const folder = await mkdtemp(path.join(os.tmpdir(), 'muster-bench-iou-'));
  const sides = {};
  try {
    const other = pythonWithGeometry(folder, options.python, say);
    say(other.version ?? `${other.skipped}\nOnly Muster's side is measured.`);
    const cases = { masks: await maskCases(), polygons: await polygonCases() };
    const file = path.join(folder, 'cases.json');
    await writeFile(file, JSON.stringify(cases));
    sides.muster = side(process.execPath, [path.join(here, 'muster-side.mjs'), file]);
    if (!other.skipped) sides.python = side(other.python, [path.join(here, 'python-side.py'), file]);

    const asked = [
      ...['batch', 'pair', 'held'].flatMap((way) => Object.keys(cases.masks).map((name) => ({ way, name }))),
      ...Object.keys(cases.polygons).map((name) => ({ way: 'polygon', name })),
    ];
    const results = [];
    for (const one of asked) results.push(await compare(one, sides, { rounds, seconds, say }));
    const least = (ways) => {
      const ratios = results.flatMap(({ way, ratio }) => (ways.includes(way) && ratio ? [ratio] : []));
      return ratios.length > 0 ? Math.min(...ratios) : null;
    };
    return {
      peers: other.version ?? other.skipped,
      results,
      ratio: { mask: least(['batch', 'pair']), polygon: least(['polygon']) },
      maxDifference: Math.max(...results.map(({ maxDifference }) => maxDifference ?? 0)),
    };
  } finally {
    for (const { end } of Object.values(sides)) end();
    await rm(folder, { recursive: true, force: true });
  }
}

async function compare({ way, name }, sides, { rounds, seconds, say }) {
  // A first window each, not counted: compiling, caches.
  const first = {};
  for (const [who, { ask }] of Object.entries(sides)) first[who] = await ask({ way, name, seconds });
  const asking = Object.entries(sides).map(([who, { ask }]) => [
    who,
    async () => (await ask({ way, name, seconds })).rate,
  ]);
  const rates = await alternate(Object.fromEntries(asking), rounds);
  const [muster, peer] = [median(rates.muster), rates.python && median(rates.python)];
  const differences = first.python?.ious.map((iou, at) => Math.abs(iou - first.muster.ious[at]));
  const result = {
    way,
    name,
    pairs: first.muster.ious.length,
    musterPerSecond: Math.round(muster),
    peerPerSecond: peer ? Math.round(peer) : null,
    ratio: peer ? round(muster / peer, 2) : null,
    maxDifference: differences ? Math.max(...differences) : null,
  };
  say(
    `${way.padEnd(8)} ${name.padEnd(8)} ${result.musterPerSecond} /s against ${result.peerPerSecond} /s: ${result.ratio}, difference ${result.maxDifference}`,
  );
  return result;
}

/** A process that answers each line with a line. */
function side(program, args) {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    ask: async (question) => {
      child.stdin.write(`${JSON.stringify(question)}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error(`${program} ended`);
      return JSON.parse(value);
    },
    end: () => child.kill(),
  };
}
