/**
 * Plane geometry of outlines, in pixels of the picture: x to the right, y down. A ring is a list of points; its last point is
 * joined to its first. Rings of one shape are combined even-odd, so that a ring inside another is a hole.
 */

export const distance = (a, b) => Math.hypot(a.x - b.x, a.y - b.y);

/** Hundredths of a pixel: finer than anybody draws, and short in a message. */
export const rounded = ({ x, y }) => ({ x: Math.round(x * 100) / 100, y: Math.round(y * 100) / 100 });

/** The nearest point of the picture. */
export const inside = ({ x, y }, { width, height }) => ({
  x: Math.min(Math.max(x, 0), width),
  y: Math.min(Math.max(y, 0), height),
});

/** The point of the segment a–b that is nearest to p. */
export function nearestOnSegment(p, a, b) {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const square = dx * dx + dy * dy;
  const along = square === 0 ? 0 : Math.min(1, Math.max(0, ((p.x - a.x) * dx + (p.y - a.y) * dy) / square));
  return { x: a.x + along * dx, y: a.y + along * dy };
}

/** Of all rings: `{ ring, after, point, distance }`, where a new point on the outline would come after the point `after`. */
export function nearestOnOutline(rings, p) {
  let best = null;
  rings.forEach((points, ring) =>
    points.forEach((a, after) => {
      const point = nearestOnSegment(p, a, points[(after + 1) % points.length]);
      const away = distance(point, p);
      if (!best || away < best.distance) best = { ring, after, point, distance: away };
    }),
  );
  return best;
}

/** Whether p is inside, by counting the edges that a ray to the right crosses. */
export function contains(rings, p) {
  let isIn = false;
  for (const points of rings) {
    points.forEach((a, index) => {
      const b = points[(index + 1) % points.length];
      if (a.y > p.y !== b.y > p.y && p.x < ((b.x - a.x) * (p.y - a.y)) / (b.y - a.y) + a.x) isIn = !isIn;
    });
  }
  return isIn;
}

/** The smallest upright rectangle around all points. */
export function boundsOf(points) {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y } of points) {
    [left, right] = [Math.min(left, x), Math.max(right, x)];
    [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** Square pixels of one ring, by the shoelace formula; never negative. */
export function areaOfRing(points) {
  let twice = 0;
  points.forEach((a, index) => {
    const b = points[(index + 1) % points.length];
    twice += a.x * b.y - b.x * a.y;
  });
  return Math.abs(twice) / 2;
}

/**
 * The ring with fewer points, by Douglas and Peucker (Cartographica 10, 1973): no point that is left out lies farther than
 * `tolerance` pixels from the new outline. Never fewer than three points.
 */
export function simplified(points, tolerance) {
  if (points.length <= 4) return points;
  const far = farthestFrom(points, 0);
  const kept = new Set([0, far]);
  keepBetween(points, 0, far, tolerance, kept);
  keepBetween(points, far, points.length, tolerance, kept);
  const fewer = points.filter((_, index) => kept.has(index));
  return fewer.length >= 3 ? fewer : points;
}

function farthestFrom(points, start) {
  let best = start;
  points.forEach((point, index) => {
    if (distance(point, points[start]) > distance(points[best], points[start])) best = index;
  });
  return best;
}

/** Adds to `kept` what is needed between two kept points. A stack instead of recursion: outlines have thousands of points. */
function keepBetween(points, first, last, tolerance, kept) {
  const open = [[first, last]];
  for (let span = open.pop(); span; span = open.pop()) {
    const [from, to] = span;
    let [farthest, away] = [-1, tolerance];
    for (let index = from + 1; index < to; index++) {
      const gap = distance(points[index], nearestOnSegment(points[index], points[from], points[to % points.length]));
      if (gap > away) [farthest, away] = [index, gap];
    }
    if (farthest < 0) continue;
    kept.add(farthest);
    open.push([from, farthest], [farthest, to]);
  }
}

/**
 * Which points of a ring get a handle, so that two neighbours are at least `spacing` apart: a drawn outline may have a
 * thousand points, and a handle on each would hide it. `always` (an index) has one in any case.
 */
export function spacedPoints(points, spacing, always = -1) {
  const handles = [];
  points.forEach((point, index) => {
    const last = handles.at(-1);
    const isFar = last === undefined || distance(point, points[last]) >= spacing;
    if (index === always) {
      while (handles.length > 0 && distance(point, points[handles.at(-1)]) < spacing) handles.pop();
      handles.push(index);
    } else if (isFar && (always < 0 || distance(point, points[always]) >= spacing)) handles.push(index);
  });
  while (
    handles.length > 3 &&
    handles.at(-1) !== always &&
    distance(points[handles.at(-1)], points[handles[0]]) < spacing
  )
    handles.pop();
  return handles;
}
