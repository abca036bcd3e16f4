import type { Point } from '../label.types.js';
import { boundaryOfMask, type Boundary } from './boundary.js';
import { RunWriter } from './mask-votes.js';
import type { RunMask } from './mask.js';
import { NearestPiece } from './nearest-piece.js';

/** Square cells over a part of the plane: `left` and `top` in pixels, `cell` the side of a cell in pixels. */
export interface PixelGrid {
  left: number;
  top: number;
  cell: number;
  /** In cells. */
  width: number;
  height: number;
}

/**
 * The cells whose centre a polygon fills by the even-odd rule. Unlike `paintPolygon`, which paints the outline too and so
 * paints more than the polygon's area, it is right on average: for comparing and fusing, not for releases.
 */
export function cellsOfPolygon(rings: Point[][], { left, top, cell, width, height }: PixelGrid): RunMask {
  const columns: number[][] = Array.from({ length: width }, () => []);
  for (const ring of rings) {
    let from = ring.at(-1);
    for (const to of ring) {
      if (from) addCrossings(columns, (from.x - left) / cell, from.y - top, (to.x - left) / cell, to.y - top);
      from = to;
    }
  }
  const writer = new RunWriter(width, height);
  for (const crossings of columns) {
    const rows = Float64Array.from(crossings, (y) => Math.min(height, Math.max(0, Math.ceil(y / cell - 0.5)))).sort();
    let row = 0;
    for (let index = 0; index + 1 < rows.length; index += 2) {
      writer.add(rows[index]! - row, false);
      writer.add(rows[index + 1]! - rows[index]!, true);
      row = rows[index + 1]!;
    }
    writer.add(height - row, false);
  }
  return writer.mask();
}

/** Where an edge meets the middle lines of the columns; it has its left end but not its right, so no corner counts twice. */
function addCrossings(columns: number[][], fromX: number, fromY: number, toX: number, toY: number): void {
  if (fromX === toX) return;
  const [leftX, leftY, rightX, rightY] = fromX < toX ? [fromX, fromY, toX, toY] : [toX, toY, fromX, fromY];
  const first = Math.max(0, Math.ceil(leftX - 0.5));
  const end = Math.min(columns.length, Math.ceil(rightX - 0.5));
  for (let column = first; column < end; column += 1) {
    columns[column]!.push(leftY + (rightY - leftY) * ((column + 0.5 - leftX) / (rightX - leftX)));
  }
}

/**
 * The outline of the cells in a mask as rings to be filled even-odd, in pixels. It runs through the middles of the cells'
 * outer sides and then straight on for as long as it strays at most half a cell, so it has few corners, and its area is that
 * of the cells but for a part of a cell at each true corner.
 */
export function outlineOfCells(
  mask: RunMask,
  { left, top, cell }: Pick<PixelGrid, 'left' | 'top' | 'cell'>,
): Point[][] {
  return ringsOfSides(boundaryOfMask(mask), mask.width + 1)
    .map((ring) => simplified(middlesOf(ring), 0.5))
    .filter((ring) => ring.length >= 3)
    .map((ring) => ring.map(({ x, y }) => ({ x: left + x * cell, y: top + y * cell })));
}

/** The sides of cells joined end to end. Where two cells touch at a corner only, two rings (or one, twice) pass through it. */
function ringsOfSides(sides: Boundary, columns: number): Point[][] {
  const sidesAt = new Map<number, number[]>();
  for (let side = 0; side < sides.length; side += 4) {
    for (const end of [side, side + 2]) {
      const corner = sides[end + 1]! * columns + sides[end]!;
      const known = sidesAt.get(corner);
      if (known) known.push(side);
      else sidesAt.set(corner, [side]);
    }
  }
  const isUsed = new Uint8Array(sides.length);
  const rings: Point[][] = [];
  for (let start = 0; start < sides.length; start += 4) {
    if (isUsed[start]) continue;
    const ring: Point[] = [];
    let [x, y] = [sides[start]!, sides[start + 1]!];
    for (let side = start; side !== -1;) {
      isUsed[side] = 1;
      ring.push({ x, y });
      const isForward = sides[side] === x && sides[side + 1] === y;
      [x, y] = isForward ? [sides[side + 2]!, sides[side + 3]!] : [sides[side]!, sides[side + 1]!];
      side = sidesAt.get(y * columns + x)!.find((next) => !isUsed[next]) ?? -1;
    }
    rings.push(ring);
  }
  return rings;
}

/** The middle of each side of a cell; a longer straight side is several. */
function middlesOf(ring: Point[]): Point[] {
  return ring.flatMap((from, index) => {
    const to = ring[(index + 1) % ring.length]!;
    const parts = Math.abs(to.x - from.x) + Math.abs(to.y - from.y);
    return Array.from({ length: parts }, (_, part) => {
      const share = (part + 0.5) / parts;
      return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
    });
  });
}

/** Fewer corners, none of those left out farther than `tolerance` from the new outline (Ramer 1972, Douglas & Peucker 1973). */
function simplified(ring: Point[], tolerance: number): Point[] {
  if (ring.length < 4) return ring;
  const closed = [...ring, ring[0]!];
  const isKept = new Uint8Array(closed.length);
  const far = ring.reduce((best, point, index) => (squareOf(point, ring[0]!) > squareOf(ring[best]!, ring[0]!) ? index : best), 0); // prettier-ignore
  for (const fixed of [0, far, closed.length - 1]) isKept[fixed] = 1;
  const open = [[0, far], [far, closed.length - 1]]; // prettier-ignore
  for (let part = open.pop(); part; part = open.pop()) {
    const [first, last] = [part[0]!, part[1]!];
    const chord = NearestPiece.ofOne(closed[first]!, closed[last]!);
    let [worst, distance] = [-1, tolerance];
    for (let index = first + 1; index < last; index += 1) {
      chord.to(closed[index]!.x, closed[index]!.y);
      if (chord.distance > distance) [worst, distance] = [index, chord.distance];
    }
    if (worst === -1) continue;
    isKept[worst] = 1;
    open.push([first, worst], [worst, last]);
  }
  return ring.filter((_, index) => isKept[index]);
}

function squareOf(a: Point, b: Point): number {
  return (a.x - b.x) ** 2 + (a.y - b.y) ** 2;
}
