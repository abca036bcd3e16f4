export { ModelEngine } from './models/model-engine.js';
export { ConnectorsModule } from './connectors.module.js';
