import { setImmediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { partsOf } from '../../consensus/index.js';
import type { Tx } from '../../platform/index.js';
import { type Policy, ProjectsService } from '../../projects/index.js';
import { changePoint, type ChangePoint, type TrustPart } from '../../quality/index.js';
import { asksBy } from '../workflow.rules.js';
import { standingOf } from './recheck.rules.js';
import type { StandingTask } from './recheck.types.js';
import { RechecksStore } from './rechecks.store.js';

/** Older work says nothing of a change now, and the test of a change takes its time. */
const mostJudged = 10_000;
const pageSize = 100;

export interface PersonsWork {
  projectId: string;
  memberId: string;
  part: TrustPart;
}

/** Since when a person is right less often, and which results rest on what they did since. Inside others' transactions. */
@Injectable()
export class WorkAtRisk {
  constructor(
    private readonly store: RechecksStore,
    private readonly projects: ProjectsService,
  ) {}

  async change(tx: Tx, { projectId, memberId, part }: PersonsWork) {
    const stream = await this.store.stream(tx, projectId, memberId, part, mostJudged);
    const change: ChangePoint | null = changePoint(stream);
    return { judged: stream.length, right: stream.filter(({ isRight }) => isRight).length, change };
  }

  tasksSince(tx: Tx, { projectId, memberId, part }: PersonsWork, since: Date): Promise<string[]> {
    return this.store.tasksSince(tx, projectId, memberId, part, since);
  }

  /** How far each of these tasks depends on the person; those that do not any more are left out. */
  async standings(tx: Tx, work: PersonsWork, since: Date, taskIds: readonly string[]): Promise<StandingTask[]> {
    const { projectId, memberId, part } = work;
    const { labelSchema } = await this.projects.rowOf(tx, projectId);
    const policies = new Map<number, Policy>();
    const found: StandingTask[] = [];
    for (let at = 0; at < taskIds.length; at += pageSize) {
      const page = taskIds.slice(at, at + pageSize);
      for (const task of await this.store.atRisk(tx, projectId, memberId, part, since, page)) {
        const { policyVersion } = task;
        if (!policies.has(policyVersion))
          policies.set(policyVersion, await this.projects.policyOf(tx, projectId, policyVersion));
        const policy = policies.get(policyVersion)!;
        const { consensus } = policy;
        const parts = consensus && asksBy(policy) ? partsOf(labelSchema, { ...policy, consensus }) : null;
        found.push({ ...task, standing: standingOf(task, memberId, policy, parts) });
      }
      // Comparing shapes takes milliseconds a task; others want to be answered meanwhile.
      await setImmediate();
    }
    return found;
  }
}
