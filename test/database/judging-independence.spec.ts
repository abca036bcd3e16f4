import { randomInt } from 'node:crypto';
import { afterAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import pg from 'pg';
import { Database, Refusal } from '../../src/platform/index.js';
import { RereviewsService } from '../../src/quality/judging/rereviews.service.js';
import { DisputesService } from '../../src/quality/disputes/disputes.service.js';
import { TasksService } from '../../src/tasks/index.js';
import { OverturnsService } from '../../src/workflow/overturns.service.js';
import { edit } from '../contention/machinery/planted-bugs.js';
import { ServiceProcess, Services } from '../contention/machinery/services.js';
import { openToOwner, type Person, World } from '../contention/machinery/world.js';
import { copyOfTemplate } from '../factories/database.js';

const runs = Number(process.env.JUDGING_RUNS ?? 12);
const seed = Number(process.env.JUDGING_SEED ?? randomInt(2 ** 31));
const steps = 220;

const policy = {
  overlap: 1,
  maximumOverlap: 2,
  agreement: { measure: 'SCORE', threshold: 0.9 },
  review: [{ rate: 0.7, seed: 's' }, { rate: 1, seed: 's', stage: 'ADJUDICATE' }],
  rereview: { rate: 0.8, seed: 'r' },
  skipsToTriage: 10,
  leaseMinutes: { ANNOTATE: 60 },
}; // prettier-ignore

/** What somebody does, and three numbers that say to what, of what there is. */
type Step = [name: keyof Play['moves'], at: number, other: number, way: number];

/** Who had which parts in a task, over everything that was ever handed out, gold aside. */
const twoParts = `
  SELECT a.task_id, a.member_id, array_agg(DISTINCT a.stage) AS stages FROM assignment a WHERE a.organization_id = $1
   GROUP BY 1, 2 HAVING count(DISTINCT CASE WHEN a.stage IN ('ANNOTATE', 'REWORK') THEN 'AUTHOR' ELSE a.stage END) > 1`;
/** Verdicts on one's own answer, or on one's own verdict. */
const ownWork = `
  SELECT v.id, v.purpose FROM verdict v LEFT JOIN verdict w ON w.id = v.subject_verdict_id
   WHERE v.organization_id = $1 AND (v.member_id IN (v.author_id, w.member_id) OR w.author_id <> v.author_id)`;

/** A few people and tasks, of whom each may be asked for anything, one step after the other. */
class Play {
  readonly done: Record<string, number> = {};

  constructor(
    private readonly world: World,
    private readonly process: ServiceProcess,
    private readonly services: Services,
    private readonly pool: pg.Pool,
  ) {}

  readonly moves = {
    claim: async (at: number) => (await this.services.claim(0, this.person(at), { count: 3 })).outcome,
    work: async (at: number, _: number, way: number) => {
      const held = await this.one<{ id: string; token: string; stage: string; member_id: string }>(
        `SELECT id, token, stage, member_id FROM assignment WHERE organization_id = $1 AND state = 'ACTIVE' ORDER BY token`,
        at,
      );
      if (!held) return 'NOTHING';
      const by = this.world.people.find(({ id }) => id === held.member_id)!;
      if (['ANNOTATE', 'REWORK', 'ADJUDICATE'].includes(held.stage))
        return (await this.services.submit(0, by, held, way % 3 ? 'cat' : 'dog', false)).outcome;
      const decision = (['ACCEPT', 'FIX', 'REJECT', 'REJECT'] as const)[way % 4]!;
      return `${held.stage} ${(await this.services.judge(0, by, held, decision)).outcome}`;
    },
    giveUp: async (at: number, _: number, way: number) => {
      const held = await this.one<{ id: string; token: string; member_id: string }>(
        `SELECT id, token, member_id FROM assignment WHERE organization_id = $1 AND state = 'ACTIVE' ORDER BY token`,
        at,
      );
      if (!held) return 'NOTHING';
      const by = this.world.people.find(({ id }) => id === held.member_id)!;
      const move = (['skip', 'return'] as const)[way % 2]!;
      return (await this.services[move](0, by, held)).outcome;
    },
    handOver: async (at: number, other: number) => {
      const held = await this.one<{ id: string }>(
        `SELECT id FROM assignment WHERE organization_id = $1 AND state = 'ACTIVE' ORDER BY token`,
        at,
      );
      return held ? (await this.services.handOver(0, held.id, this.person(other).id)).outcome : 'NOTHING';
    },
    assign: async (at: number, other: number) =>
      (await this.services.assign(0, this.task(at).id, this.person(other).id)).outcome,
    decide: async () => {
      for (const { id } of this.world.tasks) {
        await this.services.decide(0, id);
        await this.process.get(RereviewsService).openFor(this.world.organizationId, id);
      }
      return 'OK';
    },
    audit: async (at: number) => {
      const { organizationId } = this.world;
      const subject = await this.one<{ id: string; task_id: string }>(
        `SELECT s.id, s.task_id FROM submission s JOIN task t ON t.id = s.task_id WHERE t.organization_id = $1 AND t.state = 'SETTLED' AND s.state = 'COUNTED'
            AND NOT EXISTS (SELECT FROM slot WHERE slot.subject_submission_id = s.id AND slot.stage = 'AUDIT') ORDER BY s.id`,
        at,
      );
      if (!subject) return 'NOTHING';
      await this.process.get(Database).transact({ organizationId }, async (tx) => {
        const tasks = this.process.get(TasksService);
        const task = await tasks.lock(tx, subject.task_id);
        await tasks.openSlot(tx, task!, 'AUDIT', { subjectId: subject.id });
      });
      return 'OK';
    },
    dispute: async (at: number) => {
      const verdict = await this.one<{ id: string; author_id: string }>(
        `SELECT v.id, v.author_id FROM verdict v WHERE v.organization_id = $1 AND v.purpose = 'REVIEW' AND v.decision <> 'ACCEPT'
            AND NOT EXISTS (SELECT FROM dispute d WHERE d.verdict_id = v.id) ORDER BY v.id`,
        at,
      );
      if (!verdict) return 'NOTHING';
      const actor = this.actor(verdict.author_id, ['ANNOTATOR', 'REVIEWER']);
      const answer = await this.process.get(DisputesService).open(actor, { verdictId: verdict.id }, 'No.');
      return answer instanceof Refusal ? answer.code : 'OK';
    },
    resolve: async (at: number, _: number, way: number) => {
      const dispute = await this.one<{ id: string }>(
        `SELECT id FROM dispute WHERE organization_id = $1 AND state <> 'OVERTURNED' ORDER BY id`,
        at,
      );
      if (!dispute) return 'NOTHING';
      const actor = this.actor(this.world.lead.id, ['OWNER']);
      const state = way % 2 ? 'OVERTURNED' : 'UPHELD';
      const answer = await this.process.get(DisputesService).resolve(actor, dispute.id, state, 'So.');
      return answer instanceof Refusal ? answer.code : 'OK';
    },
    overturn: async () => {
      const { rows } = await this.pool.query(
        `SELECT id FROM dispute WHERE organization_id = $1 AND state = 'OVERTURNED'`,
        [this.world.organizationId],
      );
      for (const { id } of rows) await this.process.get(OverturnsService).act(this.world.organizationId, id);
      return 'OK';
    },
    requeue: async (at: number, _: number, way: number) => {
      const task = this.task(at);
      const named = { ...task, batch: this.world.batchIds[task.batch]! };
      return (await this.services.requeue(0, named, way % 2 === 0)).outcome;
    },
  };

  async run(script: readonly Step[]): Promise<void> {
    for (const [name, ...numbers] of script) {
      const outcome = await this.moves[name](...numbers);
      if (/^ERROR/.test(outcome)) throw new Error(`${name}: ${outcome}`);
      const what = `${name} ${outcome}`;
      this.done[what] = (this.done[what] ?? 0) + 1;
    }
  }

  /** Everything that must not be; the queue, too, must still be what the law says. */
  async violations(): Promise<unknown[]> {
    const laws = [twoParts, ownWork, `SELECT * FROM queue_discrepancies($1)`];
    const found = await Promise.all(laws.map((sql) => this.pool.query(sql, [this.world.organizationId])));
    return found.flatMap(({ rows }) => rows);
  }

  private async one<Row>(sql: string, at: number): Promise<Row | undefined> {
    const { rows } = await this.pool.query(sql, [this.world.organizationId]);
    return rows[at % Math.max(1, rows.length)] as Row | undefined;
  }

  private person = (at: number): Person => this.world.people[at % this.world.people.length]!;
  private task = (at: number) => this.world.tasks[at % this.world.tasks.length]!;
  private actor = (memberId: string, roles: ('ANNOTATOR' | 'REVIEWER' | 'OWNER')[]) => {
    const { organizationId } = this.world;
    return { organizationId, memberId, name: 'M', email: 'm@test.example', roles, scopes: null };
  };
}

const weights: Record<keyof Play['moves'], number> = {
  claim: 14,
  work: 20,
  giveUp: 2,
  handOver: 2,
  assign: 2,
  decide: 8,
  audit: 3,
  dispute: 4,
  resolve: 1,
  overturn: 2,
  requeue: 1,
};
const names = Object.entries(weights).map(([name, weight]) => ({ weight, arbitrary: fc.constant(name as Step[0]) }));
const number = fc.nat({ max: 1000 });
const scripts = fc.array(fc.tuple(fc.oneof(...names), number, number, number) as fc.Arbitrary<Step>, {
  minLength: steps,
  maxLength: steps,
});

/** Plays scripts against databases of their own. */
async function stage(bug?: (pool: pg.Pool) => Promise<void>) {
  const url = await copyOfTemplate('judging');
  const pool = new pg.Pool({ connectionString: url, max: 3 });
  await openToOwner(pool);
  await bug?.(pool);
  const process = await ServiceProcess.start(url, 'judging');
  return {
    stop: async () => {
      await process.stop();
      await pool.end();
    },
    play: async (script: readonly Step[], done: Record<string, number>): Promise<unknown[]> => {
      // What an earlier script left is another organization's.
      const world = await World.build(pool, { people: 9, tasks: 4, overlaps: [1, 2], policy });
      const play = new Play(world, process, new Services([process], world, pool), pool);
      await play.run(script);
      for (const [what, count] of Object.entries(play.done)) done[what] = (done[what] ?? 0) + count;
      return play.violations();
    },
  };
}

describe(`nobody judges what they touched, or judged in another role (JUDGING_SEED=${seed})`, () => {
  let held: Awaited<ReturnType<typeof stage>> | undefined;
  afterAll(() => held?.stop());

  it(`over ${runs} times ${steps} random claims, answers, verdicts, audits, disputes, requeues and hand-overs`, async () => {
    held = await stage();
    const done: Record<string, number> = {};
    for (const script of fc.sample(scripts, { seed, numRuns: runs })) expect(await held.play(script, done)).toEqual([]);
    console.log(`JUDGING_SEED=${seed}`, done);
    for (const what of ['REVIEW', 'REREVIEW', 'AUDIT', 'DISPUTE'].map((purpose) => `work ${purpose} OK`))
      expect([what, done[what] ?? 0]).not.toEqual([what, 0]);
    for (const what of ['claim OK', 'work COUNTED', 'dispute OK', 'requeue OK', 'handOver OK', 'handOver NOT_ELIGIBLE'])
      expect([what, done[what] ?? 0]).not.toEqual([what, 0]);
  }, 300_000);

  it('notices when the stage of a judge is not looked at', async () => {
    const blind = await stage(async (pool) => {
      const finders = ['look_for_seats', 'wait_for_seats', 'foresee_seats', 'foresee_all_seats', 'explain_people'];
      const from = /pa\.judging_stage <> .*? OR /g;
      await edit(pool, [{ in: finders, from, to: '' }]);
      await pool.query(`DROP TRIGGER seat_is_right ON assignment`);
    });
    try {
      const found: unknown[] = [];
      for (const script of fc.sample(scripts, { seed: 1, numRuns: 3 })) found.push(...(await blind.play(script, {})));
      console.log(`planted: ${found.length} violations`, found[0]);
      expect(found.length).toBeGreaterThan(0);
    } finally {
      await blind.stop();
    }
  }, 300_000);
});
