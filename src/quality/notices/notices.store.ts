import { Injectable } from '@nestjs/common';
import type { IdKind, Tx } from '../../platform/index.js';

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
/** What managers and leads are told of others' work; each may choose which of them. docs/notices.md */
export const alarmKinds = [
  'BATCH_AT_RISK',
  'QUEUE_RUNS_DRY',
  'PERSON_BELOW_BAR',
  'DISPUTE_WAITING',
  'LOT_WITHOUT_JUDGE',
  'ENDPOINT_DISABLED',
] as const;
export type AlarmKind = (typeof alarmKinds)[number];
export type NoticeKind = (typeof noticeKinds)[number];

/** Where a notice leads to. */
export interface NoticeSubject {
  kind: IdKind;
  id: string;
}

export interface Alarm {
  projectId: string | null;
  kind: AlarmKind;
  sentence: string;
  subject: NoticeSubject;
  /** Of several with the same one only the newest stays unread. */
  topic: string;
}

export interface NoticeRow {
  id: string;
  project_id: string | null;
  kind: NoticeKind | AlarmKind;
  subject_kind: IdKind | null;
  subject_id: string | null;
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

  /** The same to several people; what they have not read of the same topic is out of date. */
  async alarm(
    tx: Tx,
    memberIds: readonly string[],
    { projectId, kind, sentence, subject, topic }: Alarm,
  ): Promise<void> {
    await tx.query(
      `UPDATE notice SET read_at = muster_now() WHERE member_id = ANY ($1) AND topic = $2 AND read_at IS NULL`,
      [memberIds, topic],
    );
    await tx.query(
      `INSERT INTO notice (organization_id, member_id, project_id, kind, sentence, subject_kind, subject_id, topic)
       SELECT $1, id, $3, $4, $5, $6, $7, $8 FROM unnest($2::uuid[]) id`,
      [tx.organizationId, memberIds, projectId, kind, sentence.slice(0, 2000), subject.kind, subject.id, topic],
    );
  }

  /** Newest first. @param isOwn only what is about their own work */
  of(tx: Tx, memberId: string, isUnread: boolean, limit: number, isOwn = false): Promise<NoticeRow[]> {
    return tx.query<NoticeRow>(
      `SELECT id, project_id, kind, sentence, subject_kind, subject_id, at, read_at FROM notice
        WHERE member_id = $1 AND (NOT $2 OR read_at IS NULL) AND (NOT $4 OR subject_id IS NULL) ORDER BY at DESC, id LIMIT $3`,
      [memberId, isUnread, limit, isOwn],
    );
  }

  async read(tx: Tx, memberId: string, ids: readonly string[]): Promise<void> {
    await tx.query(
      `UPDATE notice SET read_at = muster_now() WHERE member_id = $1 AND id = ANY ($2) AND read_at IS NULL`,
      [memberId, ids],
    );
  }
}
