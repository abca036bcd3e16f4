export { nobodyMayJudge } from './audit-items.store.js';
export { auditWaitOf } from './audit-wait.rules.js';
export { AuditsModule } from './audits.module.js';
