import { ComparedShape, iouFrom } from './compared-shape.js';
import { Heap } from './heap.js';
import type { ShapeLabel } from '../../labels/index.js';

/** One shape of one answer, by their places. */
export interface DrawnShape {
  /** The place of the answer in the list of answers, and whose it is. */
  answer: number;
  by: string;
  /** The place of the shape in its answer. */
  place: number;
  shape: ShapeLabel;
}

/** Shapes taken for drawings of one object, one an answer at most, with the IoU of every two of them. */
export interface ShapeCluster {
  /** In the order of the answers. */
  members: DrawnShape[];
  /** By the places in `members`; its diagonal is 1. */
  ious: number[][];
}

/**
 * Which shapes of several answers show the same object, whatever their class: give it those of one class.
 *
 * Clusters grow from single shapes. Of all pairs of clusters that share no answer and whose every two members reach
 * `matchIou` (complete linkage), the two with the greatest least IoU are joined, until none is left. So a chain of
 * overlapping shapes never becomes one object. Of equal pairs the one that lies higher, then further left, then smaller, then
 * that of the first key in the alphabet is joined: as long as keys differ, the order of the answers changes nothing.
 *
 * Only shapes whose bounds meet are compared: n shapes of which each meets k others cost O(n·k) comparisons.
 *
 * @returns from top to bottom and left to right, by the uppermost member
 */
export function shapeClusters(drawn: readonly DrawnShape[], matchIou: number): ShapeCluster[] {
  const shapes = inReadingOrder(drawn);
  const links = linksOf(shapes, matchIou);
  return joined(shapes, links).map((places) => {
    const ordered = [...places].sort((a, b) => shapes[a]!.answer - shapes[b]!.answer);
    return {
      members: ordered.map((place) => shapes[place]!.drawn),
      ious: ordered.map((row) => ordered.map((column) => (row === column ? 1 : (links[row]!.get(column) ?? 0)))),
    };
  });
}

interface Placed {
  drawn: DrawnShape;
  answer: number;
  compared: ComparedShape;
}

/** In an order that comes from the shapes and their owners' keys; only what is the same in all of it keeps the given order. */
function inReadingOrder(drawn: readonly DrawnShape[]): Placed[] {
  const shapes = drawn.map((one) => ({ drawn: one, answer: one.answer, compared: new ComparedShape(one.shape) }));
  return shapes.sort((a, b) => {
    const [one, other] = [a.compared, b.compared];
    return (
      one.bounds.y - other.bounds.y ||
      one.bounds.x - other.bounds.x ||
      one.bounds.height - other.bounds.height ||
      one.bounds.width - other.bounds.width ||
      one.area - other.area ||
      (a.drawn.by < b.drawn.by ? -1 : a.drawn.by > b.drawn.by ? 1 : a.drawn.place - b.drawn.place)
    );
  });
}

/** For each shape those of other answers that it may be joined with, with the IoU; found by sweeping from the top. */
function linksOf(shapes: Placed[], matchIou: number): Map<number, number>[] {
  const links = shapes.map(() => new Map<number, number>());
  let open: number[] = [];
  for (const [place, shape] of shapes.entries()) {
    const { bounds } = shape.compared;
    open = open.filter((other) => bottomOf(shapes[other]!) + 1 >= bounds.y);
    for (const other of open) {
      if (shapes[other]!.answer === shape.answer) continue;
      const iou = iouFrom(shapes[other]!.compared, shape.compared, matchIou);
      if (iou === 0) continue;
      links[place]!.set(other, iou);
      links[other]!.set(place, iou);
    }
    open.push(place);
  }
  return links;
}

function bottomOf({ compared: { bounds } }: Placed): number {
  return bounds.y + bounds.height;
}

/** Two clusters that may be joined, each by its first member; `sizes` tells whether either has grown since. */
interface Pair {
  left: number;
  right: number;
  leastIou: number;
  sizes: number;
}

/**
 * Complete linkage over sparse links: the links of a joined cluster are those that both its parts had, the lesser of the two.
 * Shapes of one answer have no link, so they never come together either.
 */
function joined(shapes: Placed[], links: Map<number, number>[]): number[][] {
  const clusters: (number[] | null)[] = shapes.map((_, place) => [place]);
  const near = links.map((of) => new Map(of));
  const pairs = new Heap<Pair>(isBefore);
  const offer = (one: number, other: number, leastIou: number) => {
    const [left, right] = one < other ? [one, other] : [other, one];
    pairs.add({ left, right, leastIou, sizes: clusters[left]!.length + clusters[right]!.length });
  };
  for (const [place, of] of near.entries()) for (const [other, iou] of of) if (place < other) offer(place, other, iou);

  for (let best = pairs.take(); best; best = pairs.take()) {
    const { left, right } = best;
    const [lefts, rights] = [clusters[left], clusters[right]];
    if (!lefts || !rights || lefts.length + rights.length !== best.sizes) continue;
    clusters[left] = [...lefts, ...rights];
    clusters[right] = null;

    const [ofLeft, ofRight] = [near[left]!, near[right]!];
    near[left] = new Map();
    for (const [other, iou] of ofLeft) {
      near[other]!.delete(left);
      const least = Math.min(iou, ofRight.get(other) ?? 0);
      if (other === right || least === 0) continue;
      near[left].set(other, least);
      near[other]!.set(left, least);
      offer(left, other, least);
    }
    for (const other of ofRight.keys()) near[other]!.delete(right);
  }
  return clusters.filter((cluster) => cluster !== null);
}

function isBefore(a: Pair, b: Pair): boolean {
  if (a.leastIou !== b.leastIou) return a.leastIou > b.leastIou;
  return a.left !== b.left ? a.left < b.left : a.right < b.right;
}
