import type { Boundary } from './boundary.js';
import { NearestPiece } from './nearest-piece.js';

/** How near to the true distance a search along a piece comes before it ends, relative to the distance. */
const PRECISION = 1e-10;
const DEEPEST = 60;

/** Pixels by which a point of a line may seem to lie beside it. */
const ROUNDING = 1e-9;

const MOST_SAMPLES = 20_000;
const FEWEST_SAMPLES = 1000;

/**
 * The Hausdorff distance of two boundaries in pixels: the farthest that any point of one lies from the other, the larger of
 * the two directions, max(sup_a d(a, B), sup_b d(b, A)) (Hausdorff 1914). Symmetric, 0 or more, 0 for equal boundaries.
 * Over all points of the boundaries, not their corners alone, to 1e-10 of itself.
 * Defined where it has no meaning: 0 when neither has a piece, Infinity when one has none.
 */
export function hausdorffDistance(a: Boundary, b: Boundary): number {
  if (a.length === 0 || b.length === 0) return a.length === b.length ? 0 : Infinity;
  return farthest(b, a, farthest(a, b, 0));
}

/**
 * The Hausdorff distance without the worst: in each direction the distance that `share` of the boundary's length does not
 * exceed, and of both the larger. In pixels, symmetric, never above `hausdorffDistance`. 0.95 is the usual "HD95" of
 * segmentation challenges; 1 comes near `hausdorffDistance`.
 *
 * The boundary is sampled in pieces of a pixel (1,000 to 20,000 of them), so the value is right to half a piece.
 * Defined where it has no meaning: as `hausdorffDistance`.
 * @param share above 0, to 1
 */
export function hausdorffPercentile(a: Boundary, b: Boundary, share = 0.95): number {
  if (!(share > 0 && share <= 1)) throw new RangeError(`share must be above 0 and at most 1, is ${share}`);
  if (a.length === 0 || b.length === 0) return a.length === b.length ? 0 : Infinity;
  return Math.max(percentileTo(a, b, share), percentileTo(b, a, share));
}

/** How much of a boundary's length lies within `reach` of another, 0 to 1. A boundary without length counts its pieces. */
export function shareWithin(a: Boundary, b: Boundary, reach: number): number {
  let [within, total] = [0, 0];
  for (const { distance, length } of samplesOf(a, b)) {
    total += length;
    if (distance <= reach + ROUNDING) within += length;
  }
  return total === 0 ? 0 : within / total;
}

/** The length of all pieces, in pixels. */
export function lengthOf(boundary: Boundary): number {
  let length = 0;
  for (let at = 0; at < boundary.length; at += 4) length += lengthAt(boundary, at);
  return length;
}

/**
 * The farthest that a point of `a` lies from `b`, or `known` when that is more. The distance to one straight piece is convex
 * along another, so no point between two ends is farther from the nearest piece of either end than the ends are: where that
 * does not rule a piece out, it is halved.
 */
function farthest(a: Boundary, b: Boundary, known: number): number {
  const nearest = new NearestPiece(b);
  let most = known;
  const search = (x: number, y: number, toX: number, toY: number, from: number, to: number, depth: number): void => {
    const ofFrom = Math.max(nearest.distanceTo(from, x, y), nearest.distanceTo(from, toX, toY));
    const ofTo = Math.max(nearest.distanceTo(to, x, y), nearest.distanceTo(to, toX, toY));
    if (Math.min(ofFrom, ofTo) <= most * (1 + PRECISION) || depth === DEEPEST) return;
    const [middleX, middleY] = [(x + toX) / 2, (y + toY) / 2];
    const middle = nearest.to(middleX, middleY);
    most = Math.max(most, nearest.distance);
    search(x, y, middleX, middleY, from, middle, depth + 1);
    search(middleX, middleY, toX, toY, middle, to, depth + 1);
  };
  for (let at = 0; at < a.length; at += 4) {
    const from = nearest.to(a[at]!, a[at + 1]!);
    most = Math.max(most, nearest.distance);
    const to = nearest.to(a[at + 2]!, a[at + 3]!);
    most = Math.max(most, nearest.distance);
    search(a[at]!, a[at + 1]!, a[at + 2]!, a[at + 3]!, from, to, 0);
  }
  return most;
}

function percentileTo(a: Boundary, b: Boundary, share: number): number {
  const samples = samplesOf(a, b).sort((one, other) => one.distance - other.distance);
  const wanted = share * samples.reduce((sum, { length }) => sum + length, 0);
  let passed = 0;
  for (const { distance, length } of samples) {
    passed += length;
    if (passed >= wanted * (1 - 1e-12)) return distance;
  }
  return samples.at(-1)!.distance;
}

/** The middles of short pieces of `a`, with how far each lies from `b` and the length it stands for. */
function samplesOf(a: Boundary, b: Boundary): { distance: number; length: number }[] {
  const nearest = new NearestPiece(b);
  const total = lengthOf(a);
  const step = Math.max(total / MOST_SAMPLES, Math.min(1, total / FEWEST_SAMPLES));
  const samples: { distance: number; length: number }[] = [];
  for (let at = 0; at < a.length; at += 4) {
    const length = total === 0 ? 1 : lengthAt(a, at);
    if (length === 0) continue;
    const parts = total === 0 ? 1 : Math.ceil(length / step);
    for (let part = 0; part < parts; part += 1) {
      const share = (part + 0.5) / parts;
      nearest.to(a[at]! + share * (a[at + 2]! - a[at]!), a[at + 1]! + share * (a[at + 3]! - a[at + 1]!));
      samples.push({ distance: nearest.distance, length: length / parts });
    }
  }
  return samples;
}

function lengthAt(boundary: Boundary, at: number): number {
  return Math.hypot(boundary[at + 2]! - boundary[at]!, boundary[at + 3]! - boundary[at + 1]!);
}
