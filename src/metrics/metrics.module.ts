import { Module } from '@nestjs/common';
import { BatchesModule } from '../batches/index.js';
import { IdentityModule } from '../identity/index.js';
import { ProjectsModule } from '../projects/index.js';
import { QualityModule } from '../quality/index.js';
import { WorkforceModule } from '../workforce/index.js';
import { AccuracyResolver } from './accuracy/accuracy.resolver.js';
import { AccuracyService } from './accuracy/accuracy.service.js';
import { AccuracyStore } from './accuracy/accuracy.store.js';
import { AgreementResolver } from './agreement/agreement.resolver.js';
import { AgreementService } from './agreement/agreement.service.js';
import { AlarmWatch } from './alarms/alarm-watch.service.js';
import { AlarmsJobs } from './alarms/alarms.jobs.js';
import { Alarms } from './alarms/alarms.service.js';
import { AlarmsStore } from './alarms/alarms.store.js';
import { NoticeChoicesResolver } from './alarms/notice-choices.resolver.js';
import { NoticeChoicesService } from './alarms/notice-choices.service.js';
import { NoticeChoicesStore } from './alarms/notice-choices.store.js';
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
import { ForecastResolver } from './forecast/forecast.resolver.js';
import { ForecastService } from './forecast/forecast.service.js';
import { ForecastStore } from './forecast/forecast.store.js';
import { JudgedWorkResolver } from './judged-work/judged-work.resolver.js';
import { JudgedWorkService } from './judged-work/judged-work.service.js';
import { JudgedWorkStore } from './judged-work/judged-work.store.js';
import { LiveResolver } from './live/live.resolver.js';
import { LiveService } from './live/live.service.js';
import { LiveStore } from './live/live.store.js';
import { MatricesResolver } from './matrices/matrices.resolver.js';
import { MatricesService } from './matrices/matrices.service.js';
import { PolicyPreviewResolver } from './policy-preview/policy-preview.resolver.js';
import { PolicyPreviewStore } from './policy-preview/policy-preview.store.js';
import { PolicyPreviews } from './policy-preview/policy-previews.js';
import { QueueHealthResolver } from './queue-health/queue-health.resolver.js';
import { QueueHealthService } from './queue-health/queue-health.service.js';
import { QueueHealthStore } from './queue-health/queue-health.store.js';
import { ThroughputResolver } from './throughput/throughput.resolver.js';
import { ThroughputService } from './throughput/throughput.service.js';
import { ThroughputStore } from './throughput/throughput.store.js';
import { HoursService } from './time/hours.service.js';
import { HoursStore } from './time/hours.store.js';
import { TimeCorrectionsResolver } from './time/time-corrections.resolver.js';
import { TimeCorrectionsService } from './time/time-corrections.service.js';
import { TimeCorrectionsStore } from './time/time-corrections.store.js';
import { TimeEntriesService } from './time/time-entries.service.js';
import { TimeEntriesStore } from './time/time-entries.store.js';
import { TimeResolver } from './time/time.resolver.js';
import { WorkHoursJobs } from './work-hours/work-hours.jobs.js';

const analyses = [AnalysesStore, AnalysesService, AnalysisRegistry, AnalysisRunner, AnalysesJobs, AnalysesResolver];
const answers = [AnswersStore, AnswersReader];
const choices = [NoticeChoicesStore, NoticeChoicesService, NoticeChoicesResolver];
const alarms = [AlarmsStore, Alarms, AlarmWatch, AlarmsJobs, ...choices];
const accuracy = [AccuracyStore, AccuracyService, AccuracyResolver];
const agreement = [AgreementService, AgreementResolver];
const judgedWork = [JudgedWorkStore, JudgedWorkService, JudgedWorkResolver];
const matrices = [MatricesService, MatricesResolver];
const comparison = [MethodComparisons, ComparisonResolver];
const corrections = [CorrectionsStore, CorrectionsService, CorrectionsJobs, CorrectionsResolver];
const forecast = [ForecastStore, ForecastService, ForecastResolver];
const policyPreview = [PolicyPreviewStore, PolicyPreviews, PolicyPreviewResolver];
const throughput = [WorkHoursJobs, ThroughputStore, ThroughputService, ThroughputResolver];
const queueHealth = [QueueHealthStore, QueueHealthService, QueueHealthResolver];
const time = [
  TimeEntriesStore,
  TimeEntriesService,
  TimeCorrectionsStore,
  TimeCorrectionsService,
  HoursStore,
  HoursService,
  TimeResolver,
  TimeCorrectionsResolver,
];
const live = [LiveStore, LiveService, LiveResolver];

@Module({
  imports: [IdentityModule, WorkforceModule, ProjectsModule, BatchesModule, QualityModule],
  providers: [
    ...answers,
    ...alarms,
    ...accuracy,
    ...agreement,
    ...judgedWork,
    ...matrices,
    ...analyses,
    ...comparison,
    ...corrections,
    ...forecast,
    ...policyPreview,
    ...throughput,
    ...queueHealth,
    ...live,
    ...time,
  ],
})
export class MetricsModule {}
