export { WorkflowModule } from './workflow.module.js';
export {
  asksBy,
  decide,
  mappedAnswers,
  type Answer,
  type Asking,
  type Decision,
  type Situation,
} from './workflow.rules.js';
