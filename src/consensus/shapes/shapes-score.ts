import type { ShapeLabel } from '../../labels/index.js';
import { matchShapes } from '../shape-matching.js';

export interface ShapesScore {
  /** Pairs of the same class whose IoU reaches `matchIou`. */
  matched: number;
  /** Shapes of either list without such a counterpart. */
  leftOver: { left: number; right: number };
  /** The mean IoU of the matched pairs; null when there is none. */
  meanIou: number | null;
  /** 2·matched / (left + right), 0 to 1: F1 at `matchIou`; 1 when both lists are empty. */
  f1: number;
  /** The matched pairs' IoU / (matched + half of what is left over), 0 to 1: `meanIou` × `f1`; 1 when both lists are empty. */
  panopticQuality: number;
}

/**
 * How well two lists of shapes agree on which objects there are and where. Shapes are paired class by class so that their IoU
 * sums to the most possible (`matchShapes`); pairs below `matchIou` are then no pairs. The panoptic quality is that of
 * Kirillov et al., CVPR 2019, equation 1, over all classes together. Symmetric but for `leftOver`.
 *
 * @param matchIou above 0, at most 1
 */
export function shapesScore(left: ShapeLabel[], right: ShapeLabel[], matchIou = 0.5): ShapesScore {
  if (!(matchIou > 0 && matchIou <= 1)) throw new RangeError('matchIou must be above 0 and at most 1');
  const classes = [...new Set([...left, ...right].map((shape) => shape.class))];
  const ious = classes.flatMap((name) => {
    const [lefts, rights] = [left, right].map((side) => side.filter((shape) => shape.class === name));
    return matchShapes(lefts!, rights!).flatMap(({ iou }) => (iou >= matchIou ? [iou] : []));
  });
  const [matched, all] = [ious.length, left.length + right.length];
  const total = ious.reduce((sum, iou) => sum + iou, 0);
  return {
    matched,
    leftOver: { left: left.length - matched, right: right.length - matched },
    meanIou: matched > 0 ? total / matched : null,
    f1: all > 0 ? (2 * matched) / all : 1,
    panopticQuality: all > 0 ? (2 * total) / all : 1,
  };
}
