import { Module } from '@nestjs/common';
import { BatchesModule } from '../batches/index.js';
import { IdentityModule } from '../identity/index.js';
import { ProjectsModule } from '../projects/index.js';
import { QualityModule } from '../quality/index.js';
import { AccuracyResolver } from './accuracy/accuracy.resolver.js';
import { AccuracyService } from './accuracy/accuracy.service.js';
import { AccuracyStore } from './accuracy/accuracy.store.js';
import { AgreementResolver } from './agreement/agreement.resolver.js';
import { AgreementService } from './agreement/agreement.service.js';
import { AnalysesJobs } from './analyses/analyses.jobs.js';
import { AnalysesResolver } from './analyses/analyses.resolver.js';
import { AnalysesService } from './analyses/analyses.service.js';
import { AnalysesStore } from './analyses/analyses.store.js';
import { AnalysisRegistry } from './analyses/analysis-registry.js';
import { AnalysisRunner } from './analyses/analysis-runner.service.js';
import { AnswersReader } from './answers/answers.reader.js';
import { AnswersStore } from './answers/answers.store.js';
import { ComparisonResolver } from './comparison/comparison.resolver.js';
import { MethodComparisons } from './comparison/method-comparison.js';
import { CorrectionsJobs } from './corrections/corrections.jobs.js';
import { CorrectionsResolver } from './corrections/corrections.resolver.js';
import { CorrectionsService } from './corrections/corrections.service.js';
import { CorrectionsStore } from './corrections/corrections.store.js';
import { PolicyPreviewResolver } from './policy-preview/policy-preview.resolver.js';
import { PolicyPreviewStore } from './policy-preview/policy-preview.store.js';
import { PolicyPreviews } from './policy-preview/policy-previews.js';
import { WorkHoursJobs } from './work-hours/work-hours.jobs.js';

const analyses = [AnalysesStore, AnalysesService, AnalysisRegistry, AnalysisRunner, AnalysesJobs, AnalysesResolver];
const answers = [AnswersStore, AnswersReader];
const accuracy = [AccuracyStore, AccuracyService, AccuracyResolver];
const agreement = [AgreementService, AgreementResolver];
const comparison = [MethodComparisons, ComparisonResolver];
const corrections = [CorrectionsStore, CorrectionsService, CorrectionsJobs, CorrectionsResolver];
const policyPreview = [PolicyPreviewStore, PolicyPreviews, PolicyPreviewResolver];

@Module({
  imports: [IdentityModule, ProjectsModule, BatchesModule, QualityModule],
  providers: [
    ...answers,
    ...accuracy,
    ...agreement,
    ...analyses,
    ...comparison,
    ...corrections,
    ...policyPreview,
    WorkHoursJobs,
  ],
})
export class MetricsModule {}
