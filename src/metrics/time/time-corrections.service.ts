import { Injectable } from '@nestjs/common';
import { type Actor, ChangeLog, reachOf } from '../../identity/index.js';
import { ClientFault, Database, newId, Refusal, toGlobalId, type Tx } from '../../platform/index.js';
import { ProjectsService } from '../../projects/index.js';
import { PeopleReach } from '../../workforce/index.js';
import { HoursStore } from './hours.store.js';
import { TimeCorrectionsStore } from './time-corrections.store.js';
import { overlaps } from './time-entries.service.js';
import { TimeEntriesStore } from './time-entries.store.js';
import {
  type CorrectionRow,
  type CorrectionState,
  correctionStateWords,
  type NewCorrection,
  type NewWorkCorrection,
} from './time.types.js';

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
    private readonly hours: HoursStore,
    private readonly projects: ProjectsService,
    private readonly reach: PeopleReach,
    private readonly changes: ChangeLog,
  ) {}

  propose(actor: Actor, correction: NewCorrection): Promise<CorrectionRow> {
    return this.database.transact(actor, async (tx) => {
      if (correction.entryId === null) await this.ownWork(tx, actor, correction);
      else await this.ownEntry(tx, actor, correction.entryId);
      return this.store.insert(tx, newId(), actor.memberId, correction);
    });
  }

  decide(
    actor: Actor,
    id: string,
    approves: boolean,
    reason: string | null,
  ): Promise<CorrectionRow | Refusal<'CORRECTION_DECIDED'> | Refusal<'TIME_OVERLAPS'> | Refusal<'TIME_BELOW_ZERO'>> {
    if (!approves && !reason) throw ClientFault.invalid('input.reason', 'must say why it is refused');
    return this.database.transact(actor, async (tx) => {
      const correction = await this.othersCorrection(tx, actor, id);
      if (correction.state !== 'PROPOSED') return decidedAlready(correction);
      const decided = await this.store.decide(tx, id, actor.memberId, approves ? 'APPROVED' : 'REFUSED', reason);
      const problem = approves && (await this.problemOf(tx, decided, decided.seconds));
      if (problem) return problem;
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
  ): Promise<
    CorrectionRow | Refusal<'CORRECTION_NOT_APPROVED'> | Refusal<'TIME_OVERLAPS'> | Refusal<'TIME_BELOW_ZERO'>
  > {
    return this.database.transact(actor, async (tx) => {
      const correction = await this.othersCorrection(tx, actor, id);
      if (correction.state !== 'APPROVED')
        return new Refusal('CORRECTION_NOT_APPROVED' as const, `The correction is ${correctionStateWords[correction.state]}: there is nothing to undo.`); // prettier-ignore
      const undone = await this.store.undo(tx, id, actor.memberId, reason);
      const problem = await this.problemOf(tx, undone, undone.seconds && -undone.seconds);
      if (problem) return problem;
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

  private async ownWork(tx: Tx, actor: Actor, { projectId, at, seconds }: NewWorkCorrection): Promise<void> {
    await this.projects.visible(tx, actor, projectId);
    if (seconds >= 0) return;
    const counted = await this.hours.activeOfDay(tx, actor.memberId, projectId, at);
    if (counted.seconds + seconds < 0)
      throw ClientFault.invalid('input.seconds', `takes off more than the ${counted.seconds} s of work that are counted on ${counted.day}`); // prettier-ignore
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

  /** Why the time cannot be as it is now. @param change seconds of work that have just been added, or taken off */
  private async problemOf(
    tx: Tx,
    { entry_id, member_id, project_id, at }: CorrectionRow,
    change: number | null,
  ): Promise<Refusal<'TIME_OVERLAPS'> | Refusal<'TIME_BELOW_ZERO'> | null> {
    if (entry_id !== null) return (await this.entries.overlapsOthers(tx, entry_id)) ? overlaps() : null;
    if (change! >= 0) return null;
    const left = await this.hours.activeOfDay(tx, member_id, project_id!, at!);
    return left.seconds < 0 ? belowZero(left.day, left.seconds - change!, -change!) : null;
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

const belowZero = (day: string, counted: number, off: number) =>
  new Refusal(
    'TIME_BELOW_ZERO' as const,
    `Of ${day} ${counted} s of work on this project are counted: ${off} s cannot be taken off.`,
  );
