import { Injectable } from '@nestjs/common';
import { type Actor, ChangeLog, reachOf } from '../../identity/index.js';
import { ClientFault, Database, newId, Refusal, toGlobalId, type Tx } from '../../platform/index.js';
import { ProjectsService } from '../../projects/index.js';
import { PeopleReach } from '../../workforce/index.js';
import { TimeCorrectionsStore } from './time-corrections.store.js';
import { overlaps } from './time-entries.service.js';
import { TimeEntriesStore } from './time-entries.store.js';
import { type CorrectionRow, type CorrectionState, correctionStateWords, type NewCorrection } from './time.types.js';

/**
 * Nobody changes hours that were noted: whoever worked them proposes a correction, and somebody else approves or refuses it. What
 * was approved can be undone. All of it stays to be read.
 */
@Injectable()
export class TimeCorrectionsService {
  constructor(
    private readonly database: Database,
    private readonly store: TimeCorrectionsStore,
    private readonly entries: TimeEntriesStore,
    private readonly projects: ProjectsService,
    private readonly reach: PeopleReach,
    private readonly changes: ChangeLog,
  ) {}

  propose(actor: Actor, correction: NewCorrection): Promise<CorrectionRow> {
    return this.database.transact(actor, async (tx) => {
      if (correction.entryId === null) await this.projects.visible(tx, actor, correction.projectId);
      else await this.ownEntry(tx, actor, correction.entryId);
      return this.store.insert(tx, newId(), actor.memberId, correction);
    });
  }

  decide(
    actor: Actor,
    id: string,
    approves: boolean,
    reason: string | null,
  ): Promise<CorrectionRow | Refusal<'CORRECTION_DECIDED'> | Refusal<'TIME_OVERLAPS'>> {
    if (!approves && !reason) throw ClientFault.invalid('input.reason', 'must say why it is refused');
    return this.database.transact(actor, async (tx) => {
      const correction = await this.othersCorrection(tx, actor, id);
      if (correction.state !== 'PROPOSED') return decidedAlready(correction);
      const decided = await this.store.decide(tx, id, actor.memberId, approves ? 'APPROVED' : 'REFUSED', reason);
      if (approves && (await this.overlapsNow(tx, decided))) return overlaps();
      await this.record(tx, actor, decided, approves ? 'timeCorrection:approve' : 'timeCorrection:refuse', reason);
      return decided;
    });
  }

  /** Of one's own, as long as nobody has decided. */
  withdraw(actor: Actor, id: string): Promise<CorrectionRow | Refusal<'CORRECTION_DECIDED'>> {
    return this.database.transact(actor, async (tx) => {
      const correction = await this.store.find(tx, id, true);
      if (correction?.member_id !== actor.memberId) throw ClientFault.notFound('timeCorrection');
      if (correction.state !== 'PROPOSED') return decidedAlready(correction);
      await this.record(tx, actor, correction, 'timeCorrection:withdraw', null);
      return this.store.decide(tx, id, actor.memberId, 'WITHDRAWN', null);
    });
  }

  /** What it had changed is again as it was. */
  undo(
    actor: Actor,
    id: string,
    reason: string,
  ): Promise<CorrectionRow | Refusal<'CORRECTION_NOT_APPROVED'> | Refusal<'TIME_OVERLAPS'>> {
    return this.database.transact(actor, async (tx) => {
      const correction = await this.othersCorrection(tx, actor, id);
      if (correction.state !== 'APPROVED')
        return new Refusal('CORRECTION_NOT_APPROVED' as const, `The correction is ${correctionStateWords[correction.state]}: there is nothing to undo.`); // prettier-ignore
      const undone = await this.store.undo(tx, id, actor.memberId, reason);
      if (await this.overlapsNow(tx, undone)) return overlaps();
      await this.record(tx, actor, undone, 'timeCorrection:undo', reason);
      return undone;
    });
  }

  /** Null when there is none, or none to see. */
  async find(actor: Actor, id: string): Promise<CorrectionRow | null> {
    const reach = reachOf(actor, 'time:read');
    if (!reach) return null;
    return this.database.transact(actor, async (tx) => {
      const row = await this.store.find(tx, id);
      if (!row) return null;
      if (reach === 'ANY' || row.member_id === actor.memberId) return row;
      return reach === 'TEAM' && (await this.reach.readable(tx, actor, [row.member_id])).length > 0 ? row : null;
    });
  }

  /** Latest first: all that the actor may read, or those of one person. */
  page(
    actor: Actor,
    memberId: string | null,
    state: CorrectionState | null,
    first: number,
    after: string | null,
  ): Promise<{ rows: CorrectionRow[]; total: number }> {
    const reach = reachOf(actor, 'time:read');
    const isOwn = reach === 'OWN' || memberId === actor.memberId;
    if (isOwn && memberId !== null && memberId !== actor.memberId) throw ClientFault.notFound('member');
    const whose = isOwn ? actor.memberId : memberId;
    const ledBy = reach === 'TEAM' && !isOwn ? actor.memberId : null;
    return this.database.transact(actor, (tx) => this.store.page(tx, { memberId: whose, state, ledBy }, first, after));
  }

  private async ownEntry(tx: Tx, actor: Actor, entryId: string): Promise<void> {
    const entry = await this.entries.find(tx, entryId);
    if (entry?.member_id !== actor.memberId) throw ClientFault.notFound('timeEntry');
    if (entry.ended_at === null) throw ClientFault.invalid('input.timeEntryId', 'runs still: stop it first');
  }

  /** Locked, and of somebody else. */
  private async othersCorrection(tx: Tx, actor: Actor, id: string): Promise<CorrectionRow> {
    const correction = await this.store.find(tx, id, true);
    if (!correction) throw ClientFault.notFound('timeCorrection');
    if (correction.member_id === actor.memberId)
      throw new ClientFault('FORBIDDEN', 'Nobody decides on corrections of their own time.');
    await this.reach.require(tx, actor, 'time:approve', correction.member_id);
    await this.entries.lock(tx, correction.member_id);
    return correction;
  }

  private async overlapsNow(tx: Tx, { entry_id }: CorrectionRow): Promise<boolean> {
    return entry_id !== null && (await this.entries.overlapsOthers(tx, entry_id));
  }

  private record(tx: Tx, actor: Actor, { id, member_id }: CorrectionRow, action: string, reason: string | null) {
    return this.changes.record(tx, actor, {
      action,
      subjectId: id,
      subjectKind: 'timeCorrection',
      reason,
      detail: { memberId: toGlobalId('member', member_id) },
    });
  }
}

const decidedAlready = ({ state }: CorrectionRow): Refusal<'CORRECTION_DECIDED'> =>
  new Refusal('CORRECTION_DECIDED', `The correction is ${correctionStateWords[state]} already.`);
