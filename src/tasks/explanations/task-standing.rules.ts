import { type BatchState, batchWords } from '../../batches/index.js';
import { counted } from '../../platform/counted.rules.js';
import { stageFirst, stageWords } from '../stage-words.rules.js';
import { type AssignmentState, isAuthoring, type Stage, stagesOf, type TaskState } from '../task.rules.js';
import { taskFirst } from '../task-words.rules.js';
import { type Filter, filters, type LaneFilter } from './explanation.rules.js';
import { day, type Gaps, minute } from './gap.rules.js';

export interface TaskFacts {
  id: string;
  externalKey: string;
  state: TaskState;
  stateAt: Date;
  projectId: string;
  projectName: string;
  batchId: string;
  batchName: string;
  batchState: BatchState;
  /** until when its seats are held back for a pre-label, at the latest */
  prelabelWaitUntil: Date | null;
  /** why it waits, or why it went out without */
  prelabelNote: string | null;
}

/** A seat that somebody holds or has filled. */
export interface TakenSeat {
  assignmentId: string;
  stage: Stage;
  ordinal: number;
  state: 'ACTIVE' | 'SUBMITTED';
  memberId: string;
  memberName: string;
  claimedAt: Date;
  leaseExpiresAt: Date;
  isOver: boolean;
  closedAt: Date | null;
}

/** Free seats as the queue has them: those of one row can go to the same people. */
export interface Opening {
  stage: Stage;
  kind: 'FRESH' | 'RETURNED' | 'RESERVED' | 'HELD';
  seats: number;
  slotId: string | null;
  forMemberId: string | null;
  forMemberName: string | null;
  notMemberId: string | null;
  isPushed: boolean;
}

/** Somebody of the project's teams, as the filters of a claim see them for one opening. */
export interface PersonAtTask {
  memberId: string;
  memberName: string;
  roles: string[];
  passes: Record<Exclude<LaneFilter, 'STAGE'>, boolean>;
  isReservedForOther: boolean;
  /** nothing in the task itself stands against them */
  isFit: boolean;
  part: 'AUTHOR' | 'JUDGE' | null;
}

/** How somebody's last hold on the task ended, or that it lasts. */
export interface LastHold {
  memberId: string;
  stage: Stage;
  state: AssignmentState;
  reason: string | null;
}

export interface PersonStanding {
  memberId: string;
  memberName: string;
  /** null: they may take a seat */
  filter: Filter | null;
  message: string | null;
}

export interface OpeningExplanation extends Opening {
  /** people of the project's teams */
  total: number;
  mayTake: number;
  /** people left after each filter */
  filters: { filter: Filter; people: number }[];
  /** those whom the reader may read about */
  people: PersonStanding[];
  /** counting stopped at so many people */
  isMore: boolean;
}

export const waits = [
  'NOTHING',
  'LEAD',
  'PRELABEL',
  'BATCH',
  'NEXT_CLAIM',
  'ELIGIBLE_PEOPLE',
  'HOLDERS',
  'DECISION',
  'QUEUE_REPAIR',
] as const;
export type Wait = (typeof waits)[number];

/** The first filter that keeps somebody from an opening; null when none does. */
export function filterAgainst(person: PersonAtTask, opening: Pick<Opening, 'stage'>): Filter | null {
  if (!stagesOf(person.roles).includes(opening.stage)) return 'STAGE';
  for (const filter of filters) {
    if (filter === 'STAGE') continue;
    const isThrough = filter === 'FITTING' ? person.isFit && !person.isReservedForOther : person.passes[filter];
    if (!isThrough) return filter;
  }
  return null;
}

/** How many people are left after each filter, in the order of the filters. */
export function funnelOf(against: (Filter | null)[]): { filter: Filter; people: number }[] {
  let left = against.length;
  return filters.map((filter) => {
    left -= against.filter((one) => one === filter).length;
    return { filter, people: left };
  });
}

export interface StandingQuestion {
  task: TaskFacts;
  opening: Opening;
  gaps: Gaps;
  last: LastHold | undefined;
}

/** @param filter of filterAgainst */
export function standingSentence(person: PersonAtTask, filter: Filter, question: StandingQuestion): string {
  const { task, opening, gaps } = question;
  switch (filter) {
    case 'STAGE':
      return `${stageFirst(opening.stage)} is for ${isAuthoring(opening.stage) ? 'annotators' : 'reviewers'}.`;
    case 'TEAM':
      return 'They are in no team of this project.';
    case 'BATCH_OPEN':
      return `“${task.batchName}” is ${batchWords[task.batchState]}.`;
    case 'NOT_PAUSED':
    case 'NOT_ON_BREAK':
    case 'IN_SHIFT':
    case 'GUIDELINES_READ':
    case 'SKILLED':
    case 'QUALIFIED':
    case 'UNDER_CAP': {
      const who = { memberId: person.memberId, projectId: task.projectId };
      return gaps.of(filter, { ...who, stages: [opening.stage], batchIds: [task.batchId] }).join(' ');
    }
    case 'FITTING':
      if (person.isReservedForOther) return `It is kept for ${opening.forMemberName}.`;
      if (opening.notMemberId === person.memberId) return 'It is about their own work.';
      return partSentence(person, question.last);
  }
}

function partSentence({ part }: PersonAtTask, last: LastHold | undefined): string {
  switch (last?.state) {
    case 'ACTIVE':
      return `They hold a seat of it (${stageWords[last.stage]}).`;
    case 'SUBMITTED':
      return part === 'JUDGE'
        ? `They judged it (${stageWords[last.stage]}).`
        : `They answered it (${stageWords[last.stage]}).`;
    case 'SKIPPED':
      return `They skipped it${last.reason ? `: “${last.reason}”` : ''}.`;
    case 'REVOKED':
      return `It was taken back from them${last.reason ? `: “${last.reason}”` : ''}.`;
    case 'RETURNED':
    case 'EXPIRED':
    case undefined:
      return part === 'JUDGE' ? 'They have judged it, and do not answer it.' : 'They have a part in it already.';
  }
}

export interface TaskExplanation {
  task: TaskFacts;
  taken: TakenSeat[];
  openings: OpeningExplanation[];
  waitsFor: Wait;
  summary: string;
}

/** What the task waits for, and a sentence that says it. @param skips by different people, since it was last reopened */
export function waitOf(
  task: TaskFacts,
  taken: TakenSeat[],
  openings: OpeningExplanation[],
  skips: number,
): { waitsFor: Wait; summary: string } {
  const since = minute(task.stateAt);
  const holders = taken.filter((seat) => seat.state === 'ACTIVE').map(holderSentence);
  const without = task.prelabelNote && !task.prelabelWaitUntil ? `It has no pre-label: ${task.prelabelNote}` : '';
  const say = (waitsFor: Wait, ...sentences: string[]) => ({
    waitsFor,
    summary: [...sentences, without].filter(Boolean).join(' '),
  });
  if (task.state === 'SETTLED') return say('NOTHING', `Settled on ${day(task.stateAt)}: nothing is wanted any more.`);
  if (task.state === 'CANCELLED') return say('NOTHING', `Cancelled on ${day(task.stateAt)}.`);
  if (task.state === 'TRIAGED')
    return say('LEAD', `In triage since ${since}: ${people(skips)} said that it cannot be done. A lead reopens or cancels it.`); // prettier-ignore
  if (task.prelabelWaitUntil && openings.some(({ kind }) => kind === 'HELD'))
    return say('PRELABEL', heldSentence(task.prelabelWaitUntil, task.prelabelNote), ...holders);
  if (openings.length > 0 && task.batchState !== 'OPEN')
    return say(
      'BATCH',
      `“${task.batchName}” is ${batchWords[task.batchState]}: nothing of it is handed out.`,
      ...holders,
    );
  if (openings.some((opening) => opening.mayTake > 0))
    return say('NEXT_CLAIM', ...openings.map(openingSentence), ...holders);
  if (openings.length > 0) return say('ELIGIBLE_PEOPLE', ...openings.map(openingSentence), ...holders);
  if (holders.length > 0) return say('HOLDERS', 'Every seat is held or filled.', ...holders);
  if (task.state === 'OPEN')
    return say('QUEUE_REPAIR', 'It wants answers, but the queue does not have it: run muster check-queue --repair.');
  return say('DECISION', `${taskFirst(task.state)} since ${since}: what comes next is being decided.`);
}

const heldSentence = (until: Date, note: string | null): string =>
  `It waits for its pre-label until ${minute(until)} at the latest, and goes out without it then. ${note ?? 'The model has not been asked yet.'}`;

const people = (count: number): string => counted(count, 'person', 'people');

function holderSentence({ memberName, stage, ordinal, leaseExpiresAt, isOver }: TakenSeat): string {
  const until = minute(leaseExpiresAt);
  const seat = `seat ${ordinal} of ${stageWords[stage]}`;
  return isOver
    ? `The lease of ${memberName} on ${seat} ended at ${until}: the seat comes back within seconds, unless they answer first.`
    : `${memberName} holds ${seat} until ${until}.`;
}

function openingSentence(opening: OpeningExplanation): string {
  const { stage, seats, mayTake, forMemberName, isPushed } = opening;
  const free = `${seats === 1 ? `A seat of ${stageWords[stage]} is` : `${seats} seats of ${stageWords[stage]} are`} free`;
  if (forMemberName)
    return `${free}, ${isPushed ? 'given to' : 'kept for'} ${forMemberName}${mayTake > 0 ? '' : ', who may not take it now'}.`;
  if (mayTake > 0) return `${free}: ${people(mayTake)} may take ${seats === 1 ? 'it' : 'one'}.`;
  return `${free}, and nobody may take ${seats === 1 ? 'it' : 'one'} (${lossesOf(opening)}).`;
}

const lossWords: Record<Filter, string> = {
  STAGE: 'not of a role that pulls this stage',
  TEAM: 'in no team of the project',
  BATCH_OPEN: 'waiting for the batch to open',
  NOT_PAUSED: 'paused',
  NOT_ON_BREAK: 'on a break',
  IN_SHIFT: 'outside of their shifts',
  GUIDELINES_READ: 'guidelines not read',
  SKILLED: 'lacking a skill',
  QUALIFIED: 'not qualified',
  UNDER_CAP: 'at a cap',
  FITTING: 'with a part in it already, or its subject',
};

/** Who is lost at which filter. */
function lossesOf({ total, filters: chain }: OpeningExplanation): string {
  if (total === 0) return 'no team of the project has anybody';
  let before = total;
  const losses = chain.flatMap(({ filter, people: left }) => {
    const lost = before - left;
    before = left;
    return lost > 0 ? [`${lossWords[filter]}: ${lost}`] : [];
  });
  return losses.join(', ');
}
