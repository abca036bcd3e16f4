import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/index.js';
import type { ActionRule, EvidenceSource, TrustAction } from '../../projects/index.js';

export type Part = 'AUTHOR' | 'JUDGE';

/** One piece of work, judged. */
export interface NewEvidence {
  memberId: string;
  part: Part;
  taskId: string;
  /** the submission or the verdict that is judged */
  subjectId: string;
  source: EvidenceSource;
  /** absent: the whole answer */
  class?: string;
  isRight: boolean;
  /** above 0, at most 1 */
  weight?: number;
  /** when the work was given */
  at: Date;
}

export interface TrustRow {
  member_id: string;
  part: Part;
  class: string;
  alpha: number;
  beta: number;
  n: number;
}

export interface EvidenceRow {
  member_id: string;
  part: Part;
  class: string;
  source: EvidenceSource;
  is_right: boolean;
  weight: number;
  at: Date;
}

/** Somebody of whom something new is known. */
export interface Judged {
  member_id: string;
  part: Part;
}

export interface TrustActionRow {
  id: string;
  member_id: string;
  action: TrustAction;
  rule: ActionRule;
  sentence: string;
  at: Date;
  lifted_at: Date | null;
}

/** What people did long ago says little of them, and the window keeps a look at a veteran as cheap as at a beginner. */
const mostEvidence = 500;
const evidenceAtOnce = 2000;

export const toEvidence = ({ source, is_right, weight, at, class: name }: EvidenceRow) => ({
  source,
  isRight: is_right,
  weight,
  at,
  ...(name !== '' && { class: name }),
});

@Injectable()
export class TrustStore {
  constructor(private readonly database: Database) {}

  withNews(limit: number): Promise<{ organization_id: string; project_id: string }[]> {
    return this.database.asSystem(`SELECT DISTINCT organization_id, project_id FROM evidence WHERE is_new LIMIT $1`, [
      limit,
    ]);
  }

  /** Of whom there is something new; some of it, and it is not new any more. */
  takeNews(tx: Tx, projectId: string): Promise<Judged[]> {
    return tx.query<Judged>(
      `WITH news AS (UPDATE evidence SET is_new = false WHERE id IN (
         SELECT id FROM evidence WHERE project_id = $1 AND is_new LIMIT ${evidenceAtOnce} FOR UPDATE SKIP LOCKED) RETURNING member_id, part)
       SELECT DISTINCT member_id, part FROM news ORDER BY member_id, part`,
      [projectId],
    );
  }

  /** The newest of each class, oldest first. */
  evidenceOf(tx: Tx, projectId: string, { member_id, part }: Judged): Promise<EvidenceRow[]> {
    return tx.query<EvidenceRow>(
      `SELECT member_id, part, class, source, is_right, weight, at FROM (
         SELECT *, row_number() OVER (PARTITION BY class ORDER BY at DESC) AS place FROM evidence
          WHERE project_id = $1 AND member_id = $2 AND part = $3 AND forgiven_at IS NULL) e
        WHERE place <= ${mostEvidence} ORDER BY at`,
      [projectId, member_id, part],
    );
  }

  /** Classes of which nothing is left are forgotten. */
  async keep(tx: Tx, projectId: string, { member_id, part }: Judged, rows: TrustRow[]): Promise<void> {
    await tx.query(`DELETE FROM trust WHERE project_id = $1 AND member_id = $2 AND part = $3 AND class <> ALL ($4)`, [
      projectId,
      member_id,
      part,
      rows.map((row) => row.class),
    ]);
    await tx.query(
      `INSERT INTO trust (organization_id, project_id, member_id, part, class, alpha, beta, n)
       SELECT $1, $2, $3, $4, class, alpha, beta, n FROM jsonb_to_recordset($5) AS t (class text, alpha double precision, beta double precision, n integer)
       ON CONFLICT (project_id, member_id, part, class) DO UPDATE SET alpha = EXCLUDED.alpha, beta = EXCLUDED.beta, n = EXCLUDED.n, updated_at = muster_now()`,
      [tx.organizationId, projectId, member_id, part, JSON.stringify(rows)],
    );
  }

  /** Whoever was let work again has a clean slate: what held them up is over. */
  async liftResumed(tx: Tx, projectId: string, memberId: string): Promise<void> {
    await tx.query(
      `UPDATE trust_action a SET lifted_at = (SELECT max(p.resumed_at) FROM member_pause p WHERE p.member_id = $2 AND p.project_id = $1)
        WHERE a.project_id = $1 AND a.member_id = $2 AND a.lifted_at IS NULL AND a.action IN ('PAUSE', 'RETRAIN')
          AND EXISTS (SELECT FROM member_pause p WHERE p.member_id = $2 AND p.project_id = $1 AND p.resumed_at >= a.at)
          AND NOT EXISTS (SELECT FROM member_pause p WHERE p.member_id = $2 AND p.project_id = $1 AND p.resumed_at IS NULL)`,
      [projectId, memberId],
    );
  }

  /** What was done about a person, oldest first. */
  actionsOf(tx: Tx, projectId: string, memberId: string): Promise<TrustActionRow[]> {
    return tx.query<TrustActionRow>(
      `SELECT id, member_id, action, rule, sentence, at, lifted_at FROM trust_action WHERE project_id = $1 AND member_id = $2 ORDER BY at, id`,
      [projectId, memberId],
    );
  }

  /** What holds now, of a project, newest first. @param ledBy only of people in teams that this person leads */
  actions(tx: Tx, projectId: string, ledBy: string | null, limit: number) {
    return tx.query<TrustActionRow & { member_name: string }>(
      `SELECT a.id, a.member_id, m.name AS member_name, a.action, a.rule, a.sentence, a.at, a.lifted_at FROM trust_action a JOIN member m ON m.id = a.member_id
        WHERE a.project_id = $1 AND ($2::uuid IS NULL OR ${ledBySql('a.member_id')}) ORDER BY a.at DESC, a.id LIMIT $3`,
      [projectId, ledBy, limit],
    );
  }

  /** Of everybody in a project, by name. @param ledBy only of people in teams that this person leads */
  people(tx: Tx, projectId: string, ledBy: string | null, limit: number) {
    return tx.query<TrustRow & { member_name: string }>(
      `SELECT t.member_id, m.name AS member_name, t.part, t.class, t.alpha, t.beta, t.n FROM trust t JOIN member m ON m.id = t.member_id
        WHERE t.project_id = $1 AND ($2::uuid IS NULL OR ${ledBySql('t.member_id')}) ORDER BY m.name, t.member_id, t.part, t.class LIMIT $3`,
      [projectId, ledBy, limit],
    );
  }

  async act(tx: Tx, projectId: string, memberId: string, rule: ActionRule, sentence: string): Promise<string> {
    const [row] = await tx.query<{ id: string }>(
      `INSERT INTO trust_action (organization_id, project_id, member_id, action, rule, sentence) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id`,
      [tx.organizationId, projectId, memberId, rule.action, JSON.stringify(rule), sentence],
    );
    return row!.id;
  }

  async lift(tx: Tx, id: string): Promise<void> {
    await tx.query(`UPDATE trust_action SET lifted_at = muster_now() WHERE id = $1 AND lifted_at IS NULL`, [id]);
  }

  async action(tx: Tx, id: string): Promise<(TrustActionRow & { project_id: string }) | undefined> {
    const [row] = await tx.query<TrustActionRow & { project_id: string }>(
      `SELECT id, project_id, member_id, action, rule, sentence, at, lifted_at FROM trust_action WHERE id = $1 FOR UPDATE`,
      [id],
    );
    return row;
  }

  /** What was noted of the same work from the same source before is replaced. */
  async note(tx: Tx, projectId: string, evidence: readonly NewEvidence[]): Promise<void> {
    await tx.query(
      `INSERT INTO evidence (organization_id, project_id, member_id, part, task_id, subject_id, source, class, is_right, weight, at)
       SELECT $1, $2, "memberId", part, "taskId", "subjectId", source, coalesce(class, ''), "isRight", coalesce(weight, 1), at
         FROM jsonb_to_recordset($3) AS e ("memberId" uuid, part text, "taskId" uuid, "subjectId" uuid, source text, class text,
           "isRight" boolean, weight double precision, at timestamptz) ORDER BY "subjectId", source, class
       ON CONFLICT (subject_id, source, class) DO UPDATE SET is_right = EXCLUDED.is_right, weight = EXCLUDED.weight, forgiven_at = NULL,
         noted_at = EXCLUDED.noted_at, is_new = true`,
      [tx.organizationId, projectId, JSON.stringify(evidence)],
    );
  }

  async forgive(tx: Tx, subjectIds: readonly string[], sources: readonly EvidenceSource[]): Promise<void> {
    await tx.query(
      `UPDATE evidence SET forgiven_at = muster_now(), is_new = true WHERE subject_id = ANY ($1) AND source = ANY ($2) AND forgiven_at IS NULL`,
      [subjectIds, sources],
    );
  }

  /** Of whole answers or verdicts. */
  trustOf(tx: Tx, projectId: string, memberIds: readonly string[]): Promise<TrustRow[]> {
    return tx.query<TrustRow>(
      `SELECT member_id, part, class, alpha, beta, n FROM trust WHERE project_id = $1 AND member_id = ANY ($2) AND class = ''`,
      [projectId, memberIds],
    );
  }

  async requiresReview(tx: Tx, projectId: string, memberIds: readonly string[]): Promise<Set<string>> {
    const rows = await tx.query<{ member_id: string }>(
      `SELECT DISTINCT member_id FROM trust_action
        WHERE project_id = $1 AND member_id = ANY ($2) AND action = 'REQUIRE_REVIEW' AND lifted_at IS NULL`,
      [projectId, memberIds],
    );
    return new Set(rows.map(({ member_id }) => member_id));
  }
}

const ledBySql = (
  member: string,
): string => `EXISTS (SELECT FROM team_member own JOIN team_member lead ON lead.team_id = own.team_id
  WHERE own.member_id = ${member} AND own.member_id <> $2 AND lead.member_id = $2 AND lead.is_lead)`;
