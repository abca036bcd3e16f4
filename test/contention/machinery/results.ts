import type pg from 'pg';
import type { Policy } from '../../../src/projects/index.js';
import { decide, type Situation } from '../../../src/workflow/workflow.rules.js';
import { law, type Violation } from './history.js';

/** Invariant 5: each result in force, computed again from the answers, verdicts and policy that it names. */
export async function wrongResults(pool: pg.Pool, organizationId: string, policy: Policy): Promise<Violation[]> {
  const { rows } = await pool.query(
    `SELECT r.id, r.task_id, r.method, r.labels, r.submission_ids, r.verdict_ids, t.external_key, t.overlap,
       (SELECT jsonb_agg(jsonb_build_object('id', s.id, 'stage', s.stage, 'ordinal', s.ordinal, 'memberId', s.member_id, 'labels', s.labels) ORDER BY s.stage, s.ordinal)
          FROM submission s WHERE s.id = ANY (r.submission_ids)) AS answers,
       coalesce((SELECT jsonb_agg(jsonb_build_object('id', v.id, 'submissionId', v.submission_id, 'decision', v.decision, 'labels', v.labels) ORDER BY v.ordinal)
          FROM verdict v WHERE v.id = ANY (r.verdict_ids)), '[]') AS verdicts
       FROM result r JOIN task t ON t.id = r.task_id WHERE r.organization_id = $1 AND r.is_current`,
    [organizationId],
  );
  const violations: Violation[] = [];
  for (const row of rows) {
    const states = ['ANSWERED', 'ADJUDICATING', 'REVIEWING'] as const;
    const { answers, verdicts, overlap, external_key: externalKey } = row;
    const again = states.map(
      (state) => decide({ state, externalKey, overlap, answers, verdicts } as Situation, policy).move,
    );
    const same = again.some(
      (move) =>
        move?.move === 'SETTLE' &&
        move.method === row.method &&
        JSON.stringify(move.labels) === JSON.stringify(row.labels) &&
        [...move.submissionIds].sort().join() === [...row.submission_ids].sort().join(),
    );
    if (!same) violations.push({ law: law.results, what: `result ${row.id} of task ${row.task_id} cannot be computed again: ${row.method} ${JSON.stringify(row.labels)}` }); // prettier-ignore
  }
  return violations;
}
