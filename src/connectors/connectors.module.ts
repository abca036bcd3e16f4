import { Module } from '@nestjs/common';
import { BatchesModule } from '../batches/index.js';
import { IdentityModule } from '../identity/index.js';
import { ProjectsModule } from '../projects/index.js';
import { QualityModule } from '../quality/index.js';
import { TasksModule } from '../tasks/index.js';
import { WorkflowModule } from '../workflow/index.js';
import { ConnectionsResolver } from './connections/connections.resolver.js';
import { ConnectionsService } from './connections/connections.service.js';
import { ConnectionsStore } from './connections/connections.store.js';
import { ConnectionOpener } from './connections/open-connection.js';
import { ConnectorsJobs } from './connectors.jobs.js';
import { ApplyingService } from './inbox/applying.service.js';
import { HooksController } from './inbox/hooks.controller.js';
import { InboxResolver } from './inbox/inbox.resolver.js';
import { InboxStore } from './inbox/inbox.store.js';
import { ReceivingService } from './inbox/receiving.service.js';
import { HandOffTokens } from './items/hand-off-tokens.js';
import { HandOffController } from './items/hand-off.controller.js';
import { HandOffResolver } from './items/hand-off.resolver.js';
import { HandOffService } from './items/hand-off.service.js';
import { ItemsStore } from './items/items.store.js';
import { PlacingService } from './items/placing.service.js';
import { SendBackService } from './items/send-back.service.js';
import { WorkItems } from './items/work-items.js';
import { AskingService } from './models/asking.service.js';
import { ModelAnswersController } from './models/model-answers.controller.js';
import { ModelCallsService } from './models/model-calls.service.js';
import { ModelCallsStore } from './models/model-calls.store.js';
import { ModelEngine } from './models/model-engine.js';
import { ModelOutcomes } from './models/model-outcomes.js';
import { ModelQuestions } from './models/model-questions.js';
import { ModelSecrets } from './models/model-secrets.js';
import { ModelSender } from './models/model-sender.js';
import { ModelServicesResolver } from './models/model-services.resolver.js';
import { ModelServicesService } from './models/model-services.service.js';
import { ModelServicesStore } from './models/model-services.store.js';
import { ProjectModelService } from './models/project-model.service.js';
import { ReceivingAnswers } from './models/receiving-answers.service.js';
import { ReadingService } from './reconcile/reading.service.js';
import { ReconcileResolver } from './reconcile/reconcile.resolver.js';
import { ReconcileService } from './reconcile/reconcile.service.js';
import { ReconcileStore } from './reconcile/reconcile.store.js';
import { SettleStore } from './settling/settle.store.js';
import { SettlingService } from './settling/settling.service.js';
import { TrainingHandOffsResolver } from './training/training-hand-offs.resolver.js';
import { TrainingHandOffs } from './training/training-hand-offs.service.js';
import { TrainingHandOffsStore } from './training/training-hand-offs.store.js';
import { ToolCalls } from './tool-calls.js';

const connections = [ConnectionsStore, ConnectionsService, ConnectionsResolver, ConnectionOpener, ToolCalls];
const items = [ItemsStore, WorkItems, HandOffTokens, PlacingService, HandOffService, HandOffResolver, SendBackService];
const training = [TrainingHandOffsStore, TrainingHandOffs, TrainingHandOffsResolver];
const inbox = [InboxStore, ReceivingService, ApplyingService, InboxResolver];
const models = [ModelServicesStore, ModelServicesService, ProjectModelService, ModelServicesResolver, ModelSecrets];
const asking = [
  ModelCallsStore,
  ModelCallsService,
  ModelOutcomes,
  ModelQuestions,
  AskingService,
  ModelSender,
  ModelEngine,
  ReceivingAnswers,
];
const settling = [SettleStore, SettlingService];
const reconciling = [ReconcileStore, ReadingService, ReconcileService, ReconcileResolver];

@Module({
  imports: [IdentityModule, ProjectsModule, BatchesModule, TasksModule, QualityModule, WorkflowModule],
  controllers: [HooksController, ModelAnswersController, HandOffController],
  providers: [
    ...connections,
    ...items,
    ...training,
    ...inbox,
    ...models,
    ...asking,
    ...settling,
    ...reconciling,
    ConnectorsJobs,
  ],
})
export class ConnectorsModule {}
