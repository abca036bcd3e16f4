export {
  faultsOfJson,
  isStorableText,
  visibilityOf,
  visiblePart,
  type FieldVisibility,
  type Visibility,
} from './field.rules.js';
export { asConsensus, choiceMethods, partKinds, type AggregationFamily } from './consensus-policy.rules.js';
export type { ConsensusRule, PartRule } from './consensus-policy.types.js';
export { GuidelineNote, toGuidelineNote } from './guidelines/guideline.type.js';
export { GuidelinesService } from './guidelines/guidelines.service.js';
export { PausesService } from './people/pauses.service.js';
export { ProjectPeople } from './people/project-people.service.js';
export { QualificationsService } from './people/qualifications.service.js';
export { PlainText } from './plain-text.js';
export { asPolicy, faultsOfPolicy } from './policy.rules.js';
export type { AgreementRule, LeaseMinutes, Policy, PolicyInput, ReviewRule, SkipPolicy } from './policy.types.js';
export {
  errorSeverities,
  evidenceSources,
  trustActions,
  type ActionRule,
  type AuditRule,
  type ErrorCode,
  type ErrorSeverity,
  type EvidenceSource,
  type GoldRule,
  type QualifyingRule,
  type QualityPolicy,
  type TrustAction,
  type TrustRule,
} from './quality-policy.types.js';
export { defaultTrustActions } from './quality-policy.rules.js';
export { ProjectFactsCache, type ProjectFacts } from './project-facts.js';
export { NameTaken, Project, toProject } from './project.type.js';
export { ProjectsModule } from './projects.module.js';
export { ProjectsService } from './projects.service.js';
export type { ProjectRow } from './projects.store.js';
export { StageEnum } from './stage.type.js';
