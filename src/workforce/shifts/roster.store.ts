import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';

/** Of whom a roster is: all that is given holds. */
export interface RosterPeople {
  teamId: string | null;
  memberIds: string[] | null;
  /** whoever has one of them */
  roles: readonly string[] | null;
  /** only this person and, when they lead, the people of their teams; null: everybody */
  seenBy: string | null;
  isLead: boolean;
}

export interface PersonOnRoster {
  id: string;
  isOnShift: boolean;
}

@Injectable()
export class RosterStore {
  /** Active members by id. */
  async page(
    tx: Tx,
    { teamId, memberIds, roles, seenBy, isLead }: RosterPeople,
    first: number,
    after: string | null,
  ): Promise<{ rows: PersonOnRoster[]; total: number }> {
    const open = `m.state = 'ACTIVE' AND ($1::uuid IS NULL OR EXISTS (SELECT FROM team_member tm WHERE tm.team_id = $1 AND tm.member_id = m.id))
        AND ($2::uuid[] IS NULL OR m.id = ANY ($2)) AND ($5::text[] IS NULL OR m.roles && $5) AND ($3::uuid IS NULL OR m.id = $3 OR ($4 AND EXISTS (SELECT FROM team_member lead
          JOIN team_member own ON own.team_id = lead.team_id WHERE lead.member_id = $3 AND lead.is_lead AND own.member_id = m.id)))`;
    const who = [teamId, memberIds, seenBy, isLead, roles];
    const rows = await tx.query<PersonOnRoster>(
      `SELECT m.id, EXISTS (SELECT FROM shift_window w WHERE w.member_id = m.id AND w.ends_at > muster_now() AND w.starts_at <= muster_now()) AS "isOnShift"
         FROM member m WHERE ${open} AND ($6::uuid IS NULL OR m.id > $6) ORDER BY m.id LIMIT $7`,
      [...who, after, first + 1],
    );
    const [counted] = await tx.query<{ total: number }>(
      `SELECT count(*)::int AS total FROM member m WHERE ${open}`,
      who,
    );
    return { rows, total: counted!.total };
  }
}
