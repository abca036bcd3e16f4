import fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { forgetAnsweringAt, noteAnsweringAt, startOrFind } from './answering-at.js';
import { FolderInUse, lockFolder } from './folder-lock.js';

describe('a command beside the Muster that has the folder', () => {
  let home: string;
  beforeEach(async () => (home = await fs.mkdtemp(path.join(tmpdir(), 'muster-answering-'))));
  afterEach(() => fs.rm(home, { recursive: true, force: true }));

  /** Counts how often the folder was asked for, and says so after the second time. */
  const askedTwice = () => {
    let [asked, tell] = [0, () => undefined as void];
    const twice = new Promise<void>((resolve) => (tell = resolve));
    const start = () => {
      asked += 1;
      if (asked === 2) tell();
      return lockFolder(home);
    };
    return { start, twice };
  };

  it('finds it once it answers, though it was still starting', async () => {
    const lock = await lockFolder(home);
    const { start, twice } = askedTwice();
    const found = startOrFind(home, start, 60_000);
    await twice;
    await noteAnsweringAt(home, 'http://localhost:4310');
    expect(await found).toBe('http://localhost:4310');
    await lock.release();
  });

  it('takes the folder itself once it is free', async () => {
    const lock = await lockFolder(home);
    const { start, twice } = askedTwice();
    const found = startOrFind(home, start, 60_000);
    await twice;
    await lock.release();
    expect(await found).toMatchObject({ release: expect.any(Function) });
  });

  it('says who has it when that one says no address', async () => {
    const lock = await lockFolder(home);
    await noteAnsweringAt(home, 'http://localhost:4310');
    await forgetAnsweringAt(home);
    await expect(startOrFind(home, () => lockFolder(home), 0)).rejects.toThrow(FolderInUse);
    await lock.release();
  });
});
