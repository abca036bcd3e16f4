import { Module } from '@nestjs/common';
import { BatchesModule } from '../batches/index.js';
import { IdentityModule } from '../identity/index.js';
import { ProjectsModule } from '../projects/index.js';
import { TasksModule } from '../tasks/index.js';
import { WorkforceModule } from '../workforce/index.js';
import { ErrorModels } from './error-models/error-models.service.js';
import { ErrorModelsStore } from './error-models/error-models.store.js';
import { DisputeOutcomes } from './disputes/dispute-outcomes.service.js';
import { DisputesResolver } from './disputes/disputes.resolver.js';
import { DisputesService } from './disputes/disputes.service.js';
import { DisputesStore } from './disputes/disputes.store.js';
import { FeedbackResolver } from './feedback/feedback.resolver.js';
import { FeedbackService } from './feedback/feedback.service.js';
import { FeedbackStore } from './feedback/feedback.store.js';
import { Consequences } from './judging/consequences.service.js';
import { JudgingJobs } from './judging/judging.jobs.js';
import { JudgingStore } from './judging/judging.store.js';
import { RereviewsService } from './judging/rereviews.service.js';
import { ReviewerQualityResolver } from './judging/reviewer-quality.resolver.js';
import { ReviewerQualityService } from './judging/reviewer-quality.service.js';
import { ReviewerQualityStore } from './judging/reviewer-quality.store.js';
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
import { GuidelineNotes } from './questions/guideline-notes.service.js';
import {
  NotePictureResolver,
  QuestionItemResolver,
  QuestionRepliesResolver,
  QuestionsResolver,
} from './questions/questions.resolver.js';
import { QuestionsService } from './questions/questions.service.js';
import { QuestionsStore } from './questions/questions.store.js';
import { Asking } from './training/asking.service.js';
import { CourseItems } from './training/course-items.service.js';
import { CoursePasses } from './training/course-passes.service.js';
import { CoursesResolver, CourseVersionResolver } from './training/courses.resolver.js';
import { CoursesService } from './training/courses.service.js';
import { CoursesStore } from './training/courses.store.js';
import { ExamAllowances } from './training/exam-allowances.service.js';
import { ExamsService } from './training/exams.service.js';
import { PracticeService } from './training/practice.service.js';
import { PracticeFeedbackResolver, TrainingResolver, TrainingTaskResolver } from './training/training.resolver.js';
import { TrainingItems } from './training/training-items.service.js';
import { TrainingService } from './training/training.service.js';
import { TrainingStore } from './training/training.store.js';
import { TrustConsequences } from './trust/trust-consequences.service.js';
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
const trust = [NoticesStore, TrustJudge, TrustConsequences, TrustResolver, TrustService, TrustStore];
const judging = [
  Consequences,
  JudgingJobs,
  JudgingStore,
  RereviewsService,
  ReviewerQualityResolver,
  ReviewerQualityService,
  ReviewerQualityStore,
  VerdictsResolver,
  VerdictsService,
];
const disputes = [DisputeOutcomes, DisputesResolver, DisputesService, DisputesStore];
const questions = [
  GuidelineNotes,
  NotePictureResolver,
  QuestionItemResolver,
  QuestionRepliesResolver,
  QuestionsResolver,
  QuestionsService,
  QuestionsStore,
];
const training = [
  Asking,
  CourseItems,
  CoursePasses,
  CoursesResolver,
  CoursesService,
  CoursesStore,
  CourseVersionResolver,
  ExamAllowances,
  ExamsService,
  PracticeFeedbackResolver,
  PracticeService,
  TrainingItems,
  TrainingResolver,
  TrainingService,
  TrainingStore,
  TrainingTaskResolver,
];
const feedback = [FeedbackResolver, FeedbackService, FeedbackStore];

@Module({
  imports: [IdentityModule, ProjectsModule, BatchesModule, TasksModule, WorkforceModule],
  providers: [
    ErrorModels,
    ErrorModelsStore,
    ...gold,
    ...trust,
    ...judging,
    ...disputes,
    ...feedback,
    ...questions,
    ...training,
    QualityJobs,
  ],
  exports: [DisputesService, ErrorModels, GoldLessons, GoldService, NoticesStore, TrainingItems, TrustService],
})
export class QualityModule {}
