import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Joining } from '../../identity/index.js';
import type { Tx } from '../../platform/index.js';
import { SkillsService } from '../skills/skills.service.js';
import { TeamsService } from '../teams.service.js';
import { InvitationPlansStore } from './invitation-plans.store.js';

/** Puts whoever joins into the team and gives them the skills that their invitation named. */
@Injectable()
export class Arrivals implements OnModuleInit {
  constructor(
    private readonly joining: Joining,
    private readonly plans: InvitationPlansStore,
    private readonly teams: TeamsService,
    private readonly skills: SkillsService,
  ) {}

  onModuleInit(): void {
    this.joining.register((tx, { invitationId, member }) => this.arrive(tx, invitationId, member.id));
  }

  private async arrive(tx: Tx, invitationId: string, memberId: string): Promise<void> {
    const plan = await this.plans.find(tx, invitationId);
    if (!plan) return;
    const { teamId, isLead, plannedBy: by } = plan;
    if (teamId) await this.teams.addWithin(tx, { memberId: by }, teamId, memberId, isLead);
    for (const skill of plan.skills)
      await this.skills.award(tx, {
        ...skill,
        memberId,
        source: 'IMPORTED',
        origin: 'Invitation',
        expiresAt: null,
        by,
      });
  }
}
