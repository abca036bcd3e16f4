/** Why a claim finds nothing in a project: what the refusal of a claim says, and the explanations with it. */
export const emptyReasons = [
  'NO_PROJECT',
  'NO_OPEN_BATCH',
  'NO_OPEN_SLOT',
  'WRONG_STAGE',
  'PAUSED',
  'ON_BREAK',
  'OUTSIDE_SHIFT',
  'GUIDELINES_UNREAD',
  'QUIZ_OPEN',
  'NOT_SKILLED',
  'NOT_QUALIFIED',
  'CAP_REACHED',
  'ALL_ANSWERED_BY_YOU',
  'SEARCHING',
] as const;
export type EmptyReason = (typeof emptyReasons)[number];

/** As the person reads them who asked for work. */
export const emptyMessages: Record<EmptyReason, string> = {
  NO_PROJECT: 'No project is open to your teams.',
  NO_OPEN_BATCH: 'No batch of this project is open now.',
  NO_OPEN_SLOT: 'Every seat of this project is taken, filled or not ready yet.',
  WRONG_STAGE: 'There is work, but of stages that you do not pull, or did not ask for.',
  PAUSED: 'You are paused here.',
  ON_BREAK: 'You are on a break: end it, and ask again.',
  OUTSIDE_SHIFT: 'You are outside of your shifts.',
  GUIDELINES_UNREAD: 'Read and acknowledge the current guidelines first.',
  QUIZ_OPEN: 'Answer the questions on what changed in the guidelines first.',
  NOT_SKILLED: 'What is left asks for a skill that you do not hold at this level, or no longer.',
  NOT_QUALIFIED: 'What is left asks for a qualification that you do not hold, or no longer.',
  CAP_REACHED: 'You have reached the number of answers that one person may give here.',
  ALL_ANSWERED_BY_YOU: 'What is left was answered, skipped or judged by you: it needs somebody else.',
  SEARCHING: 'What was looked at so far was yours already; ask again to look further.',
};

/** The same as their lead reads it; details follow. */
export const leadMessages: Record<EmptyReason, string> = {
  NO_PROJECT: 'This project is not open to a team of theirs.',
  NO_OPEN_BATCH: 'No batch of this project is open now.',
  NO_OPEN_SLOT: 'Every seat is taken, filled, kept for somebody else, or waits for a pre-label.',
  WRONG_STAGE: 'There is work, but not of their stages.',
  PAUSED: 'They are paused.',
  ON_BREAK: 'They are on a break.',
  OUTSIDE_SHIFT: 'They are outside of their shifts.',
  GUIDELINES_UNREAD: 'They have not acknowledged the current guidelines.',
  QUIZ_OPEN: 'They have not answered the questions on what changed in the guidelines.',
  NOT_SKILLED: 'They lack a skill.',
  NOT_QUALIFIED: 'They lack a qualification.',
  CAP_REACHED: 'They have reached a cap.',
  ALL_ANSWERED_BY_YOU: 'What is left needs somebody else.',
  SEARCHING: 'The first tasks that they would meet need somebody else; their claim looks further.',
};

/** The filters between the queue and a person, in the order in which explanations tell them. */
export const filters = [
  'STAGE',
  'TEAM',
  'BATCH_OPEN',
  'NOT_PAUSED',
  'NOT_ON_BREAK',
  'IN_SHIFT',
  'GUIDELINES_READ',
  'SKILLED',
  'QUALIFIED',
  'UNDER_CAP',
  'FITTING',
] as const;
export type Filter = (typeof filters)[number];
/** Those that hold for a whole lane; FITTING looks at single tasks. */
export type LaneFilter = Exclude<Filter, 'FITTING'>;
export const laneFilters = filters.filter((filter): filter is LaneFilter => filter !== 'FITTING');

/** One lane as a person finds it. */
export interface LaneFacts {
  tasks: number;
  seats: number;
  /** of the seats, those that only somebody else may take */
  reservedForOthers: number;
  passes: Record<LaneFilter, boolean>;
}

export interface Step<Lane> {
  filter: LaneFilter;
  left: Lane[];
}

/** What each lane filter leaves of a project's lanes. */
export function stepsOf<Lane extends LaneFacts>(lanes: Lane[]): Step<Lane>[] {
  let left = lanes;
  return laneFilters.map((filter) => {
    left = left.filter((lane) => lane.passes[filter]);
    return { filter, left };
  });
}

export const seatsOf = (lanes: readonly LaneFacts[]): number => lanes.reduce((sum, lane) => sum + lane.seats, 0);
export const tasksOf = (lanes: readonly LaneFacts[]): number => lanes.reduce((sum, lane) => sum + lane.tasks, 0);

const reasonOf: Record<Exclude<LaneFilter, 'STAGE' | 'BATCH_OPEN'>, EmptyReason> = {
  TEAM: 'NO_PROJECT',
  NOT_PAUSED: 'PAUSED',
  NOT_ON_BREAK: 'ON_BREAK',
  IN_SHIFT: 'OUTSIDE_SHIFT',
  GUIDELINES_READ: 'GUIDELINES_UNREAD',
  SKILLED: 'NOT_SKILLED',
  QUALIFIED: 'NOT_QUALIFIED',
  UNDER_CAP: 'CAP_REACHED',
};

/** How the person who reads it is told to answer. @param questions of the quiz that is open to them */
export const quizMessage = (questions: number): string =>
  `Answer the ${questions === 1 ? 'question' : `${questions} questions`} on what changed in the guidelines first.`;

/** Who has read the guidelines and not answered what is asked about them lacks the second. @param questions of the open quiz; null when none is */
export const withQuiz = (reason: EmptyReason, questions: number | null): EmptyReason =>
  reason === 'GUIDELINES_UNREAD' && questions !== null ? 'QUIZ_OPEN' : reason;

/** The first filter after which nothing is left, or null: then it is the single tasks that decide. */
export function bindingFilterOf<Lane extends LaneFacts>(steps: Step<Lane>[]): LaneFilter | null {
  return steps.find((step) => step.left.length === 0)?.filter ?? null;
}

/** Why a claim that found nothing found nothing here. */
export function emptyReasonOf(lanes: LaneFacts[], hasOpenBatch: boolean, isUnfinished: boolean): EmptyReason {
  const steps = stepsOf(lanes);
  const binding = bindingFilterOf(steps);
  const nothing = hasOpenBatch ? 'NO_OPEN_SLOT' : 'NO_OPEN_BATCH';
  if (lanes.length === 0 || binding === 'BATCH_OPEN') return nothing;
  // Who pulls no such stage has no open slot; which stages wait is for the lead to see.
  if (binding === 'STAGE') return nothing;
  if (binding) return reasonOf[binding];
  if (steps.at(-1)!.left.every((lane) => lane.seats === lane.reservedForOthers)) return 'NO_OPEN_SLOT';
  return isUnfinished ? 'SEARCHING' : 'ALL_ANSWERED_BY_YOU';
}

/** Of several projects' reasons the one that is nearest to work: what the person can do most about. */
export const nearestToWork = <Row extends { reason: EmptyReason }>(rows: readonly Row[]): Row | undefined =>
  rows.reduce<Row | undefined>(
    (best, row) => (best && emptyReasons.indexOf(best.reason) >= emptyReasons.indexOf(row.reason) ? best : row),
    undefined,
  );
