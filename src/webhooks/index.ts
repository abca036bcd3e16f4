export { DeliveryEngine } from './sending/delivery-engine.js';
export { WebhooksModule } from './webhooks.module.js';
