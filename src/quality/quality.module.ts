import { Module } from '@nestjs/common';
import { BatchesModule } from '../batches/index.js';
import { IdentityModule } from '../identity/index.js';
import { ProjectsModule } from '../projects/index.js';
import { TasksModule } from '../tasks/index.js';
import { ErrorModels } from './error-models/error-models.service.js';
import { ErrorModelsStore } from './error-models/error-models.store.js';
import { ExposuresStore } from './gold/exposures.store.js';
import { GoldAnswersService } from './gold/gold-answers.service.js';
import { GoldCareService } from './gold/gold-care.service.js';
import { GoldLessons } from './gold/gold-lessons.js';
import { GoldResolver } from './gold/gold.resolver.js';
import { GoldScope } from './gold/gold-scope.js';
import { GoldService } from './gold/gold.service.js';
import { GoldStore } from './gold/gold.store.js';
import { InjectionService } from './gold/injection.service.js';
import { NoticesStore } from './notices/notices.store.js';
import { QualityJobs } from './quality.jobs.js';
import { TrustJudge } from './trust/trust-judge.service.js';
import { TrustResolver } from './trust/trust.resolver.js';
import { TrustService } from './trust/trust.service.js';
import { TrustStore } from './trust/trust.store.js';
import { VerdictsResolver } from './verdicts.resolver.js';
import { VerdictsService } from './verdicts.service.js';

const gold = [
  ExposuresStore,
  GoldAnswersService,
  GoldCareService,
  GoldLessons,
  GoldResolver,
  GoldScope,
  GoldService,
  GoldStore,
  InjectionService,
];
const trust = [NoticesStore, TrustJudge, TrustResolver, TrustService, TrustStore];
const judging = [VerdictsResolver, VerdictsService];

@Module({
  imports: [IdentityModule, ProjectsModule, BatchesModule, TasksModule],
  providers: [ErrorModels, ErrorModelsStore, ...gold, ...trust, ...judging, QualityJobs],
  exports: [ErrorModels, GoldLessons, GoldService, NoticesStore, TrustService],
})
export class QualityModule {}
