import { Injectable } from '@nestjs/common';
import { type Actor, ChangeLog, type MemberRow } from '../../identity/index.js';
import { ClientFault, Clock, Database, toGlobalId, type Tx } from '../../platform/index.js';
import { PeopleReach } from '../../workforce/index.js';
import { ProjectPeople } from './project-people.service.js';
import { type QualificationKey, type QualificationRow, QualificationsStore } from './qualifications.store.js';

/** Who is admitted to a stage of a project that asks for it (`policy.qualifiedStages`). */
@Injectable()
export class QualificationsService {
  constructor(
    private readonly database: Database,
    private readonly store: QualificationsStore,
    private readonly inProject: ProjectPeople,
    private readonly reach: PeopleReach,
    private readonly changes: ChangeLog,
    private readonly clock: Clock,
  ) {}

  grant(actor: Actor, key: QualificationKey, expiresAt: Date | null, reason?: string): Promise<QualificationRow> {
    return this.database.transact(actor, async (tx) => {
      if (expiresAt && expiresAt <= this.clock.now())
        throw ClientFault.invalid('input.expiresAt', 'must be in the future');
      await this.inProject.require(tx, actor, 'qualification:grant', key.memberId, key.projectId);
      const row = await this.store.grant(tx, key, expiresAt, actor.memberId);
      const detail = { ...placeOf(key), expiresAt };
      await this.changes.record(tx, actor, { action: 'member:qualify', subjectId: key.memberId, reason, detail });
      return row;
    });
  }

  /** Revoking what somebody does not have changes nothing. */
  revoke(actor: Actor, key: QualificationKey, reason?: string): Promise<MemberRow> {
    return this.database.transact(actor, async (tx) => {
      const member = await this.inProject.require(tx, actor, 'qualification:grant', key.memberId, key.projectId);
      if (await this.store.revoke(tx, key)) {
        const change = { action: 'member:disqualify', subjectId: key.memberId, reason, detail: placeOf(key) };
        await this.changes.record(tx, actor, change);
      }
      return member;
    });
  }

  /** For rules of the policy, inside their transaction: admitted for so many days, or no longer. */
  async admitByRule(tx: Tx, key: QualificationKey, days: number | null): Promise<void> {
    if (days === null) await this.store.revokeByRule(tx, key);
    else await this.store.grantByRule(tx, key, days);
  }

  /** For courses, inside their transaction: passed, for so many days or for good. What is held longer stays longer. */
  async admitByCourse(tx: Tx, key: QualificationKey, courseId: string, days: number | null): Promise<void> {
    await this.store.grantByCourse(tx, key, courseId, days);
  }

  /** By member; without those about whom the actor may not read. */
  ofMembers(actor: Actor, memberIds: string[]): Promise<Map<string, QualificationRow[]>> {
    return this.database.transact(actor, async (tx) => {
      const readable = await this.reach.readable(tx, actor, memberIds);
      const rows = await this.store.ofMembers(tx, readable);
      return new Map(readable.map((id) => [id, rows.filter((row) => row.memberId === id)]));
    });
  }
}

const placeOf = ({ projectId, stage }: QualificationKey) => ({ projectId: toGlobalId('project', projectId), stage });
