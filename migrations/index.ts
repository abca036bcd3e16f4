import { CreatePlatform1764000000000 } from './1764000000000-create-platform.js';
import { CreateIdentity1764000001000 } from './1764000001000-create-identity.js';
import { CreateProjectsAndBatches1764000002000 } from './1764000002000-create-projects-and-batches.js';
import { CreateQueue1764000003000 } from './1764000003000-create-queue.js';
import { CreateQueueFunctions1764000004000 } from './1764000004000-create-queue-functions.js';
import { CreateResultsAndReleases1764000005000 } from './1764000005000-create-results-and-releases.js';
import { CreateSkillsAndPauses1764000006000 } from './1764000006000-create-skills-and-pauses.js';
import { CreateQueuePolicy1764000007000 } from './1764000007000-create-queue-policy.js';
import { RebuildLanes1764000008000 } from './1764000008000-rebuild-lanes.js';
import { CreateSeatFunctions1764000009000 } from './1764000009000-create-seat-functions.js';
import { CreateClaimFunctions1764000010000 } from './1764000010000-create-claim-functions.js';
import { CreateExplanations1764000011000 } from './1764000011000-create-explanations.js';
import { ResumeImports1764000012000 } from './1764000012000-resume-imports.js';
import { MendSeatMoves1764000020000 } from './1764000020000-mend-seat-moves.js';
import { CreateGold1764000021000 } from './1764000021000-create-gold.js';
import { CreateAnalyses1764000022000 } from './1764000022000-create-analyses.js';
import { CreateErrorModels1764000023000 } from './1764000023000-create-error-models.js';
import { IndexTimedAssignments1764000024000 } from './1764000024000-index-timed-assignments.js';
import { JudgeSettledWork1764000030000 } from './1764000030000-judge-settled-work.js';
import { CreateTrust1764000031000 } from './1764000031000-create-trust.js';
import { CreateDisputes1764000032000 } from './1764000032000-create-disputes.js';
import { CreateAudits1764000033000 } from './1764000033000-create-audits.js';
import { InjectGold1764000034000 } from './1764000034000-inject-gold.js';
import { QualifyByTrust1764000035000 } from './1764000035000-qualify-by-trust.js';
import { IndexFirstReviews1764000036000 } from './1764000036000-index-first-reviews.js';
import { LearnClassesEarly1764000037000 } from './1764000037000-learn-classes-early.js';
import { CreateWebhooks1764000040000 } from './1764000040000-create-webhooks.js';
import { CreateConnections1764000050000 } from './1764000050000-create-connections.js';
import { CreateToolItems1764000051000 } from './1764000051000-create-tool-items.js';
import { ChangeAnswers1764000052000 } from './1764000052000-change-answers.js';
import { HoldForPrelabels1764000060000 } from './1764000060000-hold-for-prelabels.js';
import { CreateModelServices1764000061000 } from './1764000061000-create-model-services.js';
import { ComparePrelabels1764000062000 } from './1764000062000-compare-prelabels.js';
import { CreateShifts1764000070000 } from './1764000070000-create-shifts.js';
import { NameSkillSources1764000071000 } from './1764000071000-name-skill-sources.js';
import { PlanInvitations1764000072000 } from './1764000072000-plan-invitations.js';
import { CreateGuidelineQuizzes1764000074000 } from './1764000074000-create-guideline-quizzes.js';
import { CreateCourses1764000075000 } from './1764000075000-create-courses.js';
import { CreateQuestions1764000076000 } from './1764000076000-create-questions.js';
import { CreateWorkHours1764000080000 } from './1764000080000-create-work-hours.js';
import { IndexQueueHealth1764000081000 } from './1764000081000-index-queue-health.js';
import { CreateTime1764000082000 } from './1764000082000-create-time.js';
import { CreateAlarms1764000085000 } from './1764000085000-create-alarms.js';
import { CountProgress1764000091000 } from './1764000091000-count-progress.js';
import { IndexWaitingAndSubmitted1764000091001 } from './1764000091001-index-waiting-and-submitted.js';
import { CreateTrainingHandOffs1764000093000 } from './1764000093000-create-training-hand-offs.js';
import { CreateBreaks1764000094000 } from './1764000094000-create-breaks.js';
import { AskForLeave1764000094001 } from './1764000094001-ask-for-leave.js';
import { KeepAttempts1764000095000 } from './1764000095000-keep-attempts.js';
import { TellRefusals1764000095001 } from './1764000095001-tell-refusals.js';
import { CountLotsByTeam1764000096000 } from './1764000096000-count-lots-by-team.js';
import { LetPeopleRecordLeave1764000097000 } from './1764000097000-let-people-record-leave.js';
import { TellOfLotsWithoutJudge1764000098000 } from './1764000098000-tell-of-lots-without-judge.js';
import { KeepSkillsByCourse1764000099200 } from './1764000099200-keep-skills-by-course.js';
import { CountTimeOnce1764000099400 } from './1764000099400-count-time-once.js';

export const migrations = [
  CreatePlatform1764000000000,
  CreateIdentity1764000001000,
  CreateProjectsAndBatches1764000002000,
  CreateQueue1764000003000,
  CreateQueueFunctions1764000004000,
  CreateResultsAndReleases1764000005000,
  CreateSkillsAndPauses1764000006000,
  CreateQueuePolicy1764000007000,
  RebuildLanes1764000008000,
  CreateSeatFunctions1764000009000,
  CreateClaimFunctions1764000010000,
  CreateExplanations1764000011000,
  ResumeImports1764000012000,
  MendSeatMoves1764000020000,
  CreateGold1764000021000,
  CreateAnalyses1764000022000,
  CreateErrorModels1764000023000,
  IndexTimedAssignments1764000024000,
  JudgeSettledWork1764000030000,
  CreateTrust1764000031000,
  CreateDisputes1764000032000,
  CreateAudits1764000033000,
  InjectGold1764000034000,
  QualifyByTrust1764000035000,
  IndexFirstReviews1764000036000,
  LearnClassesEarly1764000037000,
  CreateWebhooks1764000040000,
  CreateConnections1764000050000,
  CreateToolItems1764000051000,
  ChangeAnswers1764000052000,
  HoldForPrelabels1764000060000,
  CreateModelServices1764000061000,
  ComparePrelabels1764000062000,
  CreateShifts1764000070000,
  NameSkillSources1764000071000,
  PlanInvitations1764000072000,
  CreateGuidelineQuizzes1764000074000,
  CreateCourses1764000075000,
  CreateQuestions1764000076000,
  CreateWorkHours1764000080000,
  IndexQueueHealth1764000081000,
  CreateTime1764000082000,
  CreateAlarms1764000085000,
  CountProgress1764000091000,
  IndexWaitingAndSubmitted1764000091001,
  CreateTrainingHandOffs1764000093000,
  CreateBreaks1764000094000,
  AskForLeave1764000094001,
  KeepAttempts1764000095000,
  TellRefusals1764000095001,
  CountLotsByTeam1764000096000,
  LetPeopleRecordLeave1764000097000,
  TellOfLotsWithoutJudge1764000098000,
  KeepSkillsByCourse1764000099200,
  CountTimeOnce1764000099400,
];
