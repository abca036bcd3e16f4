/* Muster's side in a process of its own: reads the cases, then one line of JSON asked, one answered. */
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { expandCounts, maskIou, polygonIou } from '../../dist/src/labels/index.js';

const { masks, polygons } = JSON.parse(await readFile(process.argv[2], 'utf8'));
const held = ({ width, height, text }) => ({ width, height, counts: expandCounts(text) });
const polygonPairs = Object.fromEntries(
  Object.entries(polygons).map(([name, pairs]) => [
    name,
    pairs.map((pair) => pair.map((rings) => rings.map((ring) => ring.map(([x, y]) => ({ x, y }))))),
  ]),
);
// Only when asked for: while a process keeps many masks, V8 comes to put those that live for a moment beside them, uncollected.
const heldMasks = {};

/** Each returns all IoUs of a case, in the order left by right. */
const ways = {
  // From compressed text, all with all: what pycocotools' iou(list, list) does, which expands each text once.
  batch: (name) =>
    masks[name].flatMap(({ left, right }) => {
      const [lefts, rights] = [left.map(held), right.map(held)];
      return lefts.flatMap((a) => rights.map((b) => maskIou(a, b)));
    }),
  // One call a pair from compressed text: iou([a], [b]).
  pair: (name) =>
    masks[name].flatMap(({ left, right }) => left.flatMap((a) => right.map((b) => maskIou(held(a), held(b))))),
  // One call a pair of masks as Muster holds them, with nothing to expand.
  held: (name) => {
    heldMasks[name] ??= masks[name].map(({ left, right }) => [left.map(held), right.map(held)]);
    return heldMasks[name].flatMap(([left, right]) => left.flatMap((a) => right.map((b) => maskIou(a, b))));
  },
  polygon: (name) => polygonPairs[name].map(([a, b]) => polygonIou(a, b)),
};

for await (const line of createInterface({ input: process.stdin })) {
  const { way, name, seconds } = JSON.parse(line);
  let ious = [];
  let pairs = 0;
  const began = performance.now();
  do {
    ious = ways[way](name);
    pairs += ious.length;
  } while (performance.now() - began < seconds * 1000);
  const took = (performance.now() - began) / 1000;
  process.stdout.write(`${JSON.stringify({ rate: pairs / took, ious })}\n`);
}
