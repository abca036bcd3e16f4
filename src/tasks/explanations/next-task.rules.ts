import { batchWords } from '../../batches/index.js';
import { stagesListed, stageWords } from '../stage-words.rules.js';
import { stagesOf, type Stage } from '../task.rules.js';
import {
  bindingFilterOf,
  type EmptyReason,
  emptyReasonOf,
  type Filter,
  leadMessages,
  type LaneFilter,
  nearestToWork,
  seatsOf,
  stepsOf,
  tasksOf,
  withQuiz,
} from './explanation.rules.js';
import type { CandidateRow, ExplainedLane, HeldRow, Person, RowCounts } from './explanations.store.js';
import { type Gaps, minute } from './gap.rules.js';
import { type PlaceReason, placeSentence, whyPlaced } from './order.rules.js';

export interface NamedProject {
  id: string;
  name: string;
  hasOpenBatch: boolean;
}

export interface FilterExplanation {
  filter: Filter;
  /** left after it */
  tasks: number;
  seats: number;
  /** there may be more: counting stopped */
  isMore: boolean;
  /** what it took out, and why; null when it took out nothing */
  message: string | null;
}

export interface ProjectExplanation {
  projectId: string;
  projectName: string;
  tasks: number;
  seats: number;
  filters: FilterExplanation[];
  bindingFilter: Filter | null;
  reason: EmptyReason | null;
  message: string;
}

export interface ProjectQuestion {
  project: NamedProject;
  person: Person;
  lanes: ExplainedLane[];
  rows: RowCounts | undefined;
  gaps: Gaps;
  /** a claim would find something of this project among the first */
  isCandidate: boolean;
}

/** A task in a person's order; only its place when its project is not open to the reader. */
export interface Candidate {
  place: number;
  shown: (CandidateRow & { taskId: string; lane: ExplainedLane; because: PlaceReason; message: string }) | null;
}

/** The filters of one project, each with what it leaves, and the one that leaves nothing. */
export function explainProject(question: ProjectQuestion): ProjectExplanation {
  const { project, person, lanes, gaps, isCandidate } = question;
  const filters: FilterExplanation[] = [];
  let before = lanes;
  for (const { filter, left } of stepsOf(lanes)) {
    const lost = before.filter((lane) => !left.includes(lane));
    const message = lost.length === 0 ? null : sentenceOf(filter, lost, question);
    filters.push({ filter, tasks: tasksOf(left), seats: seatsOf(left), isMore: false, message });
    before = left;
  }
  const fitting = fittingOf(before, question.rows);
  if (before.length > 0) filters.push(fitting);
  const isOpen = isCandidate || fitting.tasks > 0;
  const binding = bindingFilterOf(stepsOf(lanes)) ?? (before.length > 0 && !isOpen ? 'FITTING' : null);
  const empty = isOpen ? null : emptyReasonOf(lanes, project.hasOpenBatch, fitting.isMore);
  const reason = empty && withQuiz(empty, gaps.quizOf(person.id, project.id));
  const detail = filters.find((one) => one.filter === binding)?.message;
  return {
    projectId: project.id,
    projectName: project.name,
    tasks: tasksOf(lanes),
    seats: seatsOf(lanes),
    filters,
    bindingFilter: lanes.length === 0 ? null : binding,
    reason,
    message: reason === null ? openSentence(fitting) : [leadMessages[reason], detail].filter(Boolean).join(' '),
  };
}

/** What the filter on single tasks leaves of lanes that every other filter lets through. */
function fittingOf(lanes: ExplainedLane[], rows: RowCounts | undefined): FilterExplanation {
  const { looked = 0, fitting = 0, fittingSeats = 0, ownBefore = 0, aboutOwn = 0 } = rows ?? {};
  const reserved = lanes.reduce((sum, lane) => sum + lane.reservedForOthers, 0);
  const isMore = tasksOf(lanes) - reserved > looked;
  const taken = [
    [ownBefore, 'answered, skipped or judged by them, or theirs in another role'],
    [aboutOwn, 'about their own work'],
    [reserved, 'reserved for somebody else'],
  ].filter(([count]) => count !== 0);
  const looks = isMore ? `Of the first ${looked} that they would meet: ` : '';
  const message = taken.length === 0 ? null : `${looks}${taken.map(([count, what]) => `${count} ${what}`).join('; ')}.`;
  return { filter: 'FITTING', tasks: fitting, seats: fittingSeats, isMore, message };
}

function openSentence({ tasks, isMore }: FilterExplanation): string {
  if (tasks === 0) return 'Open to them.';
  return `${tasks.toLocaleString('en')}${isMore ? '+' : ''} ${tasks === 1 ? 'task is' : 'tasks are'} open to them.`;
}

function sentenceOf(filter: LaneFilter, lost: ExplainedLane[], { person, project, gaps }: ProjectQuestion): string {
  const stages = [...new Set(lost.map((lane) => lane.stage))];
  switch (filter) {
    case 'STAGE':
      return `Not of a stage that they pull or that was asked for: ${stagesListed(stages)}. ${rolesSentence(person)}`;
    case 'TEAM':
      return 'They are in no team of this project.';
    case 'BATCH_OPEN': {
      const batches = new Map(
        lost.map((lane) => [lane.batchId, `“${lane.batchName}” is ${batchWords[lane.batchState]}`]),
      );
      return `${listed([...batches.values()])}.`;
    }
    case 'NOT_PAUSED':
    case 'NOT_ON_BREAK':
    case 'IN_SHIFT':
    case 'GUIDELINES_READ':
    case 'SKILLED':
    case 'QUALIFIED':
    case 'UNDER_CAP': {
      const batchIds = lost.map((lane) => lane.batchId);
      return listed(gaps.of(filter, { memberId: person.id, projectId: project.id, stages, batchIds }), ' ');
    }
  }
}

/** Lanes that every filter lets through. */
export const openLanesOf = (lanes: ExplainedLane[]): ExplainedLane[] => stepsOf(lanes).at(-1)!.left;

/** @param visible the projects that the reader may see */
export function candidatesOf(order: CandidateRow[], lanes: ExplainedLane[], visible: string[]): Candidate[] {
  const open = openLanesOf(lanes);
  return order
    .filter((row): row is CandidateRow & { taskId: string } => row.taskId !== null)
    .map((row, index) => {
      const lane = visible.includes(row.projectId) && lanes.find((one) => one.laneId === row.laneId);
      if (!lane) return { place: index + 1, shown: null };
      const because = whyPlaced(row, lane, open);
      return { place: index + 1, shown: { ...row, lane, because, message: placeSentence(because, row, lane) } };
    });
}

export function summaryOf(answer: {
  person: Person;
  stages: Stage[];
  held: { row: HeldRow }[];
  candidates: Candidate[];
  isSearchUnfinished: boolean;
  projects: ProjectExplanation[];
}): string {
  const { person, stages, held, candidates, isSearchUnfinished, projects } = answer;
  if (!person.isActive) return `${person.name} is deactivated and gets no work.`;
  if (stages.length === 0) return `${person.name} pulls nothing of what was asked for. ${rolesSentence(person)}`;
  const live = held.filter(({ row }) => !row.isOver);
  if (live.length > 0) {
    const until = minute(live[0]!.row.leaseExpiresAt);
    return `${person.name} holds ${live.length === 1 ? 'a task' : `${live.length} tasks`}, the first until ${until}: their claim answers with that.`;
  }
  const [first] = candidates;
  if (first && !first.shown) return `${person.name} would get a task of a project that is not open to you.`;
  if (first?.shown) {
    const { externalKey, stage, lane, message } = first.shown;
    return `${person.name} would get ${externalKey} (${stageWords[stage]}) of “${lane.batchName}” in “${lane.projectName}”. ${message}`;
  }
  if (isSearchUnfinished) return `Nothing for ${person.name} among the first tasks; their claim goes on from there.`;
  const nearest = nearestToWork(projects.flatMap((one) => (one.reason ? [{ ...one, reason: one.reason }] : [])));
  if (!nearest) return `Nothing for ${person.name}: no project is open to a team of theirs.`;
  return `Nothing for ${person.name}. In “${nearest.projectName}”: ${nearest.message}`;
}

function rolesSentence({ roles }: Person): string {
  const pulled: Stage[] = stagesOf(roles);
  return pulled.length === 0 ? 'Their roles pull no stage.' : `Their roles pull ${stagesListed(pulled)}.`;
}

const longest = 5;

/** The first few, and how many more. */
export function listed(parts: string[], between = ', '): string {
  if (parts.length <= longest) return parts.join(between);
  return `${parts.slice(0, longest).join(between)}${between}and ${parts.length - longest} more`;
}
