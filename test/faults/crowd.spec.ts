import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { migrate } from '../../src/platform/migrate.js';
import { asPolicy } from '../../src/projects/index.js';
import { Crowd } from '../contention/machinery/crowd.js';
import { readFacts } from '../contention/machinery/facts.js';
import { brokenLaws, stuckWork } from '../contention/machinery/laws.js';
import { brokenPromises } from '../contention/machinery/promises.js';
import { wrongResults } from '../contention/machinery/results.js';
import { Servers } from '../contention/machinery/servers.js';
import { nonlinear } from '../contention/machinery/task-histories.js';
import { told } from '../contention/machinery/trial.js';
import { closeConnections } from '../contention/machinery/wire.js';
import { openToOwner, World } from '../contention/machinery/world.js';
import { type OwnPostgres, ownPostgres } from '../factories/own-postgres.js';

const people = 64;
const tasks = Number(process.env.CROWD_TASKS ?? 5000);
const overlap = 3;
const seed = Number(process.env.CROWD_SEED ?? Date.now() % 1_000_000);
const policy = asPolicy({ overlap, agreement: { threshold: 1 }, skipsToTriage: 50 });

describe(`${people} people, ${tasks} tasks, ${overlap} answers each, and servers that are killed (CROWD_SEED=${seed})`, () => {
  let postgres: OwnPostgres;
  let pool: pg.Pool;
  let servers: Servers;
  let world: World;

  beforeAll(async () => {
    postgres = await ownPostgres();
    process.env.TEST_HOME = postgres.home;
    await migrate(postgres.url);
    pool = new pg.Pool({ connectionString: postgres.url, max: 8 });
    pool.on('error', () => undefined);
    await openToOwner(pool);
    world = await World.build(pool, { people, tasks, overlaps: [overlap], policy: { ...policy } });
    for (const one of world.people) one.roles = ['ANNOTATOR'];
    await pool.query(`UPDATE member SET roles = '{ANNOTATOR}' WHERE organization_id = $1 AND roles <> '{OWNER}'`, [world.organizationId]); // prettier-ignore
    servers = await Servers.start(postgres.url, 2);
  }, 120_000);
  afterAll(async () => {
    closeConnections();
    await servers?.stop();
    await pool?.end();
    await postgres?.stop();
  });

  const count = async (sql: string): Promise<number> =>
    Number((await pool.query(`SELECT count(*) AS count FROM ${sql}`)).rows[0].count);

  it(
    `collect exactly ${tasks * overlap} counted answers, nobody twice, nothing stuck`,
    async () => {
      const random = generator(seed);
      const crowd = new Crowd(servers, world, { skip: 0.1, leave: 0.05 }, random);
      // The sweeper runs in the servers, all the time.
      crowd.history.push({ name: 'expire', client: 0, start: -Infinity, end: Infinity, outcome: 'EXPIRED' });
      const began = performance.now();
      let kills = 0;
      const nemesis = async () => {
        while (!crowd.isOver) {
          while (!servers.areUp && !crowd.isOver) await pause(50);
          // Long enough for some work on a slow machine, too.
          await pause(2500 + random() * 4500);
          if (!crowd.isOver && servers.kill(Math.floor(random() * 2))) kills += 1;
        }
      };
      const watch = async () => {
        while ((await count(`submission WHERE state = 'COUNTED'`)) < tasks * overlap) await pause(300);
        crowd.isOver = true;
      };
      await Promise.all([...world.people.map((person) => crowd.work(person)), nemesis(), watch()]);
      const seconds = (performance.now() - began) / 1000;
      // The background may have died in the middle of a decision: it comes back to it by itself.
      while ((await count(`task WHERE state <> 'SETTLED'`)) > 0) await pause(300);
      const settled = (performance.now() - began) / 1000;

      const { history } = crowd;
      const facts = await readFacts(pool, world.organizationId);
      const counted = facts.submissions.filter(({ state }) => state === 'COUNTED').length;
      const states: Record<string, number> = {};
      for (const { state } of facts.assignments.values()) states[state] = (states[state] ?? 0) + 1;
      const expired = [...facts.assignments.values()].filter((one) => one.hasExpired).length;
      console.log(
        `CROWD_SEED=${seed}: ${counted} counted answers in ${seconds.toFixed(0)} s, all tasks settled after ${settled.toFixed(0)} s, ${kills} kills, ${crowd.unanswered} requests without an answer, ${expired} expiries`,
        states,
      );

      const violations = [
        ...(await brokenLaws(pool, world.organizationId)),
        ...(await stuckWork(pool, world.organizationId)),
        ...(await wrongResults(pool, world.organizationId, policy)),
        ...brokenPromises(history, facts),
        ...nonlinear(history, facts, { skip: 'ESCALATE_AFTER', skipsToTriage: 50 }, () => overlap),
      ];
      if (violations.length > 0) throw new Error(told(violations));
      expect(counted).toBe(tasks * overlap);
      expect(kills).toBeGreaterThan(0);
      expect(expired).toBeGreaterThan(0);
      expect(states['SKIPPED']).toBeGreaterThan(0);
      expect(await count(`queue_item`)).toBe(0);
      const people = `SELECT count(DISTINCT member_id) AS people, count(*) AS answers FROM submission WHERE state = 'COUNTED' GROUP BY task_id`;
      expect(await count(`(${people}) t WHERE people <> ${overlap} OR answers <> ${overlap}`)).toBe(0);
    },
    15 * 60_000,
  );
});

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** A small generator, so that chances and moments can be repeated from the printed seed. */
function generator(state: number): () => number {
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
