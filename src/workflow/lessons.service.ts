import { Injectable } from '@nestjs/common';
import { lessonsOf, partsOf, type Lesson, type Part, type Truth } from '../consensus/index.js';
import type { Label } from '../labels/index.js';
import { Database, type Tx } from '../platform/index.js';
import { type Policy, type ProjectRow, ProjectsService } from '../projects/index.js';
import { ErrorModels, GoldService } from '../quality/index.js';
import { TasksService } from '../tasks/index.js';
import { ResultsStore, type WholeResultRow } from './results.store.js';
import { mappedAnswers } from './workflow.rules.js';

/** What settled tasks teach about the people who answered them. */
@Injectable()
export class LessonsService {
  constructor(
    private readonly database: Database,
    private readonly tasks: TasksService,
    private readonly projects: ProjectsService,
    private readonly results: ResultsStore,
    private readonly errorModels: ErrorModels,
    private readonly gold: GoldService,
  ) {}

  /** Once a result: the same job twice learns once. Projects without a rule of consensus have no use for it. */
  async learnFromTask(organizationId: string, taskId: string): Promise<void> {
    await this.database.transact({ organizationId }, async (tx) => {
      const projectId = await this.tasks.projectOf(tx, taskId);
      const project = projectId && (await this.projects.rowOf(tx, projectId));
      if (!project || !project.policy.consensus) return;
      // Before the result: an estimate that begins meanwhile must find it either learnt or not at all.
      await this.errorModels.lock(tx, project.id);
      const result = await this.results.lockCurrent(tx, taskId);
      if (!result || result.learnt_at) return;
      await this.errorModels.learn(tx, project.id, await this.lessonsOfResult(tx, project, result));
      await this.results.markLearnt(tx, result.id);
    });
  }

  /** For an estimate, whose transaction it is. */
  async lessonsOfResult(tx: Tx, project: ProjectRow, result: WholeResultRow): Promise<Lesson[]> {
    const parts = partsOfProject(project);
    const { answers } = await this.tasks.answersAndVerdicts(tx, result.task_id);
    const gold = (await this.gold.ofTasks(tx, [result.task_id])).get(result.task_id);
    return lessonsFrom(parts, answersOf(answers, project.policy), result, gold);
  }
}

export const partsOfProject = ({ policy, labelSchema }: ProjectRow): Part[] =>
  partsOf(labelSchema, { ...policy, consensus: policy.consensus ?? { parts: {}, confidence: 0.95, isCappedWithoutGold: false } }); // prettier-ignore

type CountedRow = Awaited<ReturnType<TasksService['answersAndVerdicts']>>['answers'][number];

export const answersOf = (rows: readonly CountedRow[], policy: Policy) =>
  mappedAnswers(
    rows.map(({ id, stage, ordinal, member_id, skip_reason, labels }) => {
      return { id, stage, ordinal, memberId: member_id, isSkip: skip_reason !== null, labels };
    }),
    policy,
  );

type Settled = Pick<WholeResultRow, 'method' | 'labels' | 'parts' | 'evidence' | 'verdict_ids'>;

export function lessonsFrom(
  parts: readonly Part[],
  answers: ReturnType<typeof answersOf>,
  result: Settled,
  gold: Label[] | undefined,
): Lesson[] {
  const truth = truthOf(result, gold);
  return truth ? lessonsOf(parts, answers, truth) : [];
}

/** Gold is certain, and what a judge decided; a consensus is believed. What nobody checked against anything teaches nothing. */
export function truthOf(
  { method, labels, parts, evidence, verdict_ids }: Settled,
  gold: Label[] | undefined,
): Truth | null {
  if (gold) return { kind: 'CERTAIN', labels: gold, isGold: true };
  if (method === 'ADJUDICATED' || verdict_ids.length > 0)
    return { kind: 'CERTAIN', labels: labels as Label[], isGold: false };
  return parts && evidence ? { kind: 'BELIEVED', labels: labels as Label[], parts, evidence } : null;
}
