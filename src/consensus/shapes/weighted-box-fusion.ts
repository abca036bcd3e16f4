import { boxIou, type Box } from '../../labels/index.js';

export interface ScoredBox extends Box {
  class: string;
  /** How sure its source is of it, above 0; 1 when absent. */
  score?: number;
}

export interface FusedBox extends Box {
  class: string;
  /** The mean score, lowered by the share of the sources that have no such box. */
  score: number;
  /** The boxes it was fused from, by the places of their list and in it, the highest score first. */
  members: { source: number; place: number }[];
}

export interface BoxFusionOptions {
  /** How much each source counts, one a list, above 0; 1 when absent. Scores are multiplied by it. */
  weights?: readonly number[];
  /** A box joins the fused box with the greatest IoU above this; 0.55 when absent. */
  matchIou?: number;
  /** Boxes of a lesser score are left out; 0 when absent. */
  leastScore?: number;
}

/**
 * Weighted box fusion: from the highest score down each box joins the fused box of its class that it overlaps most, and moves
 * it; coordinates are averaged by score. Solovyev, Wang & Gabruseva, Image and Vision Computing 107, 2021 (arXiv 1910.13302);
 * the score is their code's `avg`: the mean of the members' weighted scores × min(lists, members) / the sum of the weights.
 * Of equal scores the first list's, then the first box in it, comes first.
 *
 * @param sources the boxes of each source, in pixels
 * @returns the highest score first
 * @throws RangeError when a score or a weight is not a finite number above 0
 */
export function weightedBoxFusion(
  sources: readonly (readonly ScoredBox[])[],
  options: BoxFusionOptions = {},
): FusedBox[] {
  const { weights = [], matchIou = 0.55, leastScore = 0 } = options;
  const weightOf = (source: number) => aboveZero(weights[source] ?? 1, 'weight');
  const boxes = sources.flatMap((list, source) => {
    return list
      .map((box, place) => ({ source, place, box, given: aboveZero(box.score ?? 1, 'score') }))
      .filter(({ given }) => given >= leastScore)
      .map(({ given, ...one }) => ({ ...one, score: given * weightOf(source) }));
  });
  const fused = new Map<string, { fused: Box; members: Candidate[] }[]>();
  for (const one of boxes.sort((a, b) => b.score - a.score)) {
    const same = fused.get(one.box.class) ?? [];
    fused.set(one.box.class, same);
    const ious = same.map((cluster) => boxIou(cluster.fused, one.box));
    const best = ious.reduce((most, iou, index) => (iou > (ious[most] ?? matchIou) ? index : most), -1);
    const cluster = same[best];
    if (!cluster) {
      same.push({ fused: one.box, members: [one] });
      continue;
    }
    cluster.members.push(one);
    cluster.fused = meanBox(cluster.members);
  }
  const allWeights = sources.reduce((sum, _, source) => sum + weightOf(source), 0);
  return [...fused.entries()]
    .flatMap(([name, clusters]) => clusters.map((cluster) => ({ ...cluster, name })))
    .map(({ name, fused: { x, y, width, height }, members }): FusedBox => {
      const mean = members.reduce((sum, { score }) => sum + score, 0) / members.length;
      return {
        class: name,
        x,
        y,
        width,
        height,
        score: (mean * Math.min(sources.length, members.length)) / allWeights,
        members: members.map(({ source, place }) => ({ source, place })),
      };
    })
    .sort((a, b) => b.score - a.score);
}

interface Candidate {
  source: number;
  place: number;
  box: Box;
  score: number;
}

/** The box of the averaged edges, each box counting by its score. */
export function meanBox(boxes: readonly { box: Box; score: number }[]): Box {
  const all = boxes.reduce((sum, { score }) => sum + score, 0);
  const mean = (of: (box: Box) => number) => boxes.reduce((sum, { box, score }) => sum + of(box) * (score / all), 0);
  return {
    x: mean(({ x }) => x),
    y: mean(({ y }) => y),
    width: mean((box) => box.width),
    height: mean((box) => box.height),
  };
}

function aboveZero(value: number, what: string): number {
  if (!(value > 0 && Number.isFinite(value))) throw new RangeError(`a ${what} of ${value} is no finite number above 0`);
  return value;
}
