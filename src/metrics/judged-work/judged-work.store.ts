import { Injectable } from '@nestjs/common';
import type { Label } from '../../labels/index.js';
import type { Tx } from '../../platform/index.js';
import type { EvidenceSource } from '../../projects/index.js';
import type { Stage } from '../../tasks/index.js';
import { strongestFirst } from '../accuracy/accuracy.store.js';

export interface JudgedAnswersAsked {
  projectId: string;
  memberId: string;
  /** null: either */
  isRight: boolean | null;
  /** who judged; of several the strongest counts */
  sources: readonly EvidenceSource[];
  /** whether known answers may be told */
  isGoldShown: boolean;
}

export interface SaidVerdict {
  purpose: 'REVIEW' | 'AUDIT' | 'DISPUTE';
  decision: 'ACCEPT' | 'FIX' | 'REJECT';
  errors: unknown;
  comment: string | null;
  reviewerName: string | null;
}

export interface JudgedAnswerRow {
  /** of the submission */
  id: string;
  task_id: string;
  external_key: string;
  batch_name: string;
  stage: Stage;
  at: Date;
  is_right: boolean;
  source: EvidenceSource;
  labels: Label[];
  skip_reason: string | null;
  /** null: nothing better is known yet */
  right_labels: Label[] | null;
  wrong_classes: string[] | null;
  verdict: SaidVerdict | null;
}

/** One row an answer, by the strongest of what was asked for; of which the figures of accuracy are made. */
const judged = `SELECT DISTINCT ON (e.subject_id) e.subject_id AS id, e.task_id, e.is_right, e.source, e.at FROM evidence e
   WHERE e.project_id = $1 AND e.member_id = $2 AND e.part = 'AUTHOR' AND e.class = '' AND e.forgiven_at IS NULL AND e.source = ANY ($3)
   ORDER BY e.subject_id, array_position($4::text[], e.source)`;

/** Reads what others noted; the tables belong to features to the left. */
@Injectable()
export class JudgedWorkStore {
  /** Newest first. */
  async page(tx: Tx, asked: JudgedAnswersAsked, first: number, after: string | null) {
    const parameters = [asked.projectId, asked.memberId, asked.sources, [...strongestFirst], asked.isRight];
    const rows = await tx.query<JudgedAnswerRow>(
      `SELECT j.id, j.task_id, t.external_key, b.name AS batch_name, s.stage, j.at, j.is_right, j.source, s.labels, s.skip_reason,
              coalesce(
                CASE WHEN $8 AND j.source = 'GOLD' THEN (SELECT g.labels FROM gold g WHERE g.task_id = j.task_id AND g.retired_at IS NULL) END,
                fixed.labels,
                -- An answer that settled by itself and is wrong is not what is right.
                (SELECT r.labels FROM result r WHERE r.task_id = j.task_id AND r.is_current
                    AND (j.is_right OR r.method <> 'SINGLE' OR s.id <> ALL (r.submission_ids)))) AS right_labels,
              (SELECT array_agg(DISTINCT e.class ORDER BY e.class) FROM evidence e
                WHERE e.subject_id = j.id AND e.class <> '' AND NOT e.is_right AND e.forgiven_at IS NULL AND e.source = ANY ($3)) AS wrong_classes,
              said.verdict
         FROM (SELECT * FROM (${judged}) one WHERE ($5::boolean IS NULL OR is_right = $5) AND ($6::uuid IS NULL OR id < $6)
                ORDER BY id DESC LIMIT $7) j
              JOIN submission s ON s.id = j.id JOIN task t ON t.id = j.task_id JOIN batch b ON b.id = t.batch_id
              LEFT JOIN LATERAL (SELECT v.labels FROM verdict v WHERE v.task_id = j.task_id AND v.submission_id = j.id AND v.decision = 'FIX'
                  AND v.overturned_by IS NULL ORDER BY v.created_at DESC LIMIT 1) fixed ON true
              LEFT JOIN LATERAL (SELECT jsonb_build_object('purpose', v.purpose, 'decision', v.decision, 'errors', v.errors, 'comment', v.comment,
                    'reviewerName', m.name) AS verdict
                  FROM verdict v LEFT JOIN member m ON m.id = v.member_id
                 WHERE v.task_id = j.task_id AND v.submission_id = j.id AND v.purpose <> 'REREVIEW' AND v.overturned_by IS NULL
                 ORDER BY v.decision = 'ACCEPT', v.created_at DESC LIMIT 1) said ON true
        ORDER BY j.id DESC`,
      [...parameters, after, first + 1, asked.isGoldShown],
    );
    const [total] = await tx.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM (${judged}) one WHERE $5::boolean IS NULL OR is_right = $5`,
      parameters,
    );
    return { rows, total: total!.count };
  }
}
