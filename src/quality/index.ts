export { classesOfKnown, compareWithKnown, type Comparison } from './gold/comparison.rules.js';
export { GoldLessons } from './gold/gold-lessons.js';
export { GoldService } from './gold/gold.service.js';
export { ErrorModels, type Estimate } from './error-models/error-models.service.js';
export { DisputesService } from './disputes/disputes.service.js';
export { type Alarm, type AlarmKind, alarmKinds, NoticesStore } from './notices/notices.store.js';
export { changePoint, type ChangePoint } from './trust/change-point.rules.js';
export { type ShownItem, TrainingItems } from './training/training-items.service.js';
export { TrustService } from './trust/trust.service.js';
export type { NewEvidence, Part as TrustPart } from './trust/trust.store.js';
export { SeverityEnum, VerdictDecisionEnum } from './verdict.type.js';
export { VerdictsService } from './verdicts.service.js';
export { QualityModule } from './quality.module.js';
export * from './sampling/index.js';
export * from './trust/index.js';
export {
  failureOfTrusted,
  isSpoilt,
  leakSuspicion,
  TRUSTED_MEAN,
  type GoldFailure,
  type GoldResult,
  type LeakSuspicion,
} from './gold/gold-health.rules.js';
export {
  chooseGold,
  goldRate,
  isEligible,
  type GoldCandidate,
  type GoldChoice,
  type GoldRates,
} from './gold/gold-rate.rules.js';
