/**
 * Boxes and polygons, and every change to them. Shapes are never changed in place: each function answers a new one, which is
 * what makes undo simple. `id` is this page's own name of a shape and is never sent.
 */
import { areaOfRing, boundsOf, contains, distance, nearestOnOutline, rounded, simplified } from './geometry.js';

let count = 0;
export const newId = () => `shape-${(count += 1)}`;

export const polygon = (name, ring) => ({ id: newId(), kind: 'POLYGON', class: name, rings: [ring.map(rounded)] });

/** The box between two opposite corners, in any order. */
export function boxBetween(name, a, b) {
  return withCorners({ id: newId(), kind: 'BOX', class: name }, a, b);
}

function withCorners(box, a, b) {
  const [from, to] = [rounded(a), rounded(b)];
  const corner = rounded({ x: Math.min(from.x, to.x), y: Math.min(from.y, to.y) });
  const size = rounded({ x: Math.abs(from.x - to.x), y: Math.abs(from.y - to.y) });
  return { ...box, ...corner, width: size.x, height: size.y };
}

/** A box's corners, clockwise from the top left. */
export const cornersOf = ({ x, y, width, height }) => [
  { x, y },
  { x: x + width, y },
  { x: x + width, y: y + height },
  { x, y: y + height },
];

export const outlineOf = (shape) => (shape.kind === 'BOX' ? [cornersOf(shape)] : shape.rings);
export const pointsOf = (shape) => outlineOf(shape).flat();
export const pointAt = (shape, { ring, point }) => outlineOf(shape)[ring]?.[point];
export const centreOf = (shape) => {
  const { x, y, width, height } = boundsOf(pointsOf(shape));
  return { x: x + width / 2, y: y + height / 2 };
};

/** Square pixels, outer rings less holes as far as rings do not cross. */
export function areaOf(shape) {
  return outlineOf(shape).reduce((sum, ring, index, rings) => {
    const isHole = contains(rings.toSpliced(index, 1), ring[0]);
    return sum + (isHole ? -1 : 1) * areaOfRing(ring);
  }, 0);
}

/** Whether the shape encloses nothing: a click that was meant as a drag. */
export const isEmpty = (shape) =>
  shape.kind === 'BOX'
    ? !(shape.width > 0 && shape.height > 0)
    : outlineOf(shape).every((ring) => areaOfRing(ring) === 0);

export function moved(shape, dx, dy) {
  const by = (point) => rounded({ x: point.x + dx, y: point.y + dy });
  if (shape.kind === 'BOX') return { ...shape, ...by(shape) };
  return { ...shape, rings: shape.rings.map((ring) => ring.map(by)) };
}

const withRing = (shape, ring, points) => ({ ...shape, rings: shape.rings.with(ring, points) });

/** A box keeps the opposite corner where it is. */
export function withPointAt(shape, { ring, point }, to) {
  if (shape.kind === 'BOX') return withCorners(shape, cornersOf(shape)[(point + 2) % 4], to);
  return withRing(shape, ring, shape.rings[ring].with(point, rounded(to)));
}

/**
 * Moves a point together with the points that have no handle of their own: up to the neighbouring handles `before` and `after`
 * they follow, the less the farther along the outline (a cosine, so that no corner is made). With handles on the direct neighbours this moves the one point only.
 */
export function withStretchAt(shape, { ring, point }, to, { before, after }) {
  if (shape.kind === 'BOX') return withPointAt(shape, { ring, point }, to);
  const points = shape.rings[ring];
  const [dx, dy] = [to.x - points[point].x, to.y - points[point].y];
  const weights = new Map([[point, 1], ...followers(points, point, after, 1), ...followers(points, point, before, -1)]);
  return withRing(
    shape,
    ring,
    points.map((each, index) => {
      const weight = weights.get(index);
      return weight ? rounded({ x: each.x + dx * weight, y: each.y + dy * weight }) : each;
    }),
  );
}

/** `[index, weight]` of the points strictly between two handles, by the length of the way between them. */
function followers(points, from, to, step) {
  const way = [];
  let length = 0;
  for (let index = from; index !== to;) {
    const next = (index + step + points.length) % points.length;
    length += distance(points[index], points[next]);
    if (next !== to) way.push([next, length]);
    if (next === from) return [];
    index = next;
  }
  return way.map(([index, at]) => [index, length > 0 ? (1 + Math.cos((Math.PI * at) / length)) / 2 : 0]);
}

/** A new point after the point `after`. */
export function withPointAfter(shape, { ring, after }, at) {
  return withRing(shape, ring, shape.rings[ring].toSpliced(after + 1, 0, rounded(at)));
}

/** Null when nothing is left. A ring of three points goes as a whole. */
export function withoutPoint(shape, { ring, point }) {
  if (shape.rings[ring].length > 3) return withRing(shape, ring, shape.rings[ring].toSpliced(point, 1));
  return shape.rings.length > 1 ? { ...shape, rings: shape.rings.toSpliced(ring, 1) } : null;
}

/** One more ring: inside another it is a hole, outside a second part. */
export const withRingAdded = (shape, ring) => ({ ...shape, rings: [...shape.rings, ring.map(rounded)] });

/** With fewer points, none of those left out farther than `tolerance` pixels away. */
export const withFewerPoints = (shape, tolerance) => ({
  ...shape,
  rings: shape.rings.map((ring) => simplified(ring, tolerance)),
});

/** What the pointer means: the smallest shape that it is in, or else the nearest outline within `reach` pixels. */
export function shapeAt(shapes, p, reach) {
  const within = shapes.filter((shape) => contains(outlineOf(shape), p));
  if (within.length > 0) return within.reduce((best, shape) => (areaOf(shape) < areaOf(best) ? shape : best));
  let best = null;
  for (const shape of shapes) {
    const away = nearestOnOutline(outlineOf(shape), p)?.distance ?? Infinity;
    if (away <= reach && (!best || away < best.away)) best = { shape, away };
  }
  return best?.shape ?? null;
}
