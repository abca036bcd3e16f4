export { RequeueService } from './requeue.service.js';
export { RevisionsService } from './revisions.service.js';
export { ResultsService } from './results.service.js';
export { WorkflowModule } from './workflow.module.js';
export { nobodyKnown, type KnownPeople } from './review-routing.rules.js';
export {
  asksBy,
  decide,
  mappedAnswers,
  type Answer,
  type Asking,
  type Decision,
  type Situation,
} from './workflow.rules.js';
