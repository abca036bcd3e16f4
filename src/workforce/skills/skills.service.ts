import { Injectable } from '@nestjs/common';
import { type Actor, ChangeLog, type MemberRow, reachOf } from '../../identity/index.js';
import { ClientFault, Clock, Database, newId, Refusal, toGlobalId, type Tx } from '../../platform/index.js';
import { PeopleReach } from '../people-reach.service.js';
import { type MemberSkillRow, type SkillRow, type SkillSource, SkillsStore } from './skills.store.js';

export interface GrantSkill {
  memberId: string;
  skillId: string;
  level: number;
  expiresAt: Date | null;
  reason?: string;
}

export interface AwardSkill {
  memberId: string;
  skillId: string;
  /** 1 to 5 */
  level: number;
  source: Exclude<SkillSource, 'MANUAL'>;
  /** which course, rule or file: for people to read */
  origin: string | null;
  /** of a course, which has a grant of its own beside those of others; null: the source has one */
  originId?: string | null;
  expiresAt: Date | null;
  /** null: nobody, but a rule */
  by?: string | null;
}

/** The organization's skills, and who holds them at which level until when. */
@Injectable()
export class SkillsService {
  constructor(
    private readonly database: Database,
    private readonly store: SkillsStore,
    private readonly reach: PeopleReach,
    private readonly changes: ChangeLog,
    private readonly clock: Clock,
  ) {}

  create(actor: Actor, name: string): Promise<SkillRow | Refusal<'NAME_TAKEN'>> {
    return this.database.transact(actor, async (tx) => {
      const skill = await this.store.insert(tx, newId(), name);
      if (!skill) return new Refusal('NAME_TAKEN' as const, `There is a skill “${name}” already.`);
      await this.changes.record(tx, actor, { action: 'skill:create', subjectId: skill.id, detail: { name } });
      return skill;
    });
  }

  page(actor: Actor, first: number, after: string | null): Promise<{ rows: SkillRow[]; total: number }> {
    return this.database.transact(actor, (tx) => this.store.page(tx, first, after));
  }

  /** Null when there is none, or none to see. */
  async find(actor: Actor, id: string): Promise<SkillRow | null> {
    if (!reachOf(actor, 'team:read')) return null;
    return this.database.transact(actor, (tx) => this.store.find(tx, id));
  }

  /** Granting what somebody holds sets its level and expiry anew. */
  grant(actor: Actor, { reason, ...grant }: GrantSkill): Promise<MemberSkillRow> {
    return this.database.transact(actor, async (tx) => {
      const { memberId, skillId, level, expiresAt } = grant;
      if (expiresAt && expiresAt <= this.clock.now())
        throw ClientFault.invalid('input.expiresAt', 'must be in the future');
      await this.reach.require(tx, actor, 'skill:grant', memberId);
      const skill = await this.require(tx, skillId);
      await this.store.grant(tx, { ...grant, grantedBy: actor.memberId, source: 'MANUAL', origin: null });
      const detail = { skillId: toGlobalId('skill', skillId), skill: skill.name, level, expiresAt };
      await this.changes.record(tx, actor, { action: 'member:grantSkill', subjectId: memberId, reason, detail });
      const held = await this.store.ofMembers(tx, [memberId]);
      return held.find(({ skill: { id }, source }) => id === skillId && source === 'MANUAL')!;
    });
  }

  /**
   * For features that find that somebody has a skill, inside their transaction: a course passed, a rule of trust, a list
   * that was imported. It stands beside what a person granted, so it lowers nothing, and what was granted
   * outlives it.
   */
  async award(tx: Tx, { by = null, ...award }: AwardSkill): Promise<void> {
    const { memberId, skillId, level, source, origin, expiresAt } = award;
    const skill = await this.require(tx, skillId);
    await this.store.grant(tx, { ...award, grantedBy: by });
    const detail = { skillId: toGlobalId('skill', skillId), skill: skill.name, level, expiresAt, source, origin };
    const actor = by === null ? null : { memberId: by };
    await this.changes.record(tx, actor, { action: 'member:awardSkill', subjectId: memberId, detail });
  }

  /** Takes back what that source awarded; what others say stays. */
  async withdraw(tx: Tx, memberId: string, skillId: string, source: AwardSkill['source']): Promise<void> {
    if (!(await this.store.revoke(tx, memberId, skillId, source))) return;
    const detail = { skillId: toGlobalId('skill', skillId), source };
    await this.changes.record(tx, null, { action: 'member:withdrawSkill', subjectId: memberId, detail });
  }

  /** Those of the names that the organization has, with their ids. */
  named(tx: Tx, names: string[]): Promise<Map<string, string>> {
    return this.store.named(tx, names);
  }

  /** From whatever source they have it. Revoking what somebody does not hold changes nothing. */
  revoke(actor: Actor, memberId: string, skillId: string, reason?: string): Promise<MemberRow> {
    return this.database.transact(actor, async (tx) => {
      const member = await this.reach.require(tx, actor, 'skill:grant', memberId);
      const skill = await this.require(tx, skillId);
      if (await this.store.revoke(tx, memberId, skillId, null)) {
        const detail = { skillId: toGlobalId('skill', skillId), skill: skill.name };
        await this.changes.record(tx, actor, { action: 'member:revokeSkill', subjectId: memberId, reason, detail });
      }
      return member;
    });
  }

  /** By member; without those about whom the actor may not read. */
  ofMembers(actor: Actor, memberIds: string[]): Promise<Map<string, MemberSkillRow[]>> {
    return this.database.transact(actor, async (tx) => {
      const readable = await this.reach.readable(tx, actor, memberIds);
      const held = await this.store.ofMembers(tx, readable);
      return new Map(readable.map((id) => [id, held.filter((row) => row.memberId === id)]));
    });
  }

  /** For policies, which name skills: those of the names that the organization has. */
  async namesAmong(tx: Tx, names: string[]): Promise<Set<string>> {
    return new Set(names.length === 0 ? [] : await this.store.namesAmong(tx, names));
  }

  private async require(tx: Tx, id: string): Promise<SkillRow> {
    const skill = await this.store.find(tx, id);
    if (!skill) throw ClientFault.notFound('skill');
    return skill;
  }
}
