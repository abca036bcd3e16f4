import { boundsOfShape, shapeIou, type Box, type ShapeLabel, type SpanLabel } from '../labels/index.js';
import { optimalAssignment } from './hungarian.js';
import { spanIou } from './spans/span.js';

/** Two shapes, or two spans, taken for the same instance, by their places in the two lists. */
export interface InstanceMatch {
  left: number;
  right: number;
  iou: number;
}

/**
 * Pairs the shapes of two lists so that the IoU of the pairs sums to the most possible. The whole shorter list is paired:
 * shapes that overlap nothing are paired too, in list order, with IoU 0.
 *
 * Greedy pairing by the best IoU is not optimal: on [[.9, .85], [.8, .1]] it reaches 1.0, the optimum is 1.65.
 * Shapes that do not overlap cannot add to the sum, so each group of shapes linked by overlaps is solved alone: a picture
 * of thousands of cells costs a few small matrices instead of one that is cubic in thousands.
 */
export function matchShapes(left: ShapeLabel[], right: ShapeLabel[]): InstanceMatch[] {
  return matchByOverlap(left.length, right.length, overlapsOf(left, right));
}

/** Pairs the spans of two lists in the same way, by the IoU of their code points. */
export function matchSpans(left: SpanLabel[], right: SpanLabel[]): InstanceMatch[] {
  const overlaps: InstanceMatch[] = [];
  for (const [l, a] of left.entries()) {
    for (const [r, b] of right.entries()) {
      const iou = spanIou(a, b);
      if (iou > 0) overlaps.push({ left: l, right: r, iou });
    }
  }
  return matchByOverlap(left.length, right.length, overlaps);
}

function matchByOverlap(lefts: number, rights: number, overlaps: InstanceMatch[]): InstanceMatch[] {
  const matches = groupsOf(overlaps).flatMap(matchGroup);
  const freeLeft = freeOf(lefts, new Set(matches.map((match) => match.left)));
  const freeRight = freeOf(rights, new Set(matches.map((match) => match.right)));
  for (const [index, free] of freeLeft.entries()) {
    const partner = freeRight[index];
    if (partner !== undefined) matches.push({ left: free, right: partner, iou: 0 });
  }
  return matches.sort((a, b) => a.left - b.left);
}

function overlapsOf(left: ShapeLabel[], right: ShapeLabel[]): InstanceMatch[] {
  const [leftBounds, rightBounds] = [left.map(boundsOfShape), right.map(boundsOfShape)];
  const overlaps: InstanceMatch[] = [];
  for (const [l, a] of left.entries()) {
    for (const [r, b] of right.entries()) {
      if (!mayOverlap(leftBounds[l]!, rightBounds[r]!)) continue;
      const iou = shapeIou(a, b);
      if (iou > 0) overlaps.push({ left: l, right: r, iou });
    }
  }
  return overlaps;
}

/** One pixel of slack: against a mask the outline of a polygon is painted, up to a pixel beyond its bounds. */
function mayOverlap(a: Box, b: Box): boolean {
  return a.x <= b.x + b.width + 1 && b.x <= a.x + a.width + 1 && a.y <= b.y + b.height + 1 && b.y <= a.y + a.height + 1;
}

/** The overlaps in groups that share no shape; a smaller group moves into the larger, so each moves log n times at most. */
function groupsOf(overlaps: InstanceMatch[]): InstanceMatch[][] {
  const ofLeft = new Map<number, InstanceMatch[]>();
  const ofRight = new Map<number, InstanceMatch[]>();
  for (const overlap of overlaps) {
    const [a, b] = [ofLeft.get(overlap.left) ?? [], ofRight.get(overlap.right) ?? []];
    const [large, small] = a.length >= b.length ? [a, b] : [b, a];
    const moved = large === small ? [overlap] : [...small, overlap];
    for (const each of moved) {
      large.push(each);
      ofLeft.set(each.left, large);
      ofRight.set(each.right, large);
    }
  }
  return [...new Set(ofLeft.values())];
}

function matchGroup(group: InstanceMatch[]): InstanceMatch[] {
  const rows = [...new Set(group.map(({ left }) => left))];
  const columns = [...new Set(group.map(({ right }) => right))];
  const [rowOf, columnOf] = [placesOf(rows), placesOf(columns)];
  const costs = rows.map(() => columns.map(() => 0));
  for (const { left, right, iou } of group) costs[rowOf.get(left)!]![columnOf.get(right)!] = -iou;

  const assignment = optimalAssignment(costs);
  return rows.flatMap((left, row) => {
    const column = assignment.columns[row]!;
    const iou = -(costs[row]?.[column] ?? 0);
    return iou > 0 ? [{ left, right: columns[column]!, iou }] : [];
  });
}

function placesOf(values: number[]): Map<number, number> {
  return new Map(values.map((value, place) => [value, place]));
}

function freeOf(length: number, taken: Set<number>): number[] {
  return Array.from({ length }, (_, index) => index).filter((index) => !taken.has(index));
}
