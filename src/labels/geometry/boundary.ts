import type { Point } from '../label.types.js';
import type { RunMask } from './mask.js';

/** Straight pieces in no particular order, four numbers each: x and y of one end, x and y of the other. In pixels. */
export type Boundary = Float64Array;

/** All edges of all rings, as drawn: also the edges of holes and those inside a ring that crosses itself. */
export function boundaryOfPolygon(rings: Point[][]): Boundary {
  return boundaryOf(rings, true);
}

/** The pieces of lines that are not closed; a line of one point is one piece without length. */
export function boundaryOfLines(lines: Point[][]): Boundary {
  return boundaryOf(lines, false);
}

function boundaryOf(paths: Point[][], isClosed: boolean): Boundary {
  const pieces: number[] = [];
  for (const path of paths) {
    const [first, ...rest] = path;
    if (!first) continue;
    const ends = isClosed || rest.length === 0 ? [...rest, first] : rest;
    let from = first;
    for (const to of ends) {
      pieces.push(from.x, from.y, to.x, to.y);
      from = to;
    }
  }
  return Float64Array.from(pieces);
}

/**
 * The sides of pixels between what is in a mask and what is out; the border of the picture bounds as well. The boundary of a
 * mask of whole pixels is that of the box around them.
 */
export function boundaryOfMask(mask: RunMask): Boundary {
  const { width } = mask;
  const { changes, firstOf } = changesByColumn(mask);
  const pieces: number[] = [];
  for (let x = 0; x <= width; x += 1) {
    const [left, right] = [firstOf[Math.max(0, x - 1)]!, firstOf[x]!];
    const end = firstOf[Math.min(width, x + 1)]!;
    for (let place = right; place < end; place += 1) {
      const y = changes[place]!;
      pieces.push(x, y, x + 1, y);
    }
    // Where just one of the two columns is in: between the changes that are not in both.
    const apart = unshared(changes, left, right, right, end);
    for (let place = 0; place + 1 < apart.length; place += 2) pieces.push(x, apart[place]!, x, apart[place + 1]!);
  }
  return Float64Array.from(pieces);
}

/** Of each column the rows at which it changes between out and in, from the top; `firstOf[x]` is where column x begins. */
function changesByColumn({ width, height, counts }: RunMask): { changes: number[]; firstOf: Int32Array } {
  const changes: number[] = [];
  const firstOf = new Int32Array(width + 1);
  let column = 0;
  let position = 0;
  for (const [index, count] of counts.entries()) {
    const end = position + count;
    if (index % 2 === 0 || count === 0) {
      position = end;
      continue;
    }
    while (position < end) {
      const x = Math.floor(position / height);
      while (column < x) firstOf[++column] = changes.length;
      const stop = Math.min(end, (x + 1) * height);
      const top = position - x * height;
      // Two runs that touch are one.
      if (changes.length > firstOf[x]! && changes.at(-1) === top) changes.pop();
      else changes.push(top);
      changes.push(stop - x * height);
      position = stop;
    }
  }
  while (column < width) firstOf[++column] = changes.length;
  return { changes, firstOf };
}

function unshared(changes: number[], fromA: number, toA: number, fromB: number, toB: number): number[] {
  const apart: number[] = [];
  let [a, b] = [fromA, fromB];
  while (a < toA || b < toB) {
    const [left, right] = [a < toA ? changes[a]! : Infinity, b < toB ? changes[b]! : Infinity];
    if (left !== right) apart.push(Math.min(left, right));
    if (left <= right) a += 1;
    if (right <= left) b += 1;
  }
  return apart;
}
