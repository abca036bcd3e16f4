import type { Point } from '../label.types.js';

/** The edges of two polygons in columns, each from its upper to its lower end; level edges bound nothing and are left out. */
export interface Edges {
  count: number;
  /** The y of all ends, sorted, each once. */
  levels: Float64Array;
  /** Places in `levels`. */
  topLevel: Int32Array;
  bottomLevel: Int32Array;
  topX: Float64Array;
  bottomX: Float64Array;
  /** Change of x for each pixel down. */
  slope: Float64Array;
  /** 1: of the first polygon, 2: of the second. */
  side: Uint8Array;
  /** A chain of the edges that begin at a level: the first of it, and the one after each edge; -1 at its end. */
  firstAt: Int32Array;
  next: Int32Array;
  /** How many positions a cut at every level takes: for each edge the number of levels that it spans. */
  work: number;
}

/** Where an edge meets the line at `y`. */
export function positionAt({ levels, topLevel, topX, slope }: Edges, edge: number, y: number): number {
  return topX[edge]! + (y - levels[topLevel[edge]!]!) * slope[edge]!;
}

export function edgesOf(first: Point[][], second: Point[][]): Edges {
  const most = cornersOf(first) + cornersOf(second);
  const heights = new Float64Array(most);
  let corners = 0;
  for (const polygon of [first, second]) {
    for (const ring of polygon) for (const { y } of ring) heights[corners++] = y;
  }
  const levels = unique(heights.sort());
  const edges: Edges = {
    count: 0,
    levels,
    topLevel: new Int32Array(most),
    bottomLevel: new Int32Array(most),
    topX: new Float64Array(most),
    bottomX: new Float64Array(most),
    slope: new Float64Array(most),
    side: new Uint8Array(most),
    firstAt: new Int32Array(levels.length).fill(-1),
    next: new Int32Array(most),
    work: 0,
  };
  for (const ring of first) addRing(edges, ring, 1);
  for (const ring of second) addRing(edges, ring, 2);
  return edges;
}

function addRing(edges: Edges, ring: Point[], side: 1 | 2): void {
  let from = ring.at(-1);
  if (!from) return;
  let fromLevel = levelOf(edges.levels, from.y, edges.levels.length >> 1);
  for (const to of ring) {
    const toLevel = levelOf(edges.levels, to.y, fromLevel);
    if (fromLevel < toLevel) addEdge(edges, from, to, fromLevel, toLevel, side);
    else if (fromLevel > toLevel) addEdge(edges, to, from, toLevel, fromLevel, side);
    from = to;
    fromLevel = toLevel;
  }
}

function addEdge(edges: Edges, upper: Point, lower: Point, topLevel: number, bottomLevel: number, side: 1 | 2): void {
  const edge = edges.count++;
  // Two levels may be as near as numbers can be; the slab between them has no area to speak of, but x must be a number.
  const slope = (lower.x - upper.x) / (lower.y - upper.y);
  edges.topLevel[edge] = topLevel;
  edges.bottomLevel[edge] = bottomLevel;
  edges.topX[edge] = upper.x;
  edges.bottomX[edge] = lower.x;
  edges.slope[edge] = Number.isFinite(slope) ? slope : 0;
  edges.side[edge] = side;
  edges.next[edge] = edges.firstAt[topLevel]!;
  edges.firstAt[topLevel] = edge;
  edges.work += bottomLevel - topLevel;
}

function cornersOf(polygon: Point[][]): number {
  return polygon.reduce((sum, ring) => sum + ring.length, 0);
}

function unique(sorted: Float64Array): Float64Array {
  let kept = 0;
  for (let index = 0; index < sorted.length; index += 1) {
    if (index === 0 || sorted[index] !== sorted[kept - 1]) sorted[kept++] = sorted[index]!;
  }
  return sorted.subarray(0, kept);
}

/** The place of a level that is there, looked for first where the corner before was: outlines move in small steps. */
function levelOf(levels: Float64Array, y: number, near: number): number {
  let [low, high, step] = [near, near, 1];
  while (low > 0 && levels[low]! > y) {
    high = low;
    low = Math.max(0, low - step);
    step *= 2;
  }
  while (high < levels.length - 1 && levels[high]! < y) {
    low = high;
    high = Math.min(levels.length - 1, high + step);
    step *= 2;
  }
  while (low < high) {
    const middle = (low + high) >> 1;
    if (levels[middle]! < y) low = middle + 1;
    else high = middle;
  }
  return low;
}
