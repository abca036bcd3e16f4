import { counted } from '../../platform/counted.rules.js';

/** The life of a course. Publishing again puts the next version in force; a retired one is offered to nobody. */
export const courseMoves = {
  DRAFT: { publish: 'PUBLISHED' },
  PUBLISHED: { publish: 'PUBLISHED', retire: 'RETIRED' },
  RETIRED: { publish: 'PUBLISHED' },
} as const;
export type CourseState = keyof typeof courseMoves;
export const courseStates = Object.keys(courseMoves) as CourseState[];

/** The life of an attempt: what ends it is its last answer's word, or its time. */
export const attemptMoves = {
  RUNNING: { pass: 'PASSED', fail: 'FAILED' },
  PASSED: {},
  FAILED: {},
} as const;
export type AttemptState = keyof typeof attemptMoves;

/** What somebody who failed is told of the exam, each with what stands before it. */
export const examTells = ['NOTHING', 'SCORE', 'WHICH', 'ANSWERS'] as const;
export type ExamTells = (typeof examTells)[number];
export const tellsAtLeast = (given: ExamTells, wanted: ExamTells): boolean =>
  examTells.indexOf(given) >= examTells.indexOf(wanted);

export interface CourseRules {
  /** An answer is right from this score on, 0 to 1. */
  passScore: number;
  /** The share of right answers that passes the exam, above 0, at most 1. */
  passMark: number;
  /** How many items of the pool an attempt draws; null: all of them. */
  examItems: number | null;
  /** Failed attempts, one right after the other, before one has to wait. */
  attempts: number;
  /** How long one then waits, hours. */
  retryHours: number;
  /** Failed attempts altogether, after which only a lead lets one try again; null: no end. */
  mostAttempts: number | null;
  /** Minutes for an attempt; null: no limit. */
  timeLimitMinutes: number | null;
  /** Days for which what was passed counts; null: for good. */
  validDays: number | null;
  /** What passing grants beside the qualification. */
  skillId: string | null;
  skillLevel: number | null;
  tells: ExamTells;
  /** Of the draw: the same seed, person and number of the attempt draw the same items. */
  seed: string;
}

/** Where a person stands in a course. */
export interface Standing {
  hasRead: boolean;
  /** of the quiz on the guidelines that is open to them */
  quizQuestions: number;
  practice: { answered: number; of: number };
  running: { id: string; answered: number; of: number; isOver: boolean } | null;
  /** failed since they last passed or were let try again */
  failures: number;
  lastFailedAt: Date | null;
  /** admitted to every stage of the course now */
  isQualified: boolean;
}

export const courseSteps = [
  'READ_GUIDELINES',
  'ANSWER_QUIZ',
  'PRACTISE',
  'START_EXAM',
  'ANSWER_EXAM',
  'FINISH_EXAM',
  'WAIT',
  'ASK_LEAD',
  'DONE',
] as const;
export type CourseStep = (typeof courseSteps)[number];

/** Null: at once. 'NEVER': when a lead lets them. */
export function nextAttemptAt(
  { failures, lastFailedAt }: Pick<Standing, 'failures' | 'lastFailedAt'>,
  { attempts, retryHours, mostAttempts }: CourseRules,
  now: Date,
): Date | 'NEVER' | null {
  if (mostAttempts !== null && failures >= mostAttempts) return 'NEVER';
  if (failures === 0 || lastFailedAt === null || failures % attempts !== 0) return null;
  const at = new Date(lastFailedAt.getTime() + retryHours * 3_600_000);
  return at <= now ? null : at;
}

/** The one next thing to do. */
export function nextStep(standing: Standing, rules: CourseRules, now: Date): CourseStep {
  const { running, practice } = standing;
  if (running) return running.isOver || running.answered >= running.of ? 'FINISH_EXAM' : 'ANSWER_EXAM';
  if (standing.isQualified) return 'DONE';
  if (!standing.hasRead) return standing.quizQuestions > 0 ? 'ANSWER_QUIZ' : 'READ_GUIDELINES';
  if (practice.answered < practice.of) return 'PRACTISE';
  const next = nextAttemptAt(standing, rules, now);
  if (next === null) return 'START_EXAM';
  return next === 'NEVER' ? 'ASK_LEAD' : 'WAIT';
}

export const minute = (date: Date): string => `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
const percent = (share: number): string => `${Math.round(share * 1000) / 10} %`;

/** The next step in words that fit the person who takes it and whoever leads them. */
export function stepSentence(standing: Standing, rules: CourseRules, now: Date, examItems: number): string {
  const { practice, running } = standing;
  switch (nextStep(standing, rules, now)) {
    case 'READ_GUIDELINES':
      return 'read and acknowledge the guidelines.';
    case 'ANSWER_QUIZ':
      return 'answer the questions on what changed in the guidelines.';
    case 'PRACTISE':
      return `practise, ${practice.answered} of ${counted(practice.of, 'task is', 'tasks are')} done.`;
    case 'START_EXAM':
      return `take the exam: ${counted(examItems, 'task')}, ${percent(rules.passMark)} right.`;
    case 'ANSWER_EXAM':
      return `go on with the exam, ${running!.answered} of ${counted(running!.of, 'task is', 'tasks are')} answered.`;
    case 'FINISH_EXAM':
      return 'finish the exam.';
    case 'WAIT':
      return `wait: the exam was not passed, the next attempt is possible from ${minute(nextAttemptAt(standing, rules, now) as Date)}.`; // prettier-ignore
    case 'ASK_LEAD':
      return 'ask a lead: the exam was not passed, and no attempts are left.';
    case 'DONE':
      return 'nothing, it is passed.';
  }
}

/** @param right of so many; those left out are wrong */
export const isExamPassed = (right: number, of: number, passMark: number): boolean => right / of >= passMark - 1e-9;
