import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Command } from 'commander';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { krippendorff2011 } from '../../../test/fixtures/agreement/published-tables.js';
import { metricNames } from '../agreement/index.js';
import { agreementCommand } from './agreement.command.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'agreement-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** What the command writes to standard output; its own refusals of options are thrown with what it says on the other. */
async function run(content: string, ...options: string[]): Promise<string> {
  const file = join(folder, 'labels.csv');
  await writeFile(file, content);
  const muster = new Command('muster').exitOverride();
  let said = '';
  muster.addCommand(agreementCommand());
  muster.commands[0]!.exitOverride().configureOutput({ writeErr: (text) => (said += text) });
  const written: string[] = [];
  const spy = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    written.push(String(text));
    return true;
  });
  try {
    await muster.parseAsync(['agreement', file, ...options], { from: 'user' });
    return written.join('');
  } catch (error) {
    throw said ? new Error(said) : error;
  } finally {
    spy.mockRestore();
  }
}

const json = async (content: string, metric: string, ...options: string[]) => {
  return JSON.parse(await run(content, '--metric', metric, '--json', ...options));
};

const observers = `task,worker,label\n${krippendorff2011
  .flatMap((line, worker) => {
    return line.split(' ').flatMap((label, task) => (label === '-' ? [] : [`u${task},${'ABCD'[worker]},${label}\n`]));
  })
  .join('')}`;

describe('muster agreement', () => {
  it.each([
    ['percent', 0.8181818],
    ['cohen-kappa', 0.7001626],
    ['fleiss-kappa', 0.76117],
    ['krippendorff-nominal', 0.743421052631579],
    ['krippendorff-ordinal', 0.8153875037548814],
    ['krippendorff-interval', 0.8491071428571428],
    ['krippendorff-ratio', 0.7974027747116121],
    ['gwet-ac1', 0.77544],
    ['gwet-ac2', 0.914],
    ['conger-kappa', 0.7620669],
    ['brennan-prediger', 0.77273],
    ['krippendorff-edit-distance', 0.743421052631579],
  ])('--metric %s prints one object', async (metric, value) => {
    const { ci95, ...rest } = await json(observers, metric);
    expect(rest).toEqual({ metric, value: expect.closeTo(value, 5), items: 12, raters: 4, pairable: 40 });
    expect(ci95[0]).toBeLessThan(value);
    expect(ci95[1]).toBeGreaterThanOrEqual(value);
  });

  it('knows every metric that is listed', async () => {
    for (const metric of metricNames) expect(await json(observers, metric, '--draws', '10')).toMatchObject({ metric });
  });

  it('without --json says the same to people', async () => {
    const said = await run(observers, '--metric', 'krippendorff-nominal');
    expect(said).toMatch(/^krippendorff-nominal {3}0\.7434 {3}95 % interval 0\.\d{4} to 1\.0000\n/);
    expect(said).toContain('12 items, 4 raters, 40 labels on items with at least two\n');
    const same = 'task,worker,label\n1,a,x\n1,b,x\n2,a,x\n2,b,x\n';
    expect(await run(same, '--metric', 'gwet-ac1')).toContain('not defined, for no two labels differ');
    expect(await json(same, 'gwet-ac1')).toMatchObject({ value: null, ci95: null });
    expect(await json(same, 'percent')).toMatchObject({ value: 1, ci95: [1, 1] });
  });

  it('gives the interval again for the same seed', async () => {
    const first = await json(observers, 'percent', '--seed', '5');
    expect(await json(observers, 'percent', '--seed', '5')).toEqual(first);
  });

  it('takes weights and an order', async () => {
    const linear = await json(observers, 'gwet-ac2', '--weights', 'linear');
    expect(linear.value).toBeCloseTo(0.85874, 5);
    const numbers = observers.replace(/.*,[45]\n/g, '');
    const words = numbers.replace(/,1\n/g, ',low\n').replace(/,2\n/g, ',mid\n').replace(/,3\n/g, ',high\n');
    const ordinal = await json(words, 'krippendorff-ordinal', '--order', 'low,mid,high');
    expect(ordinal).toEqual(await json(numbers, 'krippendorff-ordinal'));
    expect(ordinal.value).toBeLessThan(1);
  });

  it('takes 1 and 1.0 as one number where labels are numbers, and as two names where they are names', async () => {
    const file = 'task,worker,label\n1,a,1\n1,b,1.0\n2,a,2\n2,b,2e0\n3,a,3\n3,b,4\n';
    expect((await json(file, 'krippendorff-interval')).value).toBeGreaterThan(0.8);
    expect((await json(file, 'percent')).value).toBe(0);
  });

  it.each<[string, string[], string]>([
    [observers, ['--metric', 'kappa'], "argument 'kappa' is invalid. Allowed choices are percent, cohen-kappa"],
    [observers, [], "required option '--metric <name>' not specified"],
    [observers, ['--metric', 'percent', '--weights', 'linear'], 'percent takes no --weights'],
    [observers, ['--metric', 'cohen-kappa', '--weights', 'ordinal'], 'is one of none, linear, squared'],
    [observers, ['--metric', 'percent', '--order', '1,2'], '--order does not go with percent'],
    [observers, ['--metric', 'krippendorff-ordinal', '--order', '1,2,3,4'], 'line 20: the label "5" is not in --order'],
    [observers, ['--metric', 'percent', '--order', '1'], 'two or more different labels'],
    [observers, ['--metric', 'percent', '--draws', '0'], 'whole number of at least 1'],
    [observers, ['--metric', 'percent', '--seed', 'x'], 'whole number of at least 0'],
  ])('refuses %#', async (content, options, message) => {
    await expect(run(content, ...options)).rejects.toThrow(message);
  });

  it.each([
    [
      'krippendorff-interval',
      '1,a,2\n1,b,warm\n',
      'line 3: krippendorff-interval needs numbers, but the label is "warm"',
    ],
    ['krippendorff-ratio', '1,a,2\n1,b,-2\n', 'line 3: krippendorff-ratio needs numbers of 0 or more'],
    ['krippendorff-interval', '1,a,2\n1,b,0x10\n', 'line 3: krippendorff-interval needs numbers'],
    ['krippendorff-interval', '1,a,2\n1,b,Infinity\n', 'line 3: krippendorff-interval needs numbers'],
    ['krippendorff-interval', '1,a,\n1,b,2\n', 'line 2: krippendorff-interval needs numbers, but the label is ""'],
    ['krippendorff-ordinal', '1,a,cold\n1,b,2\n', 'give the order with --order low,middle,high'],
    ['gwet-ac2', '1,a,cold\n1,b,2\n', 'line 2: gwet-ac2 needs numbers'],
    ['percent', '1,a,x\n1,b,\n', 'line 3: the label is empty'],
    ['percent', '1,a,x\n2,b,y\n', 'no task has two labels, so there is nothing to compare'],
  ])('%s refuses %j', async (metric, rows, message) => {
    await expect(run(`task,worker,label\n${rows}`, '--metric', metric)).rejects.toThrow(`labels.csv`);
    await expect(run(`task,worker,label\n${rows}`, '--metric', metric)).rejects.toThrow(message);
  });
});
