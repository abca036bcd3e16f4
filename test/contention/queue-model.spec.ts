import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import pg from 'pg';
import { copyOfTemplate } from '../factories/database.js';
import { type Script, scripts } from './machinery/command.js';
import { ServiceProcess, Services } from './machinery/services.js';
import { told, trial } from './machinery/trial.js';
import { openToOwner } from './machinery/world.js';

const wanted = Number(process.env.MODEL_COMMANDS ?? 20_000);
const seed = Number(process.env.MODEL_SEED ?? randomInt(2 ** 31));
const path = process.env.MODEL_PATH;
const length = 420;

describe(`the queue, whatever people, leads, sweepers and dying processes do at once (MODEL_SEED=${seed})`, () => {
  let pool: pg.Pool;
  let processes: ServiceProcess[];

  beforeAll(async () => {
    const url = await copyOfTemplate('model');
    pool = new pg.Pool({ connectionString: url, max: 6 });
    await openToOwner(pool);
    processes = await Promise.all(['first', 'second'].map((name) => ServiceProcess.start(url, name)));
  });
  afterAll(async () => {
    for (const one of processes) await one.stop();
    await pool.end();
  });

  it(
    `keeps its laws over ${wanted} commands`,
    async () => {
      const done: Record<string, number> = {};
      let [count, looks, runs] = [0, 0, 0];
      const began = performance.now();
      const property = async (script: Script) => {
        const { violations, history, sent, looks: looked } = await trial(script, {
          pool,
          musterOf: (world) => new Services(processes, world, pool),
        });
        for (const { name, outcome } of history) done[`${name} ${outcome.replace(/ .*/, '')}`] = (done[`${name} ${outcome.replace(/ .*/, '')}`] ?? 0) + 1;
        [count, looks, runs] = [count + sent, looks + looked, runs + 1];
        if (violations.length > 0) throw new Error(told(violations));
      }; // prettier-ignore
      // Enough runs of it; what found nothing to act on is not counted.
      const numRuns = path ? 1 : Math.ceil((wanted / length) * 1.12);
      const checked = await fc.check(fc.asyncProperty(scripts(length), property), {
        seed,
        path,
        numRuns,
        endOnFailure: true,
      });
      if (checked.failed)
        throw new Error(
          `MODEL_SEED=${seed} MODEL_PATH=${checked.counterexamplePath}\n${(checked.errorInstance as Error)?.message}`,
          { cause: checked.errorInstance },
        );
      const seconds = (performance.now() - began) / 1000;
      console.log(
        `MODEL_SEED=${seed}: ${count} commands in ${runs} runs, ${seconds.toFixed(0)} s, ${looks} looks at the laws meanwhile`,
        done,
      );
      if (path) return;
      expect(count).toBeGreaterThanOrEqual(wanted);
      // It is worth something only while all of these happen.
      for (const outcome of [
        'claim OK',
        'claim QUEUE_EMPTY',
        'claim CUT',
        'submit COUNTED',
        'submit QUARANTINED',
        'submit LEASE_LOST',
        'submit CUT',
        'judge OK',
        'skip OK',
        'return OK',
        'renew OK',
        'renew LEASE_LOST',
        'revoke OK',
        'handOver OK',
        'assign OK',
        'pause OK',
        'overlap OK',
        'requeue OK',
        'cancel OK',
        'reopen OK',
        'move OK',
        'count OK',
        'expire EXPIRED',
        'kill KILLED',
      ])
        // prettier-ignore
        expect([outcome, done[outcome] ?? 0]).not.toEqual([outcome, 0]);
    },
    40 * 60_000,
  );
});
