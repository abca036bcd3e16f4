import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import type pg from 'pg';
import type { Asked, Move, Situation } from './situation.js';

interface Seat {
  task_id: string | null;
  lane_id: string;
  stage: string;
  kind: string;
  is_walked: boolean;
  is_pushed: boolean;
  seq: string;
}

/** An organization of its own for each situation; the first of four people is the one that explanations are about. */
export class World {
  private readonly organization = randomUUID();
  private readonly people = [0, 1, 2, 3].map(() => randomUUID());
  private readonly projects: string[] = [];
  private readonly batches: string[] = [];
  private readonly tasks: string[] = [];

  constructor(
    private readonly app: pg.Client,
    private readonly system: pg.Client,
  ) {}

  private async rows<Row = Record<string, never>>(sql: string, ...values: unknown[]): Promise<Row[]> {
    return (await this.app.query(sql, values)).rows as Row[];
  }

  async build(situation: Situation): Promise<this> {
    const team = randomUUID();
    const skill = randomUUID();
    await this.system.query(`INSERT INTO organization (id, name) VALUES ($1, 'O')`, [this.organization]);
    await this.rows(`SELECT set_config('app.organization_id', $1, false)`, this.organization);
    await this.rows(`INSERT INTO team (id, organization_id, name) VALUES ($1, $2, 'T')`, team, this.organization);
    await this.rows(
      `INSERT INTO member (id, organization_id, email, name, roles) SELECT id, $2, id || '@x.example', 'Person ' || n, '{ANNOTATOR,REVIEWER}'
         FROM unnest($1::uuid[]) WITH ORDINALITY AS p(id, n)`,
      this.people,
      this.organization,
    );
    await this.rows(
      `INSERT INTO team_member (organization_id, team_id, member_id) SELECT $1, $2, unnest($3::uuid[])`,
      this.organization,
      team,
      this.people,
    );
    await this.rows(`INSERT INTO skill (id, organization_id, name) VALUES ($1, $2, 'X-ray')`, skill, this.organization);
    for (const one of situation.projects) await this.addProject(one, team, skill);
    return this;
  }

  private async addProject(one: Situation['projects'][number], team: string, skill: string): Promise<void> {
    const id = randomUUID();
    const policy = {
      leaseMinutes: { ANNOTATE: 60 },
      share: one.share,
      isSticky: one.isSticky,
      caps: one.cap ?? {},
      requirements: one.skill === 'NONE' ? [] : [{ skill: 'X-ray', level: 3 }],
      qualifiedStages: one.qualification === 'NONE' ? [] : ['ANNOTATE'],
      shifts: { enforce: one.shifts !== 'NONE', graceMinutes: one.shifts === 'GRACE' ? 45 : 0 },
    };
    await this.rows(
      `INSERT INTO project (id, organization_id, name, label_schema, created_by, guideline_version) VALUES ($1::uuid, $2, $1::uuid::text, '{}', $2, $3)`,
      id,
      this.organization,
      Number(one.isUnread),
    );
    await this.rows(
      `INSERT INTO project_policy (organization_id, project_id, version, policy, created_by) VALUES ($1, $2, 1, $3, $1)`,
      this.organization,
      id,
      policy,
    );
    if (one.isOpenToTeam)
      await this.rows(
        `INSERT INTO project_team (organization_id, project_id, team_id) VALUES ($1, $2, $3)`,
        this.organization,
        id,
        team,
      );
    // The last word of several projects counts.
    if (one.skill !== 'NONE')
      await this.rows(
        `INSERT INTO member_skill (organization_id, member_id, skill_id, level, expires_at, granted_by)
         SELECT $1, m, $2, $3, $4, $1 FROM unnest($5::uuid[]) m ON CONFLICT (member_id, skill_id, source, origin_id) DO UPDATE SET level = excluded.level, expires_at = excluded.expires_at`,
        this.organization,
        skill,
        one.skill === 'TOO_LOW' ? 2 : 3,
        one.skill === 'EXPIRED' ? new Date(Date.now() - 1000) : null,
        this.people,
      );
    if (one.qualification === 'HELD')
      await this.rows(
        `INSERT INTO qualification (organization_id, member_id, project_id, stage, granted_by) SELECT $1, m, $2, 'ANNOTATE', $1 FROM unnest($3::uuid[]) m`,
        this.organization,
        id,
        this.people,
      );
    // The last word of several projects counts: two shifts around now, with or without the one between.
    if (one.shifts !== 'NONE') {
      await this.rows(`DELETE FROM shift_window WHERE member_id = ANY ($1)`, this.people);
      await this.rows(
        `INSERT INTO shift_window (organization_id, member_id, starts_at, ends_at)
         SELECT $1, m, now() + x * interval '1 hour', now() + (x + 1) * interval '1 hour' FROM unnest($2::uuid[]) m, unnest($3::float8[]) x`,
        this.organization,
        this.people,
        one.shifts === 'WITHIN' ? [-1.5, -0.5, 0.5] : [-1.5, 0.5],
      );
    }
    this.projects.push(id);
    for (const batch of one.batches) await this.addBatch(id, batch);
  }

  private async addBatch(projectId: string, one: Situation['projects'][number]['batches'][number]): Promise<void> {
    const id = randomUUID();
    this.batches.push(id);
    await this.rows(
      `INSERT INTO batch (id, organization_id, project_id, name, state, priority, deadline_at, created_by)
       VALUES ($1::uuid, $2, $3, $1::uuid::text, $4, $5, date_trunc('day', now()) + $6::int * interval '1 day', $2)`,
      id,
      this.organization,
      projectId,
      one.state,
      one.priority,
      one.deadlineDays,
    );
    const crowd = Array.from({ length: one.crowd.tasks }, () => ({ overlap: 1, group: null }));
    const made = [...one.tasks, ...crowd].map((task) => ({ ...task, id: randomUUID() }));
    this.tasks.push(...made.slice(0, one.tasks.length).map((task) => task.id));
    await this.rows(
      `WITH made AS (INSERT INTO task (id, organization_id, project_id, batch_id, external_key, overlap, group_key, data)
         SELECT x.id, $1, $2, $3, x.id::text, x.overlap, x."group", '{}' FROM jsonb_to_recordset($4) AS x(id uuid, overlap int, "group" text) RETURNING *)
       SELECT offer_seats(made, 'ANNOTATE', (1::bigint << made.overlap) - 1, 'FRESH') FROM made`,
      this.organization,
      projectId,
      id,
      JSON.stringify(made),
    );
    // As if each had a second seat that somebody else left free.
    const answered = made.slice(one.tasks.length).slice(0, one.crowd.answered);
    await this.rows(
      `INSERT INTO participation (organization_id, task_id, member_id, role, is_barred) SELECT $1, t, $2, 'AUTHOR', true FROM unnest($3::uuid[]) t`,
      this.organization,
      this.people[0],
      answered.map((task) => task.id),
    );
  }

  async make(move: Move): Promise<void> {
    switch (move.do) {
      case 'claim':
        return void (await this.claim(this.people[move.person]!, { project: null, batch: null, stages: ['ANNOTATE', 'REWORK', 'ADJUDICATE', 'REVIEW'], budget: 24 })); // prettier-ignore
      case 'submit':
      case 'skip':
      case 'return':
      case 'revoke':
      case 'expire':
        return this.close(this.people[move.person]!, move.do);
      case 'push':
        return this.push(of(this.tasks, move.task), this.people[move.person]!);
      case 'slot':
        return this.openSlot(move);
      case 'pause':
        return void (await this.rows(
          `INSERT INTO member_pause (id, organization_id, member_id, project_id, reason, paused_by) VALUES (gen_random_uuid(), $1, $2, $3, 'rest', $2)
           ON CONFLICT DO NOTHING`,
          this.organization,
          this.people[move.person],
          move.project === null ? null : of(this.projects, move.project),
        ));
      case 'resume':
        return void (await this.rows(
          `UPDATE member_pause SET resumed_by = member_id, resumed_at = now() WHERE member_id = $1 AND resumed_at IS NULL`,
          this.people[move.person],
        ));
      case 'prioritize':
        return void (await this.rows(
          `UPDATE batch SET priority = $2 WHERE id = $1`,
          of(this.batches, move.batch),
          move.priority,
        ));
      case 'setState':
        return void (await this.rows(
          `UPDATE batch SET state = $2 WHERE id = $1`,
          of(this.batches, move.batch),
          move.state,
        ));
      case 'hand':
        return this.moveHand(move);
      case 'unlist': {
        const lane = of(await this.lanes(), move.lane);
        return void (await this.rows(`UPDATE lane SET is_listed = false WHERE id = $1`, lane?.id));
      }
      case 'fold':
        return void (await this.system.query(`SELECT fold_lane_changes()`));
    }
  }

  /** What the explanation says, what the claim does: compared. */
  async compare(asked: Asked): Promise<{ outcome: string; because?: string }> {
    const person = this.people[0]!;
    const filter = this.filterOf(asked);
    const [held] = await this.rows<{ id: string }>(
      `SELECT id FROM assignment WHERE member_id = $1 AND state = 'ACTIVE' AND stage = ANY ($2)
          AND ($3::uuid IS NULL OR project_id = $3) AND ($4::uuid IS NULL OR batch_id = $4) ORDER BY token LIMIT 1`,
      person,
      ...filter,
    );
    const explained = await this.rows<Seat>(
      `SELECT * FROM explain_order($1, $2, $3, $4, $5, 10, $6)`,
      this.organization,
      person,
      ...filter,
      asked.budget,
    );
    const fitting = await this.fittingOf(person, filter);
    const claimed = await this.claim(person, asked);
    if (held) {
      expect([claimed.outcome, claimed.id]).toEqual(['HELD', held.id]);
      return claimed;
    }
    const [first] = explained;
    const told = first ? (first.task_id ? 'CLAIMED' : 'UNFINISHED') : 'EMPTY';
    expect([claimed.outcome, claimed.task_id, claimed.stage, claimed.lane_id]).toEqual([
      told,
      first?.task_id ?? undefined,
      first?.task_id ? first.stage : undefined,
      first?.task_id ? first.lane_id : undefined,
    ]);
    // The counts of the filters come to the same: something fits when and only when there is something to take.
    if (told !== 'UNFINISHED') expect(fitting > 0).toBe(told === 'CLAIMED');
    const rows = explained.filter((seat) => seat.task_id !== null).map((seat) => `${seat.lane_id} ${seat.seq}`);
    if (told === 'CLAIMED')
      expect(explained.some((seat) => seat.task_id === null && seat !== explained.at(-1))).toBe(false);
    expect(new Set(rows).size).toBe(rows.length);
    return { outcome: claimed.outcome, because: first?.task_id ? becauseOf(first) : undefined };
  }

  private filterOf({ stages, project, batch }: Asked): [string[], string | null, string | null] {
    return [
      stages,
      project === null ? null : (of(this.projects, project) ?? null),
      batch === null ? null : (of(this.batches, batch) ?? null),
    ];
  }

  private async fittingOf(person: string, [stages, project, batch]: ReturnType<World['filterOf']>): Promise<number> {
    const [row] = await this.rows<{ fitting: number }>(
      `WITH open AS (SELECT lane_id FROM explain_lanes($1, $2, $3, $4, $5)
         WHERE right_stage AND in_team AND batch_open AND not_paused AND not_on_break AND in_shift AND guidelines_read AND skilled AND qualified AND under_cap)
       SELECT coalesce(sum(fitting), 0)::int AS fitting FROM explain_rows($1, $2, ARRAY(SELECT lane_id FROM open), 1000)`,
      this.organization,
      person,
      stages,
      project ? [project] : this.projects,
      batch,
    );
    return row!.fitting;
  }

  private async claim(person: string, asked: Asked) {
    const id = randomUUID();
    const [row] = await this.rows<{ outcome: string; id: string | null }>(
      `SELECT outcome, assignment ->> 'id' AS id FROM claim_tasks($1, $2, $3, $4, $5, NULL, ARRAY[$6]::uuid[], $7)`,
      this.organization,
      person,
      ...this.filterOf(asked),
      id,
      asked.budget,
    );
    const [made] = await this.rows<{ id: string; task_id: string; stage: string; lane_id: string }>(
      `SELECT id, task_id, stage, lane_id FROM assignment WHERE id = $1`,
      row!.id,
    );
    return { outcome: row!.outcome, ...made };
  }

  private async close(person: string, how: 'submit' | 'skip' | 'return' | 'revoke' | 'expire'): Promise<void> {
    const [own] = await this.rows<{ id: string; stage: string; token: string; project_id: string }>(
      `SELECT id, stage, token, project_id FROM assignment WHERE member_id = $1 AND state = 'ACTIVE' ORDER BY token LIMIT 1`,
      person,
    );
    if (!own) return;
    if (how === 'submit' && own.stage !== 'REVIEW') {
      const ids = [this.organization, person, own.id, own.token, '[]', randomUUID()];
      await this.rows(`SELECT submit_assignment($1, $2, $3, $4, $5, $6, NULL)`, ...ids);
    } else if (how === 'expire') {
      await this.rows(`UPDATE assignment SET lease_expires_at = now() - interval '1 second' WHERE id = $1`, own.id);
      await this.rows(`SELECT expire_assignment($1, true)`, own.id);
    } else {
      const state = { submit: 'SUBMITTED', skip: 'SKIPPED', return: 'RETURNED', revoke: 'REVOKED' }[how];
      const isBarred = how !== 'return';
      await this.rows(
        `SELECT close_assignment(a, $2, NULL, $3, $4) FROM assignment a WHERE a.id = $1`,
        own.id,
        state,
        isBarred,
        how !== 'submit',
      );
    }
  }

  /** A lead's push: a free annotation seat becomes this person's. */
  private async push(taskId: string | undefined, person: string): Promise<void> {
    await this.rows(
      `WITH free AS (SELECT q.seats & -q.seats AS seat FROM queue_item q JOIN lane l ON l.id = q.lane_id
          WHERE q.task_id = $1 AND l.stage = 'ANNOTATE' AND q.for_member_id IS NULL LIMIT 1),
            taken AS MATERIALIZED (SELECT withdraw_seats($1, 'ANNOTATE', seat) AS seat FROM free)
       SELECT offer_seats(t, 'ANNOTATE', taken.seat, 'FRESH', NULL, $2, NULL, true) FROM taken, task t WHERE t.id = $1`,
      taskId,
      person,
    );
  }

  private async openSlot(move: Extract<Move, { do: 'slot' }>): Promise<void> {
    await this.rows(
      `WITH made AS (INSERT INTO slot (organization_id, project_id, task_id, stage, ordinal, for_member_id, not_member_id)
         SELECT t.organization_id, t.project_id, t.id, $2, 1 + (SELECT count(*) FROM slot s WHERE s.task_id = t.id AND s.stage = $2), $3, $4 FROM task t WHERE t.id = $1 RETURNING *)
       SELECT offer_seats(t, $2, 1::bigint << (made.ordinal - 1), 'FRESH', made.id, $3, $4) FROM made JOIN task t ON t.id = made.task_id`,
      of(this.tasks, move.task),
      move.stage,
      move.for === null ? null : this.people[move.for],
      move.not === null ? null : this.people[move.not],
    );
  }

  private async moveHand({ person, lane, at, isDry }: Extract<Move, { do: 'hand' }>): Promise<void> {
    await this.rows(
      `INSERT INTO hand (organization_id, member_id, lane_id, seq, dry_until)
       SELECT $1, $2, $3, coalesce((SELECT seq FROM queue_item WHERE lane_id = $3 ORDER BY seq OFFSET $4::int % greatest(1, (SELECT count(*) FROM queue_item WHERE lane_id = $3)) LIMIT 1), 0),
              CASE WHEN $5 THEN now() + interval '1 hour' END WHERE $3::uuid IS NOT NULL
       ON CONFLICT (member_id, lane_id) DO UPDATE SET seq = excluded.seq, dry_until = excluded.dry_until`,
      this.organization,
      this.people[person],
      of(await this.lanes(), lane)?.id,
      at,
      isDry,
    );
  }

  private lanes(): Promise<{ id: string }[]> {
    return this.rows<{ id: string }>(`SELECT id FROM lane WHERE kind <> 'RESERVED' ORDER BY id`);
  }
}

const of = <Value>(list: Value[], index: number): Value | undefined => list[index % Math.max(1, list.length)];

function becauseOf(seat: Seat): string {
  if (seat.is_pushed) return 'PUSHED';
  if (seat.kind === 'RESERVED') return 'REWORK';
  return seat.is_walked ? seat.kind : 'GROUP';
}
