import { Injectable } from '@nestjs/common';
import { type Actor, ChangeLog } from '../../identity/index.js';
import { Database, Outbox, toGlobalId } from '../../platform/index.js';
import { BlameWindows } from './blame-window.service.js';
import { type Rechecked, RecheckSteps, type RecheckWork, workOf } from './recheck-steps.service.js';
import { type PersonsWork, WorkAtRisk } from './work-at-risk.service.js';

/** Locks of one transaction: more would hold up whoever works on them too long. */
const tasksAtOnce = 500;

/**
 * Looks again at what only a person's work holds up. In transactions of so many tasks, each task locked and judged anew: whoever
 * asks twice, or after a crash, gets the rest, and nothing twice.
 */
@Injectable()
export class RechecksService {
  constructor(
    private readonly database: Database,
    private readonly windows: BlameWindows,
    private readonly atRisk: WorkAtRisk,
    private readonly steps: RecheckSteps,
    private readonly changes: ChangeLog,
    private readonly outbox: Outbox,
  ) {}

  async recheck(actor: Actor, asked: RecheckWork): Promise<Rechecked> {
    const { projectId, memberId, since, how, reason } = asked;
    const tenant = { organizationId: actor.organizationId };
    await this.database.transact(tenant, (tx) => this.windows.require(tx, actor, projectId, memberId));
    const done = await this.inSteps(actor.organizationId, asked);
    // Last and under the caller's key, so that a repeated call is given this answer.
    await this.database.transact(actor, async (tx) => {
      const detail = { projectId: toGlobalId('project', projectId), since: since.toISOString(), how, ...done };
      await this.changes.record(tx, actor, { action: 'member:recheck', subjectId: memberId, reason, detail });
    });
    this.outbox.wake();
    return done;
  }

  /**
   * A rule of the policy has lost trust in a person (`trust.lost`): one more answer for everything that only they hold up, since the
   * change in their work. Without one they were never better, and all of it is at risk.
   */
  async reopenAfter(organizationId: string, projectId: string, memberId: string, reason: string): Promise<Rechecked> {
    const work: PersonsWork = { projectId, memberId, part: 'AUTHOR' };
    const { change } = await this.database.transact({ organizationId }, (tx) => this.atRisk.change(tx, work));
    const since = change?.earliest.at ?? new Date(0);
    const done = await this.inSteps(organizationId, { projectId, memberId, since, how: 'ASK_ONE_MORE', reason });
    if (done.tasks > 0) {
      await this.database.transact({ organizationId }, async (tx) => {
        const detail = { projectId: toGlobalId('project', projectId), since: since.toISOString(), how: 'ASK_ONE_MORE', ...done }; // prettier-ignore
        await this.changes.record(tx, null, { action: 'member:recheck', subjectId: memberId, reason, detail });
      });
    }
    this.outbox.wake();
    return done;
  }

  /** For the job: what the subject of `trust.lost` says. */
  async reopenFor(organizationId: string, subjectId: string): Promise<void> {
    const due = await this.database.transact({ organizationId }, (tx) => this.steps.reopenings(tx, subjectId));
    for (const { project_id, member_id, sentence } of due)
      await this.reopenAfter(organizationId, project_id, member_id, sentence.slice(0, 500));
  }

  private async inSteps(organizationId: string, asked: RecheckWork): Promise<Rechecked> {
    const tenant = { organizationId };
    const work = workOf(asked);
    const all = await this.database.transact(tenant, (tx) => this.atRisk.tasksSince(tx, work, asked.since));
    // Everybody who locks several tasks does so in the order of their ids.
    const ids = all.sort();
    const done: Rechecked = { tasks: 0, labels: 0, outOfReach: 0 };
    for (let at = 0; at < ids.length; at += tasksAtOnce) {
      const step = await this.database.transact(tenant, (tx) => this.steps.take(tx, asked, ids.slice(at, at + tasksAtOnce))); // prettier-ignore
      for (const key of Object.keys(done) as (keyof Rechecked)[]) done[key] += step[key];
      this.outbox.wake();
    }
    return done;
  }
}
