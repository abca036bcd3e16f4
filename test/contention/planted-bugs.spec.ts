import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Script, scripts } from './machinery/command.js';
import { type PlantedBug, plantedBugs } from './machinery/planted-bugs.js';
import { Stage } from './machinery/stage.js';
import { told } from './machinery/trial.js';

const most = 2000;
const length = 250;

const scriptsOf = ({ seed, mix }: PlantedBug): Script[] => fc.sample(scripts(length, mix), { seed, numRuns: most / length }); // prettier-ignore

describe('the test of the test', () => {
  const caught: { bug: string; commands: number; by: string }[] = [];
  const seen = new Map<PlantedBug, number>();
  afterAll(() => {
    const lines = caught.map(({ bug, commands, by }) => `${bug}\n    → after ${commands} commands, by ${by}`);
    console.log(lines.join('\n'));
  });

  it.each(plantedBugs.map((bug) => [bug.name, bug] as const))(
    `catches within ${most} commands: %s`,
    async (name, bug) => {
      const stage = await Stage.startWithPauses(bug);
      try {
        let [commands, runs] = [0, 0];
        for (const script of scriptsOf(bug)) {
          const { violations, sent } = await stage.trial(script);
          [commands, runs] = [commands + sent, runs + 1];
          if (violations.length === 0) continue;
          caught.push({ bug: name, commands, by: told(violations).split('\n')[0]!.slice(0, 160) });
          seen.set(bug, runs);
          return;
        }
        throw new Error(`not caught in ${commands} commands: ${bug.breaks}`);
      } finally {
        await stage.stop();
      }
    },
    180_000,
  );

  describe('and nothing but bugs', () => {
    let sound: Stage;
    beforeAll(async () => {
      sound = await Stage.startWithPauses();
    });
    afterAll(() => sound.stop());

    it('the same scripts with the same pauses, without a bug, break nothing', async () => {
      let commands = 0;
      for (const [bug, count] of seen)
        for (const script of scriptsOf(bug).slice(0, count)) {
          const { violations, sent } = await sound.trial(script);
          commands += sent;
          if (violations.length > 0) throw new Error(`seed ${bug.seed}\n${told(violations)}`);
        }
      console.log(`${commands} commands without a bug: nothing broken`);
      expect(commands).toBeGreaterThan(0);
    }, 600_000);
  });
});
