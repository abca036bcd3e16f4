export { dueActions, type ClassedEvidence, type DueAction } from './action.rules.js';
export { changePoint, type ChangePoint, type Moment, type Stretch } from './change-point.rules.js';
export {
  jeffreysPrior,
  percentOf,
  posteriorOf,
  probabilityBelow,
  trustFrom,
  trustOf,
  type Posterior,
  type TrustOptions,
} from './trust.rules.js';
export type { Evidence, Trust } from './trust.types.js';
