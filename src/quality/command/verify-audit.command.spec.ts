import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Command } from 'commander';
import { commitmentOf, drawSample } from '../sampling/index.js';
import { verifyAuditCommand } from './verify-audit.command.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'audit-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** What the command writes, and the exit code it asks for. */
async function run(content: string, ...options: string[]): Promise<{ said: string; exitCode: number | string }> {
  const file = join(folder, 'audit.json');
  await writeFile(file, content);
  const muster = new Command('muster').exitOverride();
  muster.addCommand(verifyAuditCommand());
  let said = '';
  const spy = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    said += String(text);
    return true;
  });
  const before = process.exitCode;
  process.exitCode = 0;
  try {
    await muster.parseAsync(['verify-audit', file, ...options], { from: 'user' });
    return { said, exitCode: process.exitCode };
  } finally {
    process.exitCode = before;
    spy.mockRestore();
  }
}

const seed = '5f0c1b7a9d3e42688a51c7e0f2b49d36';
const keys = Array.from({ length: 40 }, (_, index) => ` Röntgen ${index} `);
const audit = { commitment: commitmentOf(seed), seed, keys, sampleSize: 8, drawn: drawSample(seed, keys, 8) };
const { keys: _keys, ...withoutKeys } = audit;

describe('muster verify-audit', () => {
  it('says that a draw holds', async () => {
    expect(await run(JSON.stringify(audit))).toEqual({
      said: 'The draw holds: the 8 keys are those that the seed committed to draws from the lot of 40.\n',
      exitCode: 0,
    });
    expect(JSON.parse((await run(JSON.stringify(audit), '--json')).said)).toEqual({
      holds: true,
      faults: [],
      lotSize: 40,
      sampleSize: 8,
    });
  });

  it.each([
    ['\n', ''],
    ['\r\n', '\r\n'],
  ])('takes the keys from a file beside it, one a line (%j, %j)', async (between, end) => {
    await writeFile(join(folder, 'keys.txt'), keys.join(between) + end);
    expect((await run(JSON.stringify({ ...withoutKeys, keysFile: 'keys.txt' }))).said).toContain('The draw holds');
  });

  it('says each thing that does not hold, and fails', async () => {
    const spared = keys.find((key) => !audit.drawn.includes(key))!;
    const content = JSON.stringify({ ...audit, seed: `${seed}1`, drawn: [spared, ...audit.drawn.slice(1)] });
    const { said, exitCode } = await run(content);
    expect(exitCode).toBe(1);
    expect(said).toMatch(/^The draw does not hold:\n {2}The seed is not the one committed to/);
    const answer = await run(JSON.stringify({ ...audit, sampleSize: 7 }), '--json');
    expect(answer.exitCode).toBe(1);
    expect(JSON.parse(answer.said)).toEqual({
      holds: false,
      faults: [
        '8 keys were drawn instead of 7.',
        `Keys were drawn that the seed does not draw: ${JSON.stringify(audit.drawn[7])}.`,
      ],
      lotSize: 40,
      sampleSize: 7,
    });
  });

  it.each([
    ['{', 'audit.json is not JSON'],
    ['[]', 'audit.json: the file: '],
    [JSON.stringify({ ...audit, seed: 5 }), 'audit.json: seed: '],
    [JSON.stringify({ ...audit, drawn: ['a', 1] }), 'audit.json: drawn.1: '],
    [JSON.stringify(withoutKeys), 'the lot is given either as keys or as keysFile.'],
    [JSON.stringify({ ...audit, keysFile: 'keys.txt' }), 'the lot is given either as keys or as keysFile.'],
    [JSON.stringify({ ...withoutKeys, keysFile: 'none.txt' }), 'none.txt cannot be read (ENOENT).'],
  ])('refuses %.30s', async (content, message) => {
    await expect(run(content)).rejects.toThrow(message);
  });
});
