import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';

@Injectable()
export class ProjectPeopleStore {
  /** Whether the project is open to a team in which one leads the other. */
  async leadsIn(tx: Tx, leadId: string, memberId: string, projectId: string): Promise<boolean> {
    const found = await tx.query(
      `SELECT FROM team_member lead JOIN team_member tm ON tm.team_id = lead.team_id JOIN project_team pt ON pt.team_id = lead.team_id
        WHERE lead.member_id = $1 AND lead.is_lead AND tm.member_id = $2 AND pt.project_id = $3 LIMIT 1`,
      [leadId, memberId, projectId],
    );
    return found.length > 0;
  }
}
