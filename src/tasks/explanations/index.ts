export { emptyMessages, type EmptyReason, emptyReasons } from './explanation.rules.js';
export { type EmptyProject, ExplanationsService } from './explanations.service.js';
