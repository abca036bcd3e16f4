import { readFileSync } from 'node:fs';
import { describe, expect, it, jest } from '@jest/globals';
import { Command } from 'commander';
import { samplingPlanCommand } from './sampling-plan.command.js';

/** What the command writes to standard output; its own refusals of options are thrown with what it says on the other. */
async function run(...options: string[]): Promise<string> {
  const muster = new Command('muster').exitOverride();
  let said = '';
  muster.addCommand(samplingPlanCommand());
  muster.commands[0]!.exitOverride().configureOutput({ writeErr: (text) => (said += text) });
  const written: string[] = [];
  const spy = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    written.push(String(text));
    return true;
  });
  try {
    await muster.parseAsync(['sampling-plan', ...options], { from: 'user' });
    return written.join('');
  } catch (error) {
    throw said ? new Error(said) : error;
  } finally {
    spy.mockRestore();
  }
}

const words = (line: string) => line.split(' ');
const json = async (line: string) => JSON.parse(await run(...words(line), '--json'));

describe('muster sampling-plan', () => {
  it('tells people what to do and what it promises', async () => {
    const said = await run(...words('--lot 1000 --aql 2.5'));
    expect(said).toContain('Lot of 1000 items, AQL 2.5 %, level II, normal inspection: code letter J\n');
    expect(said).toContain('Look at 80 items; accept with at most 5 that have a defect, refuse from 6 on.\n');
    expect(said).toMatch(/^2\.5 % \(AQL\) +98\.5 % +2\.27 % +94$/m);
    expect(said).toMatch(/^10 % +17\.7 % +1\.63 % +837$/m);
    expect(said).toContain('A lot with 11.3 % defects is still accepted one time in ten.\n');
    expect(said).toContain('at most 3.66 % are left on average (worst at 5.4 % coming in).\n');
    expect(said).not.toContain('Unverified');
  });

  it('says what the page about it says', async () => {
    const page = readFileSync(new URL('../../../docs/acceptance-sampling.md', import.meta.url), 'utf8');
    expect(page).toContain(`sampling-plan --lot 1000 --aql 2.5\n${await run(...words('--lot 1000 --aql 2.5'))}`);
  });

  it('prints one object', async () => {
    const { curve, ...plan } = await json('--lot 1000 --aql 2.5');
    expect(plan).toEqual({
      lotSize: 1000,
      aql: 2.5,
      codeLetter: 'J',
      sampleLetter: 'J',
      sampleSize: 80,
      acceptance: 5,
      rejection: 6,
      isWholeLot: false,
      level: 'II',
      inspection: 'normal',
      ltpd: null,
      alpha: null,
      beta: null,
      counts: null,
      unverified: [],
      acceptedAtAql: expect.closeTo(0.984785, 6),
      limitingQuality: expect.closeTo(11.285, 3),
      averageOutgoingLimit: { percent: expect.closeTo(3.6593, 4), atPercent: expect.closeTo(5.404, 3) },
    });
    expect(curve.map(({ percent }: { percent: number }) => percent)).toEqual([1.25, 2.5, 3.75, 5, 7.5, 10, 15, 20]);
    expect(curve[1]).toEqual({
      percent: 2.5,
      accepted: plan.acceptedAtAql,
      outgoingPercent: expect.closeTo(2.265, 3),
      inspected: expect.closeTo(93.997, 3),
    });
  });

  it('takes a level and an inspection, and says what is unverified', async () => {
    expect(await json('--lot 1000 --aql 2.5 --level III --inspection tightened')).toMatchObject({
      codeLetter: 'K',
      sampleSize: 125,
      acceptance: 5,
    });
    const said = await run(...words('--lot 100 --aql 1 --inspection reduced'));
    expect(said).toContain('code letter F, plan of letter E\n');
    expect(said).toContain('Unverified: That letter F takes the plan of letter E');
    const gap = await run(...words('--lot 1000 --aql 2.5 --inspection reduced'));
    expect(gap).toContain('at most 2 that have a defect, refuse from 5 on.\nIn between accept too, and go back');
  });

  it('looks at the whole of a small lot', async () => {
    const said = await run(...words('--lot 18 --aql 0.65'));
    expect(said).toContain('Look at the whole lot; accept when none has a defect, refuse from 1 on.');
    expect(said).toContain('nothing is left to chance');
    expect(await json('--lot 18 --aql 0.65')).toMatchObject({ sampleSize: 18, isWholeLot: true });
    expect(await json('--lot 1 --aql 10')).toMatchObject({ sampleSize: 1, isWholeLot: true });
  });

  it('finds the plan of two points for the lot, or as if it had no end', async () => {
    const finite = await json('--lot 100 --aql 5 --ltpd 15 --beta 0.075');
    expect(finite).toMatchObject({ codeLetter: null, sampleSize: 47, acceptance: 4, alpha: 0.05, beta: 0.075 });
    expect(finite.acceptedAtAql).toBeGreaterThanOrEqual(0.95);
    const endless = await json('--lot 100 --aql 5 --ltpd 15 --beta 0.075 --binomial');
    expect(endless).toMatchObject({ sampleSize: 80, acceptance: 7 });
    expect(endless.counts).toBeNull();
    expect(await run(...words('--lot 50 --aql 1 --ltpd 3'))).toContain(
      'has at most 0 with a defect, a bad one at least 2.',
    );
    expect(await run(...words('--lot 1000 --aql 2 --ltpd 8'))).toMatch(/^8 % \(LTPD\) +9\.8 %/m);
  });

  it.each([
    ['--aql 1', "required option '--lot <items>' not specified"],
    ['--lot 100', "required option '--aql <percent>' not specified"],
    ['--lot 0 --aql 1', "'--lot <items>' argument '0' is invalid. It must be a whole number of at least 1."],
    ['--lot 1e3 --aql 1', "'--lot <items>' argument '1e3' is invalid."],
    ['--lot 10 --aql much', "'--aql <percent>' argument 'much' is invalid. It must be a number between 0 and 100."],
    ['--lot 10 --aql 3', '--aql must be one of 0.01, 0.015'],
    ['--lot 10 --aql 1 --level IV', "'--level <level>' argument 'IV' is invalid. Allowed choices are S-1"],
    ['--lot 10 --aql 1 --inspection lax', 'Allowed choices are normal, tightened, reduced'],
    ['--lot 10 --aql 1 --beta 0.1', '--beta goes with --ltpd only.'],
    ['--lot 10 --aql 1 --binomial', '--binomial goes with --ltpd only.'],
    ['--lot 10 --aql 1 --ltpd 5 --level II', '--level is of the tables'],
    ['--lot 10 --aql 5 --ltpd 5', '--ltpd must be greater than --aql.'],
    [
      '--lot 10 --aql 1 --ltpd 5 --alpha 1',
      "'--alpha <risk>' argument '1' is invalid. It must be a number between 0 and 1.",
    ],
    ['--lot 50 --aql 1 --ltpd 5 --binomial', '--lot has fewer items than the 132 to look at'],
  ])('refuses %s', async (line, message) => {
    await expect(run(...words(line))).rejects.toThrow(message);
  });
});
