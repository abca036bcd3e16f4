/** The states of docs/task-lifecycle.md, and who moves a task out of each. A spec compares the page with these tables. */
export const taskMoves = {
  OPEN: { answer: 'ANSWERED', triage: 'TRIAGED', cancel: 'CANCELLED' },
  ANSWERED: {
    askOneMore: 'OPEN',
    escalate: 'ADJUDICATING',
    review: 'REVIEWING',
    settle: 'SETTLED',
    takeBack: 'OPEN',
    cancel: 'CANCELLED',
  },
  ADJUDICATING: {
    review: 'REVIEWING',
    settle: 'SETTLED',
    lookAgain: 'ANSWERED',
    takeBack: 'OPEN',
    triage: 'TRIAGED',
    cancel: 'CANCELLED',
  },
  /** Back to the stage whose answer was changed or taken back, as long as nobody has judged it. */
  REVIEWING: {
    rework: 'REWORKING',
    settle: 'SETTLED',
    lookAgain: 'ANSWERED',
    takeBack: 'OPEN',
    readjudicate: 'ADJUDICATING',
    mendAgain: 'REWORKING',
    triage: 'TRIAGED',
    cancel: 'CANCELLED',
  },
  /** It settles where the verdict that sent it back is overturned. */
  REWORKING: { review: 'REVIEWING', settle: 'SETTLED', triage: 'TRIAGED', cancel: 'CANCELLED' },
  SETTLED: {
    requeue: 'OPEN',
    lookAgain: 'ANSWERED',
    takeBack: 'OPEN',
    readjudicate: 'ADJUDICATING',
    mendAgain: 'REWORKING',
  },
  /** Back to where it was when the skips stopped it. */
  TRIAGED: {
    reopen: 'OPEN',
    readjudicate: 'ADJUDICATING',
    rereview: 'REVIEWING',
    rework: 'REWORKING',
    cancel: 'CANCELLED',
  },
  CANCELLED: {},
} as const;
export type TaskState = keyof typeof taskMoves;
export const taskStates = Object.keys(taskMoves) as TaskState[];

export const assignmentMoves = {
  ACTIVE: { submit: 'SUBMITTED', skip: 'SKIPPED', return: 'RETURNED', expire: 'EXPIRED', revoke: 'REVOKED' },
  /** By a requeue: the answer becomes VOID and its seat is free. By the person, in their tool: they hold the seat again. */
  SUBMITTED: { requeue: 'REVOKED', takeBack: 'ACTIVE' },
  SKIPPED: { takeBack: 'ACTIVE' },
  RETURNED: {},
  /** A late answer still counts while the seat is free. */
  EXPIRED: { submit: 'SUBMITTED' },
  REVOKED: {},
} as const;
export type AssignmentState = keyof typeof assignmentMoves;
export const assignmentStates = Object.keys(assignmentMoves) as AssignmentState[];

export const stages = ['ANNOTATE', 'REWORK', 'ADJUDICATE', 'REVIEW', 'REREVIEW', 'AUDIT', 'DISPUTE'] as const;
export type Stage = (typeof stages)[number];

const authoring: readonly Stage[] = ['ANNOTATE', 'REWORK'];
const judging: readonly Stage[] = ['ADJUDICATE', 'REVIEW', 'REREVIEW', 'AUDIT', 'DISPUTE'];

const afterwards: readonly Stage[] = ['REREVIEW', 'AUDIT', 'DISPUTE'];

/** Judges what is settled already: the task stays where it is, whatever becomes of the seat. */
export const isAfterwards = (stage: Stage): boolean => afterwards.includes(stage);

export const isAuthoring = (stage: Stage): boolean => authoring.includes(stage);

/** Which stages a person with these roles may pull: annotators author, reviewers judge. */
export function stagesOf(roles: readonly string[]): Stage[] {
  return [...(roles.includes('ANNOTATOR') ? authoring : []), ...(roles.includes('REVIEWER') ? judging : [])];
}

/** The stages whose answer is a set of labels; the others are answered with a verdict. */
export const answersWithLabels = (stage: Stage): boolean =>
  stage === 'ANNOTATE' || stage === 'REWORK' || stage === 'ADJUDICATE';

/** Metadata that a worker may see: only what the project declared PUBLIC. */
export function visibleMetadata(
  metadata: Record<string, unknown>,
  visibility: Record<string, string>,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(metadata).filter(([name]) => visibility[name] === 'PUBLIC'));
}
