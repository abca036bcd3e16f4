import type { OnModuleInit } from '@nestjs/common';
import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { type Actor, Can, CurrentActor } from '../identity/index.js';
import { decodeCursor, fromGlobalId, NodeRegistry, pageOf, Refusal } from '../platform/index.js';
import {
  AddTeamMemberArgs,
  CreateTeamArgs,
  CreateTeamResult,
  Team,
  TeamConnection,
  TeamMemberArgs,
  TeamsArgs,
  toTeam,
} from './team.type.js';
import { TeamsService } from './teams.service.js';

@Resolver(() => Team)
export class TeamsResolver implements OnModuleInit {
  constructor(
    private readonly service: TeamsService,
    private readonly nodes: NodeRegistry<Actor>,
  ) {}

  onModuleInit(): void {
    this.nodes.register('team', async (actor, id) => {
      const row = await this.service.find(actor, id);
      return row && toTeam(row);
    });
  }

  @Query(() => TeamConnection, { description: 'All teams, or those of a team lead.' })
  @Can('team:read')
  async teams(@CurrentActor() actor: Actor, @Args() { first, after, memberId }: TeamsArgs): Promise<TeamConnection> {
    const of = memberId ? fromGlobalId('member', memberId, 'memberId') : null;
    const { rows, total } = await this.service.page(actor, of, first, decodeCursor(after));
    return pageOf(rows, first, total, toTeam);
  }

  @Mutation(() => CreateTeamResult)
  @Can('team:manage')
  async createTeam(@CurrentActor() actor: Actor, @Args() { name }: CreateTeamArgs) {
    const answer = await this.service.create(actor, name);
    return answer instanceof Refusal ? answer : toTeam(answer);
  }

  @Mutation(() => Team, { description: 'Adds somebody, or sets whether they lead.' })
  @Can('team:manage')
  async addTeamMember(
    @CurrentActor() actor: Actor,
    @Args() { teamId, memberId, isLead }: AddTeamMemberArgs,
  ): Promise<Team> {
    const [team, member] = [fromGlobalId('team', teamId, 'teamId'), fromGlobalId('member', memberId, 'memberId')];
    return toTeam(await this.service.addMember(actor, team, member, isLead));
  }

  @Mutation(() => Team)
  @Can('team:manage')
  async removeTeamMember(@CurrentActor() actor: Actor, @Args() { teamId, memberId }: TeamMemberArgs): Promise<Team> {
    const [team, member] = [fromGlobalId('team', teamId, 'teamId'), fromGlobalId('member', memberId, 'memberId')];
    return toTeam(await this.service.removeMember(actor, team, member));
  }
}
