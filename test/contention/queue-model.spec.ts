import { randomInt } from 'node:crypto';
import { afterAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Script, scripts } from './machinery/command.js';
import { Stage } from './machinery/stage.js';
import { told } from './machinery/trial.js';

const wanted = Number(process.env.MODEL_COMMANDS ?? 20_000);
const seed = Number(process.env.MODEL_SEED ?? randomInt(2 ** 31));
const path = process.env.MODEL_PATH;
const length = 420;
/** The laws are looked up in whole tables: a new database keeps that quick. */
const runsOfStage = 10;

describe(`the queue, whatever people, leads, sweepers and dying processes do at once (MODEL_SEED=${seed})`, () => {
  let stage: Stage | undefined;
  afterAll(() => stage?.stop());

  it(
    `keeps its laws over ${wanted} commands`,
    async () => {
      const done: Record<string, number> = {};
      let [count, looks, runs] = [0, 0, 0];
      const began = performance.now();
      const property = async (script: Script) => {
        if (count >= wanted) return;
        if (runs % runsOfStage === 0) {
          await stage?.stop();
          stage = await Stage.start();
        }
        const { violations, history, sent, looks: looked } = await stage!.trial(script);
        for (const { name, outcome } of history) {
          const what = `${name} ${outcome.replace(/ .*/, '')}`;
          done[what] = (done[what] ?? 0) + 1;
        }
        [count, looks, runs] = [count + sent, looks + looked, runs + 1];
        if (violations.length > 0) throw new Error(told(violations));
      };
      // As many runs as it takes: a command that found nothing to act on is not counted.
      const numRuns = path ? 1 : Math.ceil((wanted / length) * 2);
      const commanded = fc.asyncProperty(scripts(length), property);
      const checked = await fc.check(commanded, { seed, path, numRuns, endOnFailure: true });
      if (checked.failed) {
        const cause = checked.errorInstance as Error | undefined;
        throw new Error(`MODEL_SEED=${seed} MODEL_PATH=${checked.counterexamplePath}\n${cause?.message}`, { cause });
      }
      const seconds = ((performance.now() - began) / 1000).toFixed(0);
      console.log(
        `MODEL_SEED=${seed}: ${count} commands in ${runs} runs, ${seconds} s, ${looks} looks at the laws meanwhile`,
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
