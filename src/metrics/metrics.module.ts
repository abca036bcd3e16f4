import { Module } from '@nestjs/common';
import { BatchesModule } from '../batches/index.js';
import { IdentityModule } from '../identity/index.js';
import { ProjectsModule } from '../projects/index.js';
import { QualityModule } from '../quality/index.js';
import { AgreementResolver } from './agreement/agreement.resolver.js';
import { AgreementService } from './agreement/agreement.service.js';
import { AnswersReader } from './answers/answers.reader.js';
import { AnswersStore } from './answers/answers.store.js';

const answers = [AnswersStore, AnswersReader];
const agreement = [AgreementService, AgreementResolver];

@Module({
  imports: [IdentityModule, ProjectsModule, BatchesModule, QualityModule],
  providers: [...answers, ...agreement],
})
export class MetricsModule {}
