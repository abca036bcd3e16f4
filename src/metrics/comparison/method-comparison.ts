import { Injectable, type OnModuleInit } from '@nestjs/common';
import { inThread } from '../../consensus/index.js';
import { Database, type Tenant } from '../../platform/index.js';
import { ProjectsService } from '../../projects/index.js';
import { GoldService } from '../../quality/index.js';
import { AnalysisRegistry } from '../analyses/analysis-registry.js';
import type { AnalysisWork } from '../analyses/analysis.types.js';
import type { TaskAnswers } from '../answers/answer.types.js';
import { AnswersReader } from '../answers/answers.reader.js';
import type { ComparisonInput, MethodDone } from './compare-methods.job.js';
import type { MethodComparison } from './comparison-report.js';

const mostTasks = 200_000;
const mostCharacters = 100_000_000;
const defaultTarget = 0.95;

/** The analysis METHOD_COMPARISON: reads the answers, and leaves the comparison to a worker thread. */
@Injectable()
export class MethodComparisons implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly projects: ProjectsService,
    private readonly gold: GoldService,
    private readonly answers: AnswersReader,
    private readonly kinds: AnalysisRegistry,
  ) {}

  onModuleInit(): void {
    this.kinds.register('METHOD_COMPARISON', (work) => this.run(work));
  }

  private async run({ tenant, projectId, input, signal, report }: AnalysisWork): Promise<MethodComparison> {
    const read = await this.read(tenant, projectId, signal);
    const target = typeof input.target === 'number' ? input.target : defaultTarget;
    return inThread<ComparisonInput, MethodComparison, MethodDone>(
      new URL('./compare-methods.job.js', import.meta.url),
      { ...read, target },
      { signal, onProgress: ({ done, total }) => report(done, total) },
    );
  }

  private async read(tenant: Tenant, projectId: string, signal: AbortSignal): Promise<Omit<ComparisonInput, 'target'>> {
    const { project, gold } = await this.database.transact(tenant, async (tx) => ({
      project: await this.projects.rowOf(tx, projectId),
      gold: await this.gold.goldOf(tx, projectId),
    }));
    const goldTasks = await this.answers.ofTasks(tenant, [...gold.keys()], { mostCharacters, signal });
    const limits = { mostTasks, mostCharacters, labels: 'WITHOUT_SHAPES' as const, signal };
    const { tasks, isCapped } = await this.answers.read(tenant, { projectId }, limits);
    return {
      schema: project.labelSchema,
      consensus: project.policy.consensus,
      classMap: project.policy.agreement.classMap ?? {},
      tasks: [...tasks, ...missing(goldTasks, tasks)],
      goldTasks,
      gold: new Map([...gold].map(([taskId, labels]) => [taskId, JSON.stringify(labels)])),
      isCapped,
    };
  }
}

/** Gold is worth more than anything else that is read, so it is there even when it is old. */
function missing(goldTasks: TaskAnswers[], tasks: TaskAnswers[]): TaskAnswers[] {
  const seen = new Set(tasks.map(({ taskId }) => taskId));
  return goldTasks.filter(({ taskId, answers }) => answers.length > 0 && !seen.has(taskId));
}
