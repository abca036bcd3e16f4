import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/index.js';
import type { NewEntry, TimeEntryRow } from './time.types.js';

const select = `SELECT e.id, e.member_id, e.code, e.project_id, e.note, e.started_at, e.until_at,
  coalesce(e.ended_at, CASE WHEN e.until_at <= muster_now() THEN e.until_at END) AS ended_at, e.is_entered,
  (SELECT c.id FROM time_correction c WHERE c.entry_id = e.id AND c.state = 'APPROVED' ORDER BY c.decided_at DESC, c.id DESC LIMIT 1) AS correction_id
  FROM time_entry e`;

@Injectable()
export class TimeEntriesStore {
  /** One at a time a person, whatever they do to their own time. */
  async lock(tx: Tx, memberId: string): Promise<void> {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended($1::text, 3))`, [memberId]);
  }

  async find(tx: Tx, id: string): Promise<TimeEntryRow | undefined> {
    return (await tx.query<TimeEntryRow>(`${select} WHERE e.id = $1`, [id]))[0];
  }

  async running(tx: Tx, memberId: string): Promise<TimeEntryRow | undefined> {
    const rows = await tx.query<TimeEntryRow>(
      `${select} WHERE e.member_id = $1 AND e.ended_at IS NULL AND (e.until_at IS NULL OR e.until_at > muster_now())`,
      [memberId],
    );
    return rows[0];
  }

  /** What ended by itself is written down as ended, so that something else may run. */
  async endWhatIsOver(tx: Tx, memberId: string): Promise<void> {
    await tx.query(
      `UPDATE time_entry SET ended_at = until_at WHERE member_id = $1 AND ended_at IS NULL AND until_at <= muster_now()`,
      [memberId],
    );
  }

  /**
   * @param times null: it runs from now on, or from the end of what was rounded up to beyond now, so that none lies in another; and a
   * break ends after it began, however short it was to be
   */
  async insert(
    tx: Tx,
    id: string,
    memberId: string,
    { code, projectId, note, until }: NewEntry,
    times: { startedAt: Date; endedAt: Date } | null,
  ): Promise<TimeEntryRow> {
    await tx.query(
      `WITH b AS (SELECT coalesce($7::timestamptz, greatest(muster_now(), (SELECT max(f.ended_at) FROM time_in_force f WHERE f.member_id = $3::uuid
                AND f.ended_at <= muster_now() + interval '1 minute'))) AS at)
       INSERT INTO time_entry (id, organization_id, member_id, code, project_id, note, started_at, ended_at, is_entered, until_at)
       SELECT $1::uuid, $2::uuid, $3::uuid, $4, $5::uuid, $6, b.at, $8::timestamptz, $7::timestamptz IS NOT NULL, CASE WHEN $9::timestamptz IS NOT NULL THEN greatest($9, b.at + interval '1 second') END FROM b`,
      [id, tx.organizationId, memberId, code, projectId, note, times?.startedAt ?? null, times?.endedAt ?? null, until], // prettier-ignore
    );
    return (await this.find(tx, id))!;
  }

  /** Whoever forgot to stop is stopped after a day; a correction puts it right. */
  async stop(tx: Tx, id: string): Promise<TimeEntryRow> {
    await tx.query(
      `UPDATE time_entry SET ended_at = greatest(least(muster_now(), started_at + interval '24 hours'), started_at + interval '1 second') WHERE id = $1`,
      [id],
    );
    return (await this.find(tx, id))!;
  }

  /** Whether another entry of the person, as it holds now, lies in the time of this one. */
  async overlapsOthers(tx: Tx, id: string): Promise<boolean> {
    const rows = await tx.query(
      `SELECT FROM time_in_force own JOIN time_in_force other ON other.member_id = own.member_id AND other.id <> own.id
          AND other.started_at < coalesce(own.ended_at, 'infinity') AND coalesce(other.ended_at, 'infinity') > own.started_at
        WHERE own.id = $1 LIMIT 1`,
      [id],
    );
    return rows.length > 0;
  }

  async page(
    tx: Tx,
    memberId: string,
    first: number,
    after: string | null,
  ): Promise<{ rows: TimeEntryRow[]; total: number }> {
    const rows = await tx.query<TimeEntryRow>(
      `${select} WHERE e.member_id = $1 AND ($2::uuid IS NULL OR e.id < $2) ORDER BY e.id DESC LIMIT $3`,
      [memberId, after, first + 1],
    );
    const [counted] = await tx.query<{ total: number }>(
      `SELECT count(*)::int AS total FROM time_entry WHERE member_id = $1`,
      [memberId],
    );
    return { rows, total: counted!.total };
  }
}
