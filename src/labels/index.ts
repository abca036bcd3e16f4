export * from './label.types.js';
export { asLabelSchema, faultsOfSchema, LONGEST_TEXT } from './label-schema.rules.js';
export { asLabels, faultsOfLabels } from './label.rules.js';
export { boundaryOfLines, boundaryOfMask, boundaryOfPolygon, type Boundary } from './geometry/boundary.js';
export { boxIntersectionArea, boxIou, type Box } from './geometry/box.js';
export { hausdorffDistance, hausdorffPercentile } from './geometry/hausdorff.js';
export { areaAround, keypointSimilarity, type Keypoints, type OksOptions } from './geometry/keypoints.js';
export { DEFAULT_TORSO, lineSimilarity } from './geometry/line.js';
export { maskOfVotes, RunWriter, walkMasks } from './geometry/mask-votes.js';
export {
  compressCounts,
  decodeMask,
  encodeMask,
  expandCounts,
  maskArea,
  maskBounds,
  maskDice,
  maskIntersectionArea,
  maskIou,
  maskShareWithin,
  type RunMask,
} from './geometry/mask.js';
export { paintBox, paintPolygon } from './geometry/paint.js';
export { cellsOfPolygon, outlineOfCells, type PixelGrid } from './geometry/pixel-grid.js';
export { polygonArea, polygonBounds, polygonDice, polygonIntersectionArea, polygonIou } from './geometry/polygon.js';
export { areaOfShape, boundsOfShape, painted, ringsOf, shapeDice, shapeHausdorff, shapeIou } from './geometry/shape.js';
