import { Injectable } from '@nestjs/common';
import { type Actor, ChangeLog, type MemberRow } from '../../identity/index.js';
import { Database, Refusal, toGlobalId, type Tx } from '../../platform/index.js';
import { PeopleReach } from '../../workforce/index.js';
import { type PauseRow, PausesStore } from './pauses.store.js';
import { ProjectPeople } from './project-people.service.js';

/**
 * When people must rest, everywhere or in one project. A paused person gets nothing new; what they hold they may
 * finish.
 */
@Injectable()
export class PausesService {
  constructor(
    private readonly database: Database,
    private readonly store: PausesStore,
    private readonly inProject: ProjectPeople,
    private readonly reach: PeopleReach,
    private readonly changes: ChangeLog,
  ) {}

  /** Who is paused there already stays so, with the reason given first: pausing twice is pausing once. */
  pause(actor: Actor, memberId: string, projectId: string | null, reason: string): Promise<PauseRow> {
    return this.database.transact(actor, async (tx) => {
      await this.require(tx, actor, memberId, projectId);
      const answer = await this.store.pause(tx, { memberId, projectId, reason, pausedBy: actor.memberId });
      if (answer.isNew) {
        const change = { action: 'member:pause', subjectId: memberId, reason, detail: placeOf(projectId) };
        await this.changes.record(tx, actor, change);
      }
      return answer.pause;
    });
  }

  /** For rules of the policy, inside their transaction: nobody did it, and whoever is paused there already stays so. */
  async pauseByRule(tx: Tx, memberId: string, projectId: string, reason: string): Promise<void> {
    await this.store.pause(tx, { memberId, projectId, reason, pausedBy: null });
  }

  /** For features that undo what they did, inside their transaction; whoever is not paused there stays so. */
  async resumeWithin(tx: Tx, memberId: string, projectId: string, by: string): Promise<void> {
    await this.store.resume(tx, memberId, projectId, by);
  }

  /** Ends the pause of exactly this place: who ends another one by mistake would believe that the person works again. */
  resume(
    actor: Actor,
    memberId: string,
    projectId: string | null,
    reason?: string,
  ): Promise<MemberRow | Refusal<'NOT_PAUSED'>> {
    return this.database.transact(actor, async (tx) => {
      const member = await this.require(tx, actor, memberId, projectId);
      if (!(await this.store.resume(tx, memberId, projectId, actor.memberId)))
        return notPaused(projectId, await this.store.ofMembers(tx, [memberId]));
      const change = { action: 'member:resume', subjectId: memberId, reason, detail: placeOf(projectId) };
      await this.changes.record(tx, actor, change);
      return member;
    });
  }

  /** The live ones by member; without those about whom the actor may not read. */
  ofMembers(actor: Actor, memberIds: string[]): Promise<Map<string, PauseRow[]>> {
    return this.database.transact(actor, async (tx) => {
      const readable = await this.reach.readable(tx, actor, memberIds);
      const rows = await this.store.ofMembers(tx, readable);
      return new Map(readable.map((id) => [id, rows.filter((row) => row.memberId === id)]));
    });
  }

  private require(tx: Tx, actor: Actor, memberId: string, projectId: string | null): Promise<MemberRow> {
    return projectId
      ? this.inProject.require(tx, actor, 'member:pause', memberId, projectId)
      : this.reach.require(tx, actor, 'member:pause', memberId);
  }
}

const placeOf = (projectId: string | null) => ({ projectId: projectId && toGlobalId('project', projectId) });

function notPaused(projectId: string | null, live: PauseRow[]): Refusal<'NOT_PAUSED'> {
  const isEverywhere = live.some((pause) => pause.projectId === null);
  const sentences = [`This person is not paused ${projectId ? 'in this project' : 'everywhere'}.`];
  if (projectId && isEverywhere) sentences.push('They are paused everywhere: resume them without a project.');
  if (!projectId && live.length > 0) sentences.push('They are paused in single projects: resume them in each.');
  return new Refusal('NOT_PAUSED', sentences.join(' '));
}
