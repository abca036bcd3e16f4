import { Injectable } from '@nestjs/common';
import { BatchesService } from '../../batches/index.js';
import { inThread, Turns } from '../../consensus/index.js';
import { type Actor, reachOf } from '../../identity/index.js';
import type { LabelSchema } from '../../labels/index.js';
import { ClientFault, Database, type Tx } from '../../platform/index.js';
import { type Policy, type ProjectRow, ProjectsService } from '../../projects/index.js';
import { AnswersReader } from '../answers/answers.reader.js';
import type { AgreementInput } from './agreement.job.js';
import { csvOfAgreement } from './agreement-csv.rules.js';
import type { AgreementReport } from './agreement-report.js';

export const mostTasks = 20_000;
/** Read as JSON in a thread they take about five times as much memory. */
const mostCharacters = 48_000_000;
const patienceMilliseconds = 120_000;
/** More at once would hold the labels of all of them in memory, and wait for the same threads. */
const turns = new Turns(2);

export interface AgreementAsked {
  projectId: string;
  batchId?: string;
  isBySource: boolean;
}

export interface MeasuredProject extends AgreementReport {
  isCapped: boolean;
  csv: string;
}

/** How far people agree on a project, computed when it is asked for. */
@Injectable()
export class AgreementService {
  constructor(
    private readonly database: Database,
    private readonly projects: ProjectsService,
    private readonly batches: BatchesService,
    private readonly answers: AnswersReader,
  ) {}

  /** @param gone ends the work: nobody waits for it any more */
  async measure(actor: Actor, asked: AgreementAsked, gone: AbortSignal): Promise<MeasuredProject> {
    const { labelSchema: schema, policy } = await this.database.transact(actor, (tx) => this.visible(tx, actor, asked));
    const signal = AbortSignal.any([gone, AbortSignal.timeout(patienceMilliseconds)]);
    try {
      return await turns.with(signal, () => this.readAndMeasure(actor, asked, { schema, policy }, signal));
    } catch (error) {
      if (!signal.aborted || gone.aborted) throw error;
      throw new ClientFault(
        'TIMED_OUT',
        'There is more to compare than two minutes are enough for: ask for one batch.',
      );
    }
  }

  private async readAndMeasure(
    actor: Actor,
    asked: AgreementAsked,
    { schema, policy }: { schema: LabelSchema; policy: Policy },
    signal: AbortSignal,
  ): Promise<MeasuredProject> {
    const tenant = { organizationId: actor.organizationId };
    // While a task is open nobody who works on tasks sees how others answered it, not even as a figure (blindness).
    const isSettledOnly = reachOf({ roles: actor.roles, scopes: null }, 'task:claim') !== null;
    const from = { ...asked, isSettledOnly };
    const { tasks, isCapped } = await this.answers.read(tenant, from, { mostTasks, mostCharacters, labels: 'ALL', signal }); // prettier-ignore
    const { classes, classMap = {}, measure, threshold } = policy.agreement;
    const input = { schema, classes, classMap, threshold: { measure, threshold }, tasks, isBySource: asked.isBySource }; // prettier-ignore
    const job = new URL('./agreement.job.js', import.meta.url);
    const report = await inThread<AgreementInput, AgreementReport>(job, input, { signal });
    return { ...report, isCapped, csv: csvOfAgreement(report) };
  }

  private async visible(tx: Tx, actor: Actor, { projectId, batchId }: AgreementAsked): Promise<ProjectRow> {
    const project = await this.projects.visible(tx, actor, projectId, 'agreement:read');
    const batch = batchId && (await this.batches.visible(tx, actor, batchId, 'agreement:read'));
    if (batch && batch.projectId !== projectId) throw ClientFault.invalid('batchId', 'is a batch of another project');
    return project;
  }
}
