import { Injectable } from '@nestjs/common';
import { type Actor, reachOf } from '../../identity/index.js';
import { ClientFault, Database, type Tx } from '../../platform/index.js';
import { stagesOf, type Stage } from '../task.rules.js';
import { stepsOf } from './explanation.rules.js';
import {
  type CandidateRow,
  type ExplainedLane,
  ExplanationsStore,
  type HeldRow,
  type Person,
  type Question,
} from './explanations.store.js';
import { GapsStore } from './gaps.store.js';
import {
  type Candidate,
  candidatesOf,
  explainProject,
  type NamedProject,
  openLanesOf,
  type ProjectExplanation,
  summaryOf,
} from './next-task.rules.js';

export interface NextTaskRequest {
  memberId: string;
  projectId: string | null;
  batchId: string | null;
  stage: Stage | null;
}

export interface NextTaskExplanation {
  person: Person;
  stages: Stage[];
  summary: string;
  held: { isShown: boolean; row: HeldRow }[];
  candidates: Candidate[];
  isSearchUnfinished: boolean;
  projects: ProjectExplanation[];
}

const mostProjects = 50;
const mostRows = 1000;
const mostCandidates = 10;
/** As the claim's: the windows that it looks at usually, and once more when those were not enough. */
const budgets = [24, 2000];

/** What a person would get next, and what stands between them and everything else. */
@Injectable()
export class NextTaskService {
  constructor(
    private readonly database: Database,
    private readonly store: ExplanationsStore,
    private readonly gaps: GapsStore,
  ) {}

  explain(actor: Actor, { stage, ...request }: NextTaskRequest): Promise<NextTaskExplanation> {
    const reach = reachOf(actor, 'queue:explain');
    if (reach === null) throw ClientFault.forbidden('queue:explain');
    // A lead asks about the people of teams they lead, in projects open to their teams.
    const limitedTo = reach === 'ANY' ? null : actor.memberId;
    return this.database.transact({ organizationId: actor.organizationId }, async (tx) => {
      const person = await this.store.person(tx, request.memberId, limitedTo);
      if (!person) throw ClientFault.notFound('member');
      const stages = person.isActive ? stagesOf(person.roles).filter((one) => !stage || one === stage) : [];
      const question = { ...request, stages };
      const projects = await this.store.projects(tx, question, limitedTo, mostProjects);
      if (projects.length === 0 && request.projectId) throw ClientFault.notFound('project');
      if (projects.length === 0 && request.batchId) throw ClientFault.notFound('batch');
      return this.answer(tx, person, question, projects);
    });
  }

  private async answer(tx: Tx, person: Person, question: Question, projects: NamedProject[]) {
    const visible = projects.map((project) => project.id);
    const held = await this.store.held(tx, question);
    const order = await this.orderOf(tx, question);
    const lanes = await this.store.lanes(tx, question, visible);
    const explained = await this.explainProjects(tx, person, projects, lanes, order);
    const answer = {
      person,
      stages: [...question.stages],
      held: held.map((row) => ({ isShown: visible.includes(row.projectId), row })),
      candidates: candidatesOf(order, lanes, visible),
      isSearchUnfinished: order.some((row) => row.taskId === null),
      projects: explained,
    };
    return { ...answer, summary: summaryOf(answer) };
  }

  /** One look as a claim takes it, and the long one when that found nothing within its budget. */
  private async orderOf(tx: Tx, question: Question): Promise<CandidateRow[]> {
    let order: CandidateRow[] = [];
    for (const budget of budgets) {
      order = await this.store.order(tx, question, mostCandidates, budget);
      if (order[0]?.taskId !== null) break;
    }
    return order;
  }

  private async explainProjects(
    tx: Tx,
    person: Person,
    projects: NamedProject[],
    lanes: ExplainedLane[],
    order: CandidateRow[],
  ): Promise<ProjectExplanation[]> {
    const open = openLanesOf(lanes).map((lane) => lane.laneId);
    const rows = await this.store.rows(tx, person.id, open, mostRows);
    const gaps = await this.gaps.read(tx, filtersThatHold(lanes), {
      memberIds: [person.id],
      projectIds: projects.map((project) => project.id),
      batchIds: [...new Set(lanes.filter((lane) => !lane.passes.UNDER_CAP).map((lane) => lane.batchId))],
    });
    return projects.map((project) =>
      explainProject({
        project,
        person,
        gaps,
        lanes: lanes.filter((lane) => lane.projectId === project.id),
        rows: rows.find((row) => row.projectId === project.id),
        isCandidate: order.some((row) => row.projectId === project.id),
      }),
    );
  }
}

/** The filters that take some lane out. */
function filtersThatHold(lanes: ExplainedLane[]) {
  let before = lanes.length;
  return stepsOf(lanes).flatMap(({ filter, left }) => {
    const isHolding = left.length < before;
    before = left.length;
    return isHolding ? [filter] : [];
  });
}
