export {
  actionRulesFor,
  defaultActionRules,
  dueActions,
  type ClassedEvidence,
  type DueAction,
} from './action.rules.js';
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
export {
  evidenceSources,
  trustActions,
  type ActionRule,
  type Evidence,
  type EvidenceSource,
  type Trust,
  type TrustAction,
} from './trust.types.js';
