export { mapClasses, mappedClass, type ClassMap } from './class-map.js';
export { clusterAttributes, type AttributeConsensus, type ShapeAttributes } from './cluster-attributes.js';
export {
  consensusOfShapes,
  type ConsensusShape,
  type ShapeAnswer,
  type ShapePolicy,
  type ShapesConsensus,
} from './consensus-of-shapes.js';
export { existenceOf, type Drawer } from './existence.js';
export { fusedShape } from './fused-shape.js';
export { pixelMajority } from './pixel-majority.js';
export { shapeClusters, type DrawnShape, type ShapeCluster } from './shape-clusters.js';
export { shapesScore, type ShapesScore } from './shapes-score.js';
export {
  staple,
  stapleOf,
  type DecisionPattern,
  type StapleEstimate,
  type StapleMask,
  type StapleOptions,
} from './staple.js';
export {
  meanBox,
  weightedBoxFusion,
  type BoxFusionOptions,
  type FusedBox,
  type ScoredBox,
} from './weighted-box-fusion.js';
