import { Module } from '@nestjs/common';
import { IdentityModule } from '../identity/index.js';
import { ProjectsModule } from '../projects/index.js';
import { DeliveriesResolver } from './deliveries/deliveries.resolver.js';
import { DeliveriesService } from './deliveries/deliveries.service.js';
import { DeliveriesStore } from './deliveries/deliveries.store.js';
import { FanOut } from './deliveries/fan-out.js';
import { EndpointCheck } from './endpoints/endpoint-check.js';
import { EndpointsResolver } from './endpoints/endpoints.resolver.js';
import { EndpointsService } from './endpoints/endpoints.service.js';
import { EndpointsStore } from './endpoints/endpoints.store.js';
import { SchemasController } from './events/schemas.controller.js';
import { DeliveryEngine } from './sending/delivery-engine.js';
import { Lane } from './sending/lane.js';
import { SendingStore } from './sending/sending.store.js';
import { WebhooksJobs } from './webhooks.jobs.js';

const endpoints = [EndpointsStore, EndpointCheck, EndpointsService, EndpointsResolver];
const deliveries = [DeliveriesStore, FanOut, DeliveriesService, DeliveriesResolver];
const sending = [SendingStore, Lane, DeliveryEngine];

@Module({
  imports: [IdentityModule, ProjectsModule],
  controllers: [SchemasController],
  providers: [...endpoints, ...deliveries, ...sending, WebhooksJobs],
})
export class WebhooksModule {}
