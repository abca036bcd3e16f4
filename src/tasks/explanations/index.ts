export { emptyMessages, type EmptyReason, emptyReasons } from './explanation.rules.js';
export { type WayIn, WayInSource, WaysIn } from './ways-in.js';
export { type EmptyProject, ExplanationsService } from './explanations.service.js';
