export * from './forecast/index.js';
export { MetricsModule } from './metrics.module.js';
