import { Injectable } from '@nestjs/common';
import { type Action, type Actor, type MemberRow, MembersService, reachOf } from '../identity/index.js';
import { ClientFault, type Tx } from '../platform/index.js';
import { TeamsStore } from './teams.store.js';

/** Whose people somebody may act on and read about. To a lead, TEAM is the members of the teams they lead. */
@Injectable()
export class PeopleReach {
  constructor(
    private readonly members: MembersService,
    private readonly teams: TeamsStore,
  ) {}

  /** The member, when the actor may do this to them. @throws ClientFault NOT_FOUND, FORBIDDEN */
  async require(tx: Tx, actor: Actor, action: Action, memberId: string): Promise<MemberRow> {
    const reach = reachOf(actor, action);
    if (reach === null) throw ClientFault.forbidden(action);
    if (reach !== 'ANY') {
      // Or a lead could lift the pause that a manager put on them, and admit themselves to any work.
      if (memberId === actor.memberId)
        throw new ClientFault('FORBIDDEN', 'Team leads do this for their people, not for themselves.');
      if ((await this.teams.ledAmong(tx, actor.memberId, [memberId])).length === 0)
        throw ClientFault.notFound('member');
    }
    return this.members.require(tx, memberId);
  }

  /** Those of the members to whom the actor may do this. */
  async within(tx: Tx, actor: Actor, action: Action, memberIds: string[]): Promise<string[]> {
    const reach = reachOf(actor, action);
    if (reach === 'ANY') return memberIds;
    const led = reach === null ? [] : await this.teams.ledAmong(tx, actor.memberId, memberIds);
    return led.filter((id) => id !== actor.memberId);
  }

  /** Those of the members about whose skills, qualifications and pauses the actor may read: oneself always. */
  async readable(tx: Tx, actor: Actor, memberIds: string[]): Promise<string[]> {
    const reach = reachOf(actor, 'team:read');
    if (reach === 'ANY') return memberIds;
    const led = reach === null ? [] : await this.teams.ledAmong(tx, actor.memberId, memberIds);
    return memberIds.filter((id) => id === actor.memberId || led.includes(id));
  }

  /** Those of the members whose confidence the actor has: they themselves, and who leads them; no manager as such. */
  async confidedBy(tx: Tx, actor: Actor, memberIds: string[]): Promise<string[]> {
    const led = await this.teams.ledAmong(tx, actor.memberId, memberIds);
    return memberIds.filter((id) => id === actor.memberId || led.includes(id));
  }
}
