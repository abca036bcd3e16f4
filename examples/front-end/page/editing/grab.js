/** What of a shape can be taken hold of, at the zoom of the moment. */
import { distance, nearestOnOutline, spacedPoints } from './geometry.js';
import { outlineOf } from './shapes.js';

/**
 * The handles that are shown: `{ ring, point, at, before, after }` with the points of the handles next to it.
 * @param spacing pixels of the picture between two handles, at least
 * @param always a point (`{ ring, point }`) that has a handle in any case
 */
export function handlesOf(shape, spacing, always = null) {
  return outlineOf(shape).flatMap((points, ring) => {
    const shown =
      shape.kind === 'BOX' ? [0, 1, 2, 3] : spacedPoints(points, spacing, always?.ring === ring ? always.point : -1);
    return shown.map((point, index) => ({
      ring,
      point,
      at: points[point],
      before: shown.at(index - 1),
      after: shown[(index + 1) % shown.length],
    }));
  });
}

export const handleOf = (shape, spacing, { ring, point }) =>
  handlesOf(shape, spacing, { ring, point }).find((each) => each.ring === ring && each.point === point);

/**
 * What a press at `p` takes hold of, within `reach` pixels: a handle, or a point of the outline that has none (`isHidden`), or
 * a place where a new point would be made (`isNew`, after the point `after`). Null: nothing of the shape.
 */
export function grabAt(shape, p, spacing, reach, selected = null) {
  const handles = handlesOf(shape, spacing, selected);
  let nearest = null;
  for (const handle of handles) if (!nearest || distance(handle.at, p) < distance(nearest.at, p)) nearest = handle;
  if (nearest && distance(nearest.at, p) <= reach) return nearest;
  if (shape.kind === 'BOX') return null;

  const place = nearestOnOutline(outlineOf(shape), p);
  if (!place || place.distance > reach) return null;
  const { ring, after } = place;
  const points = shape.rings[ring];
  const ends = [after, (after + 1) % points.length];
  const hasHandle = (point) => handles.some((each) => each.ring === ring && each.point === point);
  if (ends.every(hasHandle)) return { isNew: true, ring, after, at: place.point };
  const [point] = ends.toSorted((a, b) => distance(points[a], p) - distance(points[b], p));
  return { ...handleOf(shape, spacing, { ring, point }), isHidden: true };
}
