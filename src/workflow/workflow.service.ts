import { Injectable } from '@nestjs/common';
import { Database, Outbox } from '../platform/index.js';
import { ProjectsService } from '../projects/index.js';
import { TasksService } from '../tasks/index.js';
import { DecisionsService } from './decisions.service.js';
import { SituationReader } from './situation-reader.js';
import { decide, type Situation } from './workflow.rules.js';

const undecided = new Set(['ANSWERED', 'ADJUDICATING', 'REVIEWING', 'REWORKING']);

/** The one room that moves a task between stages. */
@Injectable()
export class WorkflowService {
  constructor(
    private readonly database: Database,
    private readonly tasks: TasksService,
    private readonly projects: ProjectsService,
    private readonly reader: SituationReader,
    private readonly decisions: DecisionsService,
    private readonly outbox: Outbox,
  ) {}

  /** Idempotent by the fingerprint of the counted answers and verdicts: called twice, it decides once. */
  async decideTask(organizationId: string, taskId: string): Promise<void> {
    await this.database.transact({ organizationId }, async (tx) => {
      const task = await this.tasks.lock(tx, taskId);
      if (!task || !undecided.has(task.state)) return;
      const project = await this.projects.rowOf(tx, task.project_id);
      const situation = await this.reader.situationOf(tx, task, task.state as Situation['state']);
      const asking = await this.reader.askingOf(tx, project, task, situation);
      const people = await this.reader.peopleOf(tx, project, situation);
      const decision = decide(situation, project.policy, asking, people);
      await this.decisions.keep(tx, project, task, { situation, asking, decision });
    });
    this.outbox.wake();
  }

  /** Tasks whose job was lost: decided late rather than never. */
  async findForgotten(): Promise<{ organization_id: string; id: string }[]> {
    return this.database.asSystem(
      `SELECT t.organization_id, t.id FROM task t
        WHERE t.state IN ('ANSWERED', 'ADJUDICATING', 'REVIEWING', 'REWORKING') AND t.state_at < muster_now() - interval '20 seconds'
          AND (t.state = 'ANSWERED' OR EXISTS (SELECT FROM assignment a WHERE a.task_id = t.id AND a.state = 'SUBMITTED' AND a.closed_at > t.state_at))
        ORDER BY t.state_at LIMIT 1000`,
    );
  }
}
