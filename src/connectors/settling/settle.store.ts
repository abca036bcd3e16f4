import { Injectable } from '@nestjs/common';
import type { ItemSize, Label } from '../../labels/index.js';
import type { Tx } from '../../platform/index.js';
import type { HeldWork, OutsideAnswer } from '../../tasks/index.js';
import type { RefusedAnswer } from '../connector.types.js';
import type { KnownPart, KnownParts, Word } from './join.rules.js';

export interface SettledItem {
  id: string;
  connection_id: string;
  project_id: string;
  assignment_id: string;
  member_id: string;
  external_id: string;
  answer_id: string | null;
  is_closed_by_tool: boolean;
  is_read_wanted: boolean;
  read_error: string | null;
  refusal: RefusedAnswer | null;
  told_refusal: string | null;
  data: Record<string, unknown>;
  media_width: number | null;
  media_height: number | null;
}

export interface Settled {
  word: Word;
  answerId: string | null;
  isClosedByTool: boolean;
  difference: { why: string; sentence: string } | null;
  refusal: Omit<RefusedAnswer, 'at'> | null;
  otherUser: string | null;
}

const columns = `i.id, i.connection_id, i.project_id, i.assignment_id, i.member_id, i.external_id, i.answer_id, i.is_closed_by_tool,
  i.is_read_wanted, i.read_error, i.refusal, i.told_refusal, t.data, m.width AS media_width, m.height AS media_height`;

/** Text and JSON that PostgreSQL can keep. */
const storable = (text: string): string => text.replace(/[\0\p{Surrogate}]/gu, '\uFFFD');
const storableJson = (value: unknown): string =>
  JSON.stringify(value, (_key, one: unknown) => (typeof one === 'string' ? storable(one) : one));

export const sizeOfItem = ({ data, media_width, media_height }: SettledItem): ItemSize | null => {
  if (typeof data.width === 'number' && typeof data.height === 'number')
    return { width: data.width, height: data.height };
  return media_width !== null && media_height !== null ? { width: media_width, height: media_height } : null;
};

@Injectable()
export class SettleStore {
  /** Items of a connection by the tool's ids, each locked, always in the same order. */
  lockByExternal(tx: Tx, connectionId: string, externalIds: readonly string[]): Promise<SettledItem[]> {
    return tx.query<SettledItem>(
      `SELECT ${columns} FROM tool_item i JOIN task t ON t.id = i.task_id LEFT JOIN media m ON m.id = t.media_id
        WHERE i.connection_id = $1 AND i.external_id = ANY ($2) ORDER BY i.id FOR UPDATE OF i`,
      [connectionId, externalIds],
    );
  }

  /** Which items of a connection have a part of these names, for messages that name the part alone. */
  async itemsOfParts(tx: Tx, connectionId: string, parts: readonly string[]): Promise<Map<string, string>> {
    const rows = await tx.query<{ part: string; external_id: string }>(
      `SELECT p.part, i.external_id FROM tool_part p JOIN tool_item i ON i.id = p.item_id
        WHERE i.connection_id = $1 AND p.part = ANY ($2) AND i.external_id IS NOT NULL`,
      [connectionId, parts],
    );
    return new Map(rows.map(({ part, external_id }) => [part, external_id]));
  }

  async lock(tx: Tx, id: string): Promise<SettledItem | undefined> {
    const [row] = await tx.query<SettledItem>(
      `SELECT ${columns} FROM tool_item i JOIN task t ON t.id = i.task_id LEFT JOIN media m ON m.id = t.media_id
        WHERE i.id = $1 AND i.external_id IS NOT NULL FOR UPDATE OF i`,
      [id],
    );
    return row;
  }

  async partsOf(tx: Tx, itemId: string): Promise<KnownParts> {
    const rows = await tx.query<PartRow>(
      `SELECT part, state, version_at, version_tie, labels, left_out, reason, tool_user, seconds FROM tool_part WHERE item_id = $1`,
      [itemId],
    );
    return new Map(rows.map((row) => [row.part, toPart(row)]));
  }

  /** Parts that came to be known, or to be known better, since. */
  async joinedSince(tx: Tx, itemId: string, since: Date): Promise<Set<string>> {
    const rows = await tx.query<{ part: string }>(`SELECT part FROM tool_part WHERE item_id = $1 AND joined_at >= $2`, [
      itemId,
      since,
    ]);
    return new Set(rows.map(({ part }) => part));
  }

  async keepPart(tx: Tx, itemId: string, one: KnownPart): Promise<void> {
    await tx.query(
      `INSERT INTO tool_part (organization_id, item_id, part, state, version_at, version_tie, labels, left_out, reason, tool_user, seconds)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
       ON CONFLICT (item_id, part) DO UPDATE SET state = excluded.state, version_at = excluded.version_at, version_tie = excluded.version_tie,
         labels = excluded.labels, left_out = excluded.left_out, reason = excluded.reason, tool_user = excluded.tool_user,
         seconds = excluded.seconds, joined_at = muster_now()`,
      [
        tx.organizationId,
        itemId,
        storable(one.part),
        one.state,
        one.version?.at ?? null,
        one.version ? storable(one.version.tie) : null,
        one.labels && storableJson(one.labels),
        storableJson(one.leftOut),
        one.reason === null ? null : storable(one.reason),
        one.user === null ? null : storable(one.user).slice(0, 200),
        one.seconds,
      ],
    );
  }

  async wantRead(tx: Tx, itemId: string): Promise<void> {
    await tx.query(
      `UPDATE tool_item SET is_read_wanted = true, read_after = muster_now(), read_attempts = 0 WHERE id = $1`,
      [itemId],
    );
  }

  async readDone(tx: Tx, itemId: string, isGone: boolean): Promise<void> {
    await tx.query(
      `UPDATE tool_item SET is_read_wanted = false, read_attempts = 0, read_error = NULL, is_gone = $2 WHERE id = $1`,
      [itemId, isGone],
    );
  }

  async readFailed(tx: Tx, itemId: string, error: string, seconds: number): Promise<void> {
    await tx.query(
      `UPDATE tool_item SET read_error = $2, read_attempts = read_attempts + 1, read_after = muster_now() + $3 * interval '1 second' WHERE id = $1`,
      [itemId, error.slice(0, 1000), seconds],
    );
  }

  async settled(
    tx: Tx,
    itemId: string,
    { word, answerId, isClosedByTool, difference, refusal, otherUser }: Settled,
  ): Promise<void> {
    const part = 'part' in word ? word.part : null;
    await tx.query(
      `UPDATE tool_item SET says = $2, says_labels = $3, answer_id = $4, is_closed_by_tool = $5, difference = $6, difference_why = $7,
              left_out = $8, other_user = $9, tool_seconds = $10,
              refusal = CASE WHEN refusal ->> 'id' = $11::jsonb ->> 'id' THEN refusal ELSE $11::jsonb || jsonb_build_object('at', muster_now()) END,
              settled_at = muster_now() WHERE id = $1`,
      [
        itemId,
        word.says,
        part?.labels ? storableJson(part.labels) : null,
        answerId,
        isClosedByTool,
        difference?.sentence.slice(0, 5000) ?? null,
        difference?.why ?? null,
        storableJson(part?.leftOut ?? []),
        otherUser,
        part?.seconds ?? null,
        refusal && storableJson(refusal),
      ],
    );
  }

  /** Whom a name in the tool means: the member, and what the holder is called there. */
  async identity(tx: Tx, { connection_id, member_id }: SettledItem, toolUser: string) {
    const [row] = await tx.query<{ member_id: string | null; holder_name: string | null; refuses_others: boolean }>(
      `SELECT (SELECT u.member_id FROM tool_user u WHERE u.connection_id = c.id AND u.tool_user = $3) AS member_id,
              (SELECT u.tool_user FROM tool_user u WHERE u.connection_id = c.id AND u.member_id = $2) AS holder_name, c.refuses_others
         FROM connection c WHERE c.id = $1`,
      [connection_id, member_id, toolUser],
    );
    return row!;
  }

  /** What was built on an answer since, or why it cannot change any more. Null: nothing was. */
  async restsOn(tx: Tx, work: HeldWork, answer: OutsideAnswer): Promise<string | null> {
    // Nothing is built on a known answer's comparison, and one that was kept aside moved nothing.
    if (answer.state !== 'COUNTED') return null;
    const [row] = await tx.query<{ what: string | null }>(
      `SELECT CASE
         WHEN EXISTS (SELECT FROM verdict v WHERE v.task_id = $1 AND (v.submission_id = $2 OR v.created_at >= $3)) THEN 'a verdict'
         WHEN $4 = 'ANNOTATE' AND EXISTS (SELECT FROM submission s WHERE s.task_id = $1 AND s.stage = 'ADJUDICATE' AND s.state = 'COUNTED') THEN 'an adjudication'
         WHEN EXISTS (SELECT FROM audit_item i JOIN result r ON r.id = i.result_id WHERE i.task_id = $1 AND $2 = ANY (r.submission_ids)) THEN 'an audit'
         WHEN EXISTS (SELECT FROM result r JOIN release_item i ON i.result_id = r.id WHERE r.task_id = $1 AND $2 = ANY (r.submission_ids)) THEN 'a release'
         WHEN b.state = 'ACCEPTED' THEN 'the acceptance of its batch'
         WHEN t.state = 'CANCELLED' THEN 'the task was cancelled' END AS what
         FROM task t JOIN batch b ON b.id = t.batch_id WHERE t.id = $1`,
      [work.task_id, answer.id, answer.created_at, work.stage],
    );
    return row!.what;
  }
}

interface PartRow {
  part: string;
  state: KnownPart['state'];
  version_at: string | null;
  version_tie: string | null;
  labels: Label[] | null;
  left_out: string[];
  reason: string | null;
  tool_user: string | null;
  seconds: number | null;
}

const toPart = (row: PartRow): KnownPart => ({
  part: row.part,
  state: row.state,
  version: row.version_at === null ? null : { at: Number(row.version_at), tie: row.version_tie! },
  labels: row.labels,
  leftOut: row.left_out,
  reason: row.reason,
  user: row.tool_user,
  seconds: row.seconds,
});
