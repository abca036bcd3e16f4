import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { crowdFile } from '../../../test/factories/crowd-sets.js';
import { aggregateCommand } from './aggregate.command.js';

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(path.join(os.tmpdir(), 'muster-aggregate-'))));
afterAll(() => rm(folder, { recursive: true }));

/** The real program, as compiled before the tests. */
const muster = (...args: string[]) =>
  promisify(execFile)(process.execPath, [path.resolve('dist/src/cli.js'), 'aggregate', ...args]);

describe('muster aggregate', () => {
  it('prints the figures as one line of JSON and writes the consensus', async () => {
    const out = path.join(folder, 'consensus.csv');
    const { stdout, stderr } = await muster(
      crowdFile('rte', 'labels.csv'),
      ...['--method', 'dawid-skene', '--gold', crowdFile('rte', 'truth.csv'), '--json', '--out', out],
    );
    expect(JSON.parse(stdout)).toEqual({
      method: 'dawid-skene',
      tasks: 800,
      workers: 164,
      labels: 8000,
      classes: 2,
      iterations: 13,
      seconds: expect.any(Number),
      accuracy: 0.9275,
    });
    expect([stdout.trim().split('\n').length, stderr]).toEqual([1, '']);
    const lines = (await readFile(out, 'utf8')).trim().split('\n');
    expect(lines).toHaveLength(801);
    expect(lines[0]).toBe('task,label,confidence');
    for (const line of lines.slice(1)) expect(line).toMatch(/^\d+,[01],(1|0\.[5-9]\d*)$/);
  });

  it('runs many labels in a thread, and names stay as they were', async () => {
    const labels = path.join(folder, 'many.csv');
    const rows = Array.from({ length: 40_000 }, (_, task) =>
      [0, 1, 2].map((who) => `"t ""${task}""",w${(task + who * 7) % 50},"${(task + (who === 2 ? 1 : 0)) % 3}, é"`),
    );
    await writeFile(labels, `task,worker,label\n${rows.flat().join('\n')}\n`);
    const out = path.join(folder, 'many-out.csv');
    const { stdout } = await muster(labels, '--method', 'majority-vote', '--json', '--out', out);
    expect(JSON.parse(stdout)).toMatchObject({ tasks: 40_000, labels: 120_000, classes: 3, accuracy: null });
    expect((await readFile(out, 'utf8')).split('\n')[5]).toBe('"t ""4""","1, é",0.666666667');
  });

  it('ends with code 1 and one line when it cannot', async () => {
    const failed = await muster('none.csv').catch((error: unknown) => error);
    expect(failed).toMatchObject({ code: 1, stdout: '', stderr: 'There is no file none.csv.\n' });
  });

  it('says in words what it did, by the default method', async () => {
    const { stdout } = await muster(crowdFile('gal-toy', 'labels.csv'), '--gold', crowdFile('gal-toy', 'truth.csv'));
    expect(stdout).toMatch(/25 labels of 5 people for 5 tasks, 2 classes\npooled-dawid-skene: \d+ passes/);
    expect(stdout).toMatch(/accuracy 0\.6000 on 5 tasks with known truth/);
  });

  it.each([
    [
      [crowdFile('rte', 'labels.csv'), '--method', 'vote'],
      'There is no method "vote". The methods are majority-vote, wawa,',
    ],
    [[crowdFile('rte', 'truth.csv')], 'truth.csv line 1: the header has no column worker'],
    [[crowdFile('rte', 'none.csv')], 'There is no file'],
    [[crowdFile('dog', 'labels.csv'), '--method', 'kos'], 'kos knows two classes, not 4'],
    [
      [crowdFile('rte', 'labels.csv'), '--gold', crowdFile('rte', 'labels.csv')],
      'labels.csv line 5: task "0" has the label "0" here and "1" before',
    ],
  ])('refuses: %j', async (args, message) => {
    await expect(aggregateCommand().parseAsync(args, { from: 'user' })).rejects.toThrow(message);
  });
});
