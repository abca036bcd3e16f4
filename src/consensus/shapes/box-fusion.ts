import { boxIou, type BoxLabel } from '../../labels/index.js';

/** The mean of the sides, by weight. @param weights one a box, above 0 */
export function averageBox(boxes: readonly BoxLabel[], weights: readonly number[]): BoxLabel {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const mean = (of: (box: BoxLabel) => number) =>
    boxes.reduce((total, box, place) => total + of(box) * weights[place]!, 0) / sum;
  const [x, y] = [mean((box) => box.x), mean((box) => box.y)];
  const [right, bottom] = [mean((box) => box.x + box.width), mean((box) => box.y + box.height)];
  return { kind: 'BOX', class: boxes[0]!.class, x, y, width: right - x, height: bottom - y };
}

export interface ScoredBox {
  box: BoxLabel;
  /** In (0, 1]. */
  score: number;
}

/** Of one model or person. */
export interface BoxSource {
  boxes: ScoredBox[];
  /** Above 0. */
  weight: number;
}

/**
 * Weighted box fusion (Solovyev, Wang & Gabruseva 2021, Image and Vision Computing 107:104117): the boxes of all sources,
 * from the greatest weighted score down, each join the fused box of their class that they overlap most, if by more than
 * `matchIou`, and move it: its sides are the mean by weighted score. The score of a fused box is the mean weighted score of
 * its members × min(sources, members) / Σ weights: what few sources have found counts less.
 *
 * @param matchIou in [0, 1); 0.55 in the paper
 * @returns by falling score
 */
export function weightedBoxFusion(sources: readonly BoxSource[], matchIou = 0.55): ScoredBox[] {
  const weights = sources.reduce((sum, { weight }) => sum + weight, 0);
  const inOrder = sources
    .flatMap(({ boxes, weight }) => boxes.map(({ box, score }) => ({ box, score: score * weight })))
    .sort((a, b) => b.score - a.score);
  const fused: { members: ScoredBox[]; box: BoxLabel }[] = [];
  for (const one of inOrder) {
    let best: (typeof fused)[number] | null = null;
    let bestIou = matchIou;
    for (const other of fused) {
      const iou = other.box.class === one.box.class ? boxIou(other.box, one.box) : 0;
      if (iou > bestIou) [best, bestIou] = [other, iou];
    }
    if (!best) {
      fused.push({ members: [one], box: one.box });
      continue;
    }
    best.members.push(one);
    best.box = averageBox(
      best.members.map(({ box }) => box),
      best.members.map(({ score }) => score),
    );
  }
  return fused
    .map(({ members, box }) => {
      const mean = members.reduce((sum, { score }) => sum + score, 0) / members.length;
      return { box, score: (mean * Math.min(sources.length, members.length)) / weights };
    })
    .sort((a, b) => b.score - a.score);
}
