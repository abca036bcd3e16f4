import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';

/** What somebody becomes when they join, beside a member. */
export interface InvitationPlan {
  invitationId: string;
  teamId: string | null;
  isLead: boolean;
  skills: { skillId: string; level: number }[];
  plannedBy: string;
}

@Injectable()
export class InvitationPlansStore {
  async insert(tx: Tx, { invitationId, teamId, isLead, skills, plannedBy }: InvitationPlan): Promise<void> {
    await tx.query(
      `INSERT INTO invitation_plan (invitation_id, organization_id, team_id, is_lead, skills, planned_by) VALUES ($1, $2, $3, $4, $5, $6)`,
      [invitationId, tx.organizationId, teamId, isLead, JSON.stringify(skills), plannedBy],
    );
  }

  async find(tx: Tx, invitationId: string): Promise<InvitationPlan | undefined> {
    const [row] = await tx.query<InvitationPlan>(
      `SELECT invitation_id AS "invitationId", team_id AS "teamId", is_lead AS "isLead", skills, planned_by AS "plannedBy"
         FROM invitation_plan WHERE invitation_id = $1`,
      [invitationId],
    );
    return row;
  }
}
