export * from './forecast/index.js';
export { MetricsModule } from './metrics.module.js';
export { HoursService } from './time/hours.service.js';
export { checkWorkHours } from './work-hours/check-work-hours.js';
