import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';

export const noticeKinds = [
  'WARN',
  'RETRAIN',
  'PAUSE',
  'REQUIRE_REVIEW',
  'REOPEN_WORK',
  'FEEDBACK',
  'DISPUTE',
  'COURSE',
  'QUESTION',
] as const;
export type NoticeKind = (typeof noticeKinds)[number];

export interface NoticeRow {
  id: string;
  project_id: string | null;
  kind: NoticeKind;
  sentence: string;
  at: Date;
  read_at: Date | null;
}

@Injectable()
export class NoticesStore {
  async tell(tx: Tx, memberId: string, projectId: string | null, kind: NoticeKind, sentence: string): Promise<void> {
    await tx.query(
      `INSERT INTO notice (organization_id, member_id, project_id, kind, sentence) VALUES ($1, $2, $3, $4, $5)`,
      [tx.organizationId, memberId, projectId, kind, sentence.slice(0, 2000)],
    );
  }

  /** Newest first. */
  of(tx: Tx, memberId: string, isUnread: boolean, limit: number): Promise<NoticeRow[]> {
    return tx.query<NoticeRow>(
      `SELECT id, project_id, kind, sentence, at, read_at FROM notice WHERE member_id = $1 AND (NOT $2 OR read_at IS NULL) ORDER BY at DESC, id LIMIT $3`,
      [memberId, isUnread, limit],
    );
  }

  async read(tx: Tx, memberId: string, ids: readonly string[]): Promise<void> {
    await tx.query(
      `UPDATE notice SET read_at = muster_now() WHERE member_id = $1 AND id = ANY ($2) AND read_at IS NULL`,
      [memberId, ids],
    );
  }
}
