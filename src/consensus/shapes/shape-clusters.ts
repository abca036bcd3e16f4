import { boundsOfShape, shapeIou, type Box, type ShapeLabel } from '../../labels/index.js';

/** A shape in the list of one answer, by their places. */
export interface ShapePlace {
  answer: number;
  place: number;
  shape: ShapeLabel;
}

export interface ShapeCluster {
  /** In the order of answers, one an answer at most. */
  members: ShapePlace[];
  /** IoU of two members, by their places in `members`. */
  iou(left: number, right: number): number;
}

/**
 * Which shapes of one class mean the same object. Of all pairs of clusters that share no answer and whose every two members
 * reach `matchIou` (complete linkage), the two with the greatest least IoU are joined, until none is left: a chain of
 * overlapping shapes never becomes one object. The order of answers decides between equals only.
 *
 * Only shapes whose bounds touch are compared, and each group linked by overlaps is joined alone.
 */
export function shapeClusters(answers: readonly (readonly ShapeLabel[])[], matchIou: number): ShapeCluster[] {
  const places = answers.flatMap((shapes, answer) => shapes.map((shape, place) => ({ answer, place, shape })));
  const links = linksOf(places, matchIou);
  return componentsOf(places.length, links)
    .flatMap((component) => joined(component, places, links))
    .map((cluster) =>
      clusterOf(
        cluster.sort((a, b) => a - b),
        places,
        links,
      ),
    )
    .sort((a, b) => firstOf(a).answer - firstOf(b).answer || firstOf(a).place - firstOf(b).place);
}

const firstOf = ({ members }: ShapeCluster): ShapePlace => members[0]!;

/** IoU of each pair that may be the same object, by both places. */
type Links = Map<number, number>[];

function linksOf(places: readonly ShapePlace[], matchIou: number): Links {
  const bounds = places.map(({ shape }) => boundsOfShape(shape));
  const inOrder = places.map((_, place) => place).sort((a, b) => bounds[a]!.x - bounds[b]!.x);
  const links: Links = places.map(() => new Map());
  for (const [rank, one] of inOrder.entries()) {
    for (let next = rank + 1; next < inOrder.length; next += 1) {
      const other = inOrder[next]!;
      // One pixel of slack: against a mask the outline of a polygon is painted, up to a pixel beyond its bounds.
      if (bounds[other]!.x > bounds[one]!.x + bounds[one]!.width + 1) break;
      if (places[one]!.answer === places[other]!.answer || !overlapInHeight(bounds[one]!, bounds[other]!)) continue;
      const iou = shapeIou(places[one]!.shape, places[other]!.shape);
      if (iou < matchIou) continue;
      links[one]!.set(other, iou);
      links[other]!.set(one, iou);
    }
  }
  return links;
}

const overlapInHeight = (a: Box, b: Box): boolean => a.y <= b.y + b.height + 1 && b.y <= a.y + a.height + 1;

function componentsOf(count: number, links: Links): number[][] {
  const seen = new Uint8Array(count);
  const components: number[][] = [];
  for (let start = 0; start < count; start += 1) {
    if (seen[start]) continue;
    const component = [start];
    seen[start] = 1;
    for (const one of component)
      for (const other of links[one]!.keys()) {
        if (seen[other]) continue;
        seen[other] = 1;
        component.push(other);
      }
    components.push(component.sort((a, b) => a - b));
  }
  return components;
}

function joined(component: number[], places: readonly ShapePlace[], links: Links): number[][] {
  const clusters = component.map((one) => [one]);
  for (;;) {
    let best: { left: number; right: number; iou: number } | null = null;
    for (let left = 0; left < clusters.length; left += 1)
      for (let right = left + 1; right < clusters.length; right += 1) {
        const iou = leastIou(clusters[left]!, clusters[right]!, places, links);
        if (iou !== null && iou > (best?.iou ?? -1)) best = { left, right, iou };
      }
    if (!best) return clusters;
    clusters[best.left] = [...clusters[best.left]!, ...clusters[best.right]!];
    clusters.splice(best.right, 1);
  }
}

function leastIou(left: number[], right: number[], places: readonly ShapePlace[], links: Links): number | null {
  let least = Infinity;
  for (const one of left)
    for (const other of right) {
      const iou = places[one]!.answer === places[other]!.answer ? undefined : links[one]!.get(other);
      if (iou === undefined) return null;
      least = Math.min(least, iou);
    }
  return least;
}

function clusterOf(cluster: number[], places: readonly ShapePlace[], links: Links): ShapeCluster {
  return {
    members: cluster.map((one) => places[one]!),
    iou: (left, right) => (left === right ? 1 : links[cluster[left]!]!.get(cluster[right]!)!),
  };
}
