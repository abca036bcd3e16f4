import { Inject, Injectable } from '@nestjs/common';
import {
  asLessons,
  learn,
  lessonsOf,
  mapClasses,
  partsOf,
  withoutClasses,
  type Known,
  type Part,
  type Truth,
} from '../consensus/index.js';
import type { Label } from '../labels/index.js';
import { Database, LOG, type Log, type Tx } from '../platform/index.js';
import { asConsensus, type Policy, type ProjectRow, ProjectsService } from '../projects/index.js';
import { ErrorModels, GoldService } from '../quality/index.js';
import { TasksService } from '../tasks/index.js';
import { EarlyLessonsStore, type EarlyLessonRow } from './early-lessons.store.js';
import { ResultsStore, type WholeResultRow } from './results.store.js';
import { mappedAnswers } from './workflow.rules.js';

const mostProjects = 50;
const lessonsAtOnce = 100;

/** What settled tasks teach about the people who answered them. */
@Injectable()
export class LessonsService {
  constructor(
    private readonly database: Database,
    private readonly tasks: TasksService,
    private readonly projects: ProjectsService,
    private readonly results: ResultsStore,
    private readonly earlyLessons: EarlyLessonsStore,
    private readonly errorModels: ErrorModels,
    private readonly gold: GoldService,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** All lessons that are due, project by project: one that fails holds up no other. */
  async learnDue(): Promise<void> {
    const [early, settled] = [
      await this.earlyLessons.projectsDue(mostProjects),
      await this.results.withLessons(mostProjects),
    ];
    const projects = new Map([...early, ...settled].map((row) => [row.project_id, row.organization_id]));
    for (const [project_id, organization_id] of projects) {
      try {
        while ((await this.learn(organization_id, project_id)) === lessonsAtOnce);
      } catch (error) {
        this.log.error({ projectId: project_id, error: String((error as Error).stack) }, 'lessons failed');
      }
    }
  }

  /** What some results teach, for whoever has their transaction. */
  async lessonsOf(tx: Tx, project: ProjectRow, results: readonly WholeResultRow[]): Promise<Known> {
    const parts = partsOfProject(project);
    const taskIds = results.map(({ task_id }) => task_id);
    const [answers, gold] = [await this.tasks.countedOf(tx, taskIds), await this.gold.ofTasks(tx, taskIds)];
    const early = await this.earlyLessons.ofTasks(tx, taskIds);
    const lessons: Known = new Map();
    for (const result of results) {
      const truth = truthOf(result, gold.get(result.task_id), project.policy);
      const heard = answersOf(answers.get(result.task_id) ?? [], project.policy);
      if (truth) learn(lessons, withoutClasses(lessonsOf(parts, heard, truth), early.get(result.task_id) ?? {}));
    }
    return lessons;
  }

  /** Some lessons in one transaction, each once; answers how many results there were, or early lessons if they were more. */
  private learn(organizationId: string, projectId: string): Promise<number> {
    return this.database.transact({ organizationId }, async (tx) => {
      const project = await this.projects.rowOf(tx, projectId);
      // Nobody asks any more; should a rule come back, the first estimate takes everything in.
      if (!project.policy.consensus) return this.results.forgetLessons(tx, projectId).then(() => 0);
      // Before the results: an estimate that begins meanwhile must find each either learnt or not at all.
      await this.errorModels.lock(tx, projectId);
      const early = await this.earlyLessons.take(tx, projectId, lessonsAtOnce);
      await this.errorModels.learn(tx, projectId, asKnown(early), 0);
      const results = await this.results.lockLessons(tx, projectId, lessonsAtOnce);
      await this.errorModels.learn(tx, projectId, await this.lessonsOf(tx, project, results), results.length);
      await this.results.markLearnt(
        tx,
        results.map(({ id }) => id),
      );
      return Math.max(results.length, early.length);
    });
  }
}

/** Early lessons, together. */
export function asKnown(rows: readonly EarlyLessonRow[]): Known {
  const known: Known = new Map();
  for (const { class_counts } of rows) learn(known, asLessons(class_counts));
  return known;
}

export const partsOfProject = ({ policy, labelSchema }: ProjectRow): Part[] =>
  partsOf(labelSchema, { ...policy, consensus: asConsensus(policy.consensus ?? {}) });

type CountedRow = Awaited<ReturnType<TasksService['answersAndVerdicts']>>['answers'][number];

export const answersOf = (rows: readonly CountedRow[], policy: Policy) =>
  mappedAnswers(
    rows.map(({ id, stage, ordinal, member_id, skip_reason, labels }) => {
      return { id, stage, ordinal, memberId: member_id, isSkip: skip_reason !== null, labels };
    }),
    policy,
  );

type Settled = Pick<WholeResultRow, 'method' | 'labels' | 'parts' | 'evidence' | 'verdict_ids'>;

/** Gold is certain, and what a judge decided; a consensus is believed. What nobody checked against anything teaches nothing. */
export function truthOf(
  { method, labels, parts, evidence, verdict_ids }: Settled,
  gold: Label[] | undefined,
  { agreement: { classMap = {} } }: Policy,
): Truth | null {
  if (gold) return { kind: 'CERTAIN', labels: mapClasses(gold, classMap), isGold: true };
  if (method === 'ADJUDICATED' || verdict_ids.length > 0)
    return { kind: 'CERTAIN', labels: mapClasses(labels as Label[], classMap), isGold: false };
  return parts && evidence ? { kind: 'BELIEVED', labels: labels as Label[], parts, evidence } : null;
}
