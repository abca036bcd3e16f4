import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import type { AlarmKind } from '../../quality/index.js';

@Injectable()
export class NoticeChoicesStore {
  async unwanted(tx: Tx, memberId: string): Promise<AlarmKind[]> {
    const rows = await tx.query<{ kind: AlarmKind }>(
      `SELECT kind FROM notice_choice WHERE member_id = $1 AND NOT is_wanted`,
      [memberId],
    );
    return rows.map(({ kind }) => kind);
  }

  async put(tx: Tx, memberId: string, choice: { kind: AlarmKind; isWanted: boolean }): Promise<void> {
    await tx.query(
      `INSERT INTO notice_choice (organization_id, member_id, kind, is_wanted) VALUES ($1, $2, $3, $4)
       ON CONFLICT (member_id, kind) DO UPDATE SET is_wanted = excluded.is_wanted`,
      [tx.organizationId, memberId, choice.kind, choice.isWanted],
    );
  }
}
