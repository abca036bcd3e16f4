export {
  agreementOf,
  pairAgreement,
  type Agreement,
  type AgreementPolicy,
  type AnswerPair,
  type InstancePair,
  type PairAgreement,
} from './agreement.rules.js';
export { optimalAssignment, type OptimalAssignment } from './hungarian.js';
export { matchShapes, type ShapeMatch } from './shape-matching.js';
