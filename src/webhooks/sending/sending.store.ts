import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/index.js';
import type { Breaker } from './breaker.rules.js';

/** An endpoint that this process sends to, and nobody else does for the time of the lease. */
export interface HeldEndpoint {
  id: string;
  organizationId: string;
  url: string;
  isOrdered: boolean;
  /** sealed; the former one only while it is valid */
  secrets: string[];
  breaker: Breaker;
}

export interface DueDelivery {
  id: string;
  eventId: string;
  body: string;
  attempts: number;
  /** to the microsecond, as the database says it */
  dueAt: string;
}

export interface Attempt {
  id: string;
  /** before this one: a delivery that somebody else has sent meanwhile is left as they say */
  attemptsBefore: number;
  state: 'PENDING' | 'DELIVERED' | 'FAILED';
  dueAt: Date | null;
  at: Date;
  status: number | null;
  milliseconds: number;
  answer: string | null;
  error: string | null;
}

/** Called out by whoever makes deliveries due by asking for it: the process that sends may be another one. */
export const dueTopic = 'webhooks:due';

/**
 * The attempts before, with the one that was the last so far. Ten are kept with the last: only who sends again and again has more, and
 * then the first goes.
 */
const withLast = `CASE WHEN jsonb_array_length(d.earlier) >= 9 THEN d.earlier - 0 ELSE coalesce(d.earlier, '[]') END
  || jsonb_build_array(jsonb_build_array(d.attempted_at, d.status, d.milliseconds, d.answer, d.error))`;

// muster_now() is volatile: only as a value of its own can an index be asked for it.
const now = '(SELECT muster_now())';

/** What the engine asks across organizations, as the system role, in short transactions: nothing is open while something is sent. */
@Injectable()
export class SendingStore {
  constructor(private readonly database: Database) {}

  /**
   * Endpoints with something due, those first that waited longest, for as long as the lease. Who fails is asked for apart from
   * those who do not, so that the ones cannot take the places of the others.
   */
  hold(by: string, leaseSeconds: number, isFailing: boolean, most: number): Promise<HeldEndpoint[]> {
    return this.database
      .asSystem<HeldEndpoint>(
        `WITH due AS MATERIALIZED (
         SELECT e.id FROM webhook_endpoint e
          WHERE e.is_enabled AND (e.failures > 0) = $3 AND (e.leased_until IS NULL OR e.leased_until <= ${now})
            AND (e.open_until IS NULL OR e.open_until <= ${now})
            AND EXISTS (SELECT FROM webhook_delivery d WHERE d.endpoint_id = e.id AND d.state = 'PENDING' AND d.due_at <= ${now})
          ORDER BY e.looked_at NULLS FIRST LIMIT $4 FOR NO KEY UPDATE SKIP LOCKED)
       UPDATE webhook_endpoint e SET leased_by = $1, leased_until = muster_now() + $2 * interval '1 second', looked_at = muster_now()
         FROM due WHERE e.id = due.id
       RETURNING e.id, e.organization_id AS "organizationId", e.url, e.is_ordered AS "isOrdered",
         CASE WHEN e.former_until > muster_now() THEN ARRAY[e.secret, e.former_secret] ELSE ARRAY[e.secret] END AS secrets,
         jsonb_build_object('failures', e.failures) AS breaker, e.failing_since, e.open_until`,
        [by, leaseSeconds, isFailing, most],
      )
      .then((rows) =>
        (rows as (HeldEndpoint & { failing_since: Date | null; open_until: Date | null })[]).map(
          ({ failing_since, open_until, ...row }) => ({
            ...row,
            breaker: { failures: row.breaker.failures, failingSince: failing_since, openUntil: open_until },
          }),
        ),
      );
  }

  async renew(by: string, leaseSeconds: number, ids: readonly string[]): Promise<void> {
    await this.database.asSystem(
      `UPDATE webhook_endpoint SET leased_until = muster_now() + $2 * interval '1 second' WHERE leased_by = $1 AND id = ANY ($3)`,
      [by, leaseSeconds, ids],
    );
  }

  /**
   * In the ordered mode only the first of each subject: it goes, or holds up the others.
   * @param after only those behind this one, since what came of it may not be recorded yet
   */
  due({ id, isOrdered }: HeldEndpoint, most: number, after?: DueDelivery): Promise<DueDelivery[]> {
    const isFirst = `AND NOT EXISTS (SELECT FROM webhook_delivery o WHERE o.endpoint_id = d.endpoint_id AND o.subject_id = d.subject_id
      AND o.state = 'PENDING' AND (o.occurred_at, o.id) < (d.occurred_at, d.id))`;
    return this.database.asSystem<DueDelivery>(
      `SELECT d.id, d.event_id AS "eventId", d.body, d.attempts, d.due_at::text AS "dueAt" FROM webhook_delivery d
        WHERE d.endpoint_id = $1 AND d.state = 'PENDING' AND d.due_at <= ${now} ${isOrdered ? isFirst : ''}
          ${after ? 'AND (d.due_at, d.id) > ($3, $4)' : ''}
        ORDER BY d.due_at, d.id LIMIT $2`,
      after ? [id, most, after.dueAt, after.id] : [id, most],
    );
  }

  /**
   * What came of the attempts, and how the endpoint stands after them, while it is held. It does not wait for the disk: what a crash of
   * the database takes away is sent again.
   */
  async record(by: string, endpointId: string, attempts: readonly Attempt[], breaker: Breaker): Promise<void> {
    const of = <Name extends keyof Attempt>(name: Name) => attempts.map((attempt) => attempt[name]);
    await this.database.asSystem(
      `WITH attempted AS (
         UPDATE webhook_delivery d SET state = n.state, attempts = d.attempts + 1, due_at = coalesce(n.due_at, d.due_at), attempted_at = n.at,
                status = n.status, milliseconds = n.milliseconds, answer = n.answer, error = n.error,
                earlier = CASE WHEN d.attempted_at IS NULL THEN d.earlier ELSE ${withLast} END
           FROM unnest($1::uuid[], $2::int[], $3::text[], $4::timestamptz[], $5::timestamptz[], $6::int[], $7::int[], $8::text[], $9::text[])
             n (id, attempts_before, state, due_at, at, status, milliseconds, answer, error)
          WHERE d.id = n.id AND d.state = 'PENDING' AND d.attempts = n.attempts_before),
       loosely AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true) AS commit)
       UPDATE webhook_endpoint SET failures = $12, failing_since = $13, open_until = $14 FROM loosely
        WHERE id = $10 AND leased_by = $11 AND loosely.commit = 'off'`,
      [
        of('id'),
        of('attemptsBefore'),
        of('state'),
        of('dueAt'),
        of('at'),
        of('status'),
        of('milliseconds'),
        of('answer'),
        of('error'),
        endpointId,
        by,
        breaker.failures,
        breaker.failingSince,
        breaker.openUntil,
      ],
    );
  }

  async release(by: string, endpointId: string): Promise<void> {
    await this.database.asSystem(
      `UPDATE webhook_endpoint SET leased_by = NULL, leased_until = NULL WHERE id = $1 AND leased_by = $2`,
      [endpointId, by],
    );
  }
}
