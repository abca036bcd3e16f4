import { Injectable } from '@nestjs/common';
import { ClientFault, Database, Refusal, type Tx } from '../../platform/index.js';
import { ActorCache } from '../access/actor-cache.js';
import type { Actor } from '../access/actor.js';
import { reachOf, type Role } from '../access/permissions.js';
import { ChangeLog } from '../change-log/change-log.service.js';
import { languageOf, normalEmail } from '../validation.js';
import { type Invitee, Inviting } from './inviting.service.js';
import type { MemberRow } from './member.entity.js';
import { MembersStore } from './members.store.js';

export const onlyOwner = (): Refusal<'ONLY_OWNER'> =>
  new Refusal('ONLY_OWNER', 'Only an owner makes or unmakes an owner.');

@Injectable()
export class MembersService {
  constructor(
    private readonly database: Database,
    private readonly store: MembersStore,
    private readonly cache: ActorCache,
    private readonly changeLog: ChangeLog,
    private readonly inviting: Inviting,
  ) {}

  me(actor: Actor): Promise<MemberRow> {
    return this.database.transact(actor, (tx) => this.require(tx, actor.memberId));
  }

  /** Oneself always, others by permission; null when there is nobody, or nobody to see. */
  async find(actor: Actor, id: string): Promise<MemberRow | null> {
    if (id !== actor.memberId && reachOf(actor, 'member:read') !== 'ANY') return null;
    return this.database.transact(actor, (tx) => this.store.find(tx, id));
  }

  page(actor: Actor, first: number, after: string | null): Promise<{ rows: MemberRow[]; total: number }> {
    return this.database.transact(actor, (tx) => this.store.page(tx, first, after));
  }

  /** For features to the right that name members, within their transaction. @throws ClientFault NOT_FOUND */
  async require(tx: Tx, id: string): Promise<MemberRow> {
    const member = await this.store.find(tx, id);
    if (!member) throw ClientFault.notFound('member');
    return member;
  }

  /** Those of the ids that are members, in no order. */
  findAll(tx: Tx, ids: readonly string[]): Promise<MemberRow[]> {
    return this.store.findAll(tx, ids);
  }

  /** Those of this organization who have one of the addresses (in their normal form), by it. */
  async findByEmail(tx: Tx, emails: readonly string[]): Promise<Map<string, MemberRow>> {
    return new Map((await this.store.findByEmail(tx, emails)).map((member) => [normalEmail(member.email), member]));
  }

  /** When each of them last used a session, as far as the actor may know: of themselves, or of everybody. */
  lastSeen(actor: Actor, ids: string[]): Promise<Map<string, Date>> {
    const known = reachOf(actor, 'member:read') === 'ANY' ? ids : ids.filter((id) => id === actor.memberId);
    return this.database.transact(actor, (tx) => this.store.lastSeen(tx, known));
  }

  setTimeZone(actor: Actor, timeZone: string): Promise<MemberRow> {
    return this.database.transact(actor, async (tx) => {
      await this.store.setTimeZone(tx, actor.memberId, timeZone);
      return this.require(tx, actor.memberId);
    });
  }

  /** In their canonical form, each once. */
  setLanguages(actor: Actor, languages: string[]): Promise<MemberRow> {
    return this.database.transact(actor, async (tx) => {
      const tags = new Set(languages.map((tag) => languageOf(tag) ?? tag));
      await this.store.setLanguages(tx, actor.memberId, [...tags]);
      return this.require(tx, actor.memberId);
    });
  }

  async setRoles(actor: Actor, memberId: string, roles: Role[], reason?: string) {
    const answer = await this.database.transact(actor, async (tx) => {
      const owners = await this.store.lockOwners(tx);
      const member = await this.require(tx, memberId);
      const [was, becomes] = [member.roles.includes('OWNER'), roles.includes('OWNER')];
      if (was !== becomes && !actor.roles.includes('OWNER')) return onlyOwner();
      if (was && !becomes && owners.every((id) => id === memberId)) {
        return new Refusal('LAST_OWNER', 'The organization would be left without an owner.');
      }
      await this.store.setRoles(tx, memberId, roles);
      await this.changeLog.record(tx, actor, {
        action: 'member:roles',
        subjectId: memberId,
        reason,
        detail: { from: member.roles, to: roles },
      });
      return { ...member, roles };
    });
    this.cache.forgetMember(memberId);
    return answer;
  }

  async invite(actor: Actor, input: Invitee) {
    const answer = await this.database.transact(actor, async (tx) => {
      if (input.roles.includes('OWNER') && !actor.roles.includes('OWNER')) return onlyOwner();
      if (await this.store.isEmailTaken(normalEmail(input.email))) return emailTaken();
      return this.inviting.invite(tx, actor, input);
    });
    if (answer instanceof Refusal) return answer;
    return { invitation: answer.invitation, token: this.inviting.tokenOf(answer.seed) };
  }
}

/** The same words wherever the address is a member, so that no organization learns where else somebody works. */
export const emailTaken = (): Refusal<'EMAIL_TAKEN'> =>
  new Refusal('EMAIL_TAKEN', 'This e-mail address cannot be invited: it is in use.');
