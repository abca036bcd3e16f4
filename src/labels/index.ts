export * from './label.types.js';
export { asLabelSchema, faultsOfSchema, LONGEST_TEXT } from './label-schema.rules.js';
export { asLabels, faultsOfLabels } from './label.rules.js';
export { boxIntersectionArea, boxIou, type Box } from './geometry/box.js';
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
  type RunMask,
} from './geometry/mask.js';
export { paintBox, paintPolygon } from './geometry/paint.js';
export { polygonArea, polygonBounds, polygonIntersectionArea, polygonIou } from './geometry/polygon.js';
export { areaOfShape, boundsOfShape, shapeIou } from './geometry/shape.js';
