import { Injectable } from '@nestjs/common';
import { type Actor, ChangeLog, type MemberRow, MembersService, reachOf } from '../identity/index.js';
import { ClientFault, Database, newId, Refusal, toGlobalId, type Tx } from '../platform/index.js';
import type { TeamEntity } from './team.entity.js';
import { TeamsStore } from './teams.store.js';

export interface TeamRow {
  id: string;
  name: string;
  members: { member: MemberRow; isLead: boolean }[];
}

@Injectable()
export class TeamsService {
  constructor(
    private readonly database: Database,
    private readonly store: TeamsStore,
    private readonly members: MembersService,
    private readonly changeLog: ChangeLog,
  ) {}

  create(actor: Actor, name: string) {
    return this.database.transact(actor, async (tx) => {
      const id = newId();
      if (!(await this.store.insert(tx, id, name)))
        return new Refusal('NAME_TAKEN', `There is a team “${name}” already.`);
      await this.changeLog.record(tx, actor, { action: 'team:create', subjectId: id, detail: { name } });
      return { id, name, members: [] };
    });
  }

  /** Adding somebody who is in the team sets whether they lead it. */
  addMember(actor: Actor, teamId: string, memberId: string, isLead: boolean): Promise<TeamRow> {
    return this.database.transact(actor, async (tx) => {
      const team = await this.require(tx, teamId);
      // Foreign keys look past tenants; this look does not.
      await this.members.require(tx, memberId);
      await this.addWithin(tx, actor, teamId, memberId, isLead);
      return this.withMembers(tx, team);
    });
  }

  /** For what puts people of this organization into its teams, inside its transaction. */
  async addWithin(
    tx: Tx,
    actor: { memberId: string },
    teamId: string,
    memberId: string,
    isLead: boolean,
  ): Promise<void> {
    await this.store.putMember(tx, teamId, memberId, isLead);
    const detail = { memberId: toGlobalId('member', memberId), isLead };
    await this.changeLog.record(tx, actor, { action: 'team:add', subjectId: teamId, detail });
  }

  removeMember(actor: Actor, teamId: string, memberId: string): Promise<TeamRow> {
    return this.database.transact(actor, async (tx) => {
      const team = await this.require(tx, teamId);
      if (await this.store.removeMember(tx, teamId, memberId)) {
        await this.changeLog.record(tx, actor, {
          action: 'team:remove',
          subjectId: teamId,
          detail: { memberId: toGlobalId('member', memberId) },
        });
      }
      return this.withMembers(tx, team);
    });
  }

  /** @param memberId only those that this person is in; null for all */
  page(
    actor: Actor,
    memberId: string | null,
    first: number,
    after: string | null,
  ): Promise<{ rows: TeamRow[]; total: number }> {
    const seenBy = reachOf(actor, 'team:read') === 'ANY' ? null : actor.memberId;
    return this.database.transact(actor, async (tx) => {
      const { rows, total } = await this.store.page(tx, { memberId, seenBy }, first, after);
      return { rows: await this.allWithMembers(tx, rows), total };
    });
  }

  /** Null when there is none, or none to see. */
  async find(actor: Actor, id: string): Promise<TeamRow | null> {
    const reach = reachOf(actor, 'team:read');
    if (!reach) return null;
    return this.database.transact(actor, async (tx) => {
      if (reach !== 'ANY' && !(await this.store.teamIdsOf(tx, actor.memberId)).includes(id)) return null;
      const team = await this.store.find(tx, id);
      return team && this.withMembers(tx, team);
    });
  }

  /** The teams that somebody is in: a project is open to the teams added to it. */
  teamIdsOf(tx: Tx, memberId: string): Promise<string[]> {
    return this.store.teamIdsOf(tx, memberId);
  }

  /** For features to the right that name teams, within their transaction. @throws ClientFault NOT_FOUND */
  async require(tx: Tx, id: string): Promise<TeamEntity> {
    const team = await this.store.find(tx, id);
    if (!team) throw ClientFault.notFound('team');
    return team;
  }

  private async withMembers(tx: Tx, team: TeamEntity): Promise<TeamRow> {
    const [row] = await this.allWithMembers(tx, [team]);
    return row!;
  }

  private async allWithMembers(tx: Tx, teams: TeamEntity[]): Promise<TeamRow[]> {
    const seats = await this.store.membersOf(tx, teams.map((team) => team.id)); // prettier-ignore
    const people = await this.members.findAll(tx, [...new Set(seats.map((seat) => seat.memberId))]);
    const byId = new Map(people.map((member) => [member.id, member]));
    return teams.map(({ id, name }) => ({
      id,
      name,
      members: seats
        .filter((seat) => seat.teamId === id)
        .map((seat) => ({ member: byId.get(seat.memberId)!, isLead: seat.isLead })),
    }));
  }
}
