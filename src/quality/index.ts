export { GoldService } from './gold/gold.service.js';
export { ErrorModels, type Estimate } from './error-models/error-models.service.js';
export { QualityModule } from './quality.module.js';
export * from './sampling/index.js';
