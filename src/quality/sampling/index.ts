export {
  averageInspected,
  averageOutgoing,
  operatingCurve,
  probabilityOfAcceptance,
  shareAcceptedWith,
  worstOutgoing,
  type CurvePoint,
  type Judged,
} from './characteristic.rules.js';
export { codeLetterOf, codeLetters, inspectionLevels, type InspectionLevel } from './code-letters.rules.js';
export { commitmentOf, drawSample, LEAST_SEED_LENGTH, verifyDraw, type PublishedDraw } from './draw.rules.js';
export {
  drawByChance,
  hajekEstimate,
  listedEstimate,
  mixedChances,
  stratifiedEstimate,
  type DrawnItem,
  type ListedSample,
  type RateEstimate,
  type Stratum,
} from './estimates.rules.js';
export {
  severities,
  verdictOf,
  type LotVerdict,
  type Severity,
  type SeverityCount,
  type SeverityVerdict,
} from './lot-verdict.rules.js';
export {
  sequentialCharacteristic,
  sequentialDecision,
  sequentialPlan,
  type SequentialPlan,
} from './sequential-plan.rules.js';
export {
  sequentialCurve,
  sequentialLotPlan,
  sequentialPathOf,
  sequentialVerdictOf,
  type SequentialCount,
  type SequentialLotPlan,
  type SequentialPath,
  type SequentialVerdict,
} from './sequential-lot.rules.js';
export {
  aqls,
  inspections,
  planOfLetter,
  samplingPlan,
  unverifiedOf,
  type AcceptancePlan,
  type Aql,
  type Inspection,
  type SamplingDemand,
  type SamplingPlan,
} from './single-plans.rules.js';
export {
  afterCorrection,
  nextState,
  switchingMoves,
  switchingStart,
  type LotResult,
  type SwitchingMove,
  type SwitchingPosition,
  type SwitchingRules,
  type SwitchingState,
} from './switching.rules.js';
export { planOfTwoPoints, zeroAcceptancePlan, type DemandedPlan } from './two-point-plans.rules.js';
