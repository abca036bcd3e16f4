import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readLabelFile } from './label-file.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'labels-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(content: string | Buffer) {
  const file = join(folder, 'labels.csv');
  await writeFile(file, content);
  const { tasks, workers, labels, taskOf, workerOf, labelOf, firstLineOf } = await readLabelFile(file);
  const rows = [...taskOf].map((task, row) => [tasks[task], workers[workerOf[row]!], labels[labelOf[row]!]]);
  return { rows, firstLines: Object.fromEntries(labels.map((label, place) => [label, firstLineOf[place]])) };
}

describe('a label file', () => {
  it('is read with or without a byte order mark, with LF or CRLF, with blank lines and without a last line end', async () => {
    const rows = [
      ['1', 'ann', 'cat'],
      ['1', 'bob', 'dog'],
      ['2', 'ann', 'cat'],
    ];
    for (const content of [
      'task,worker,label\n1,ann,cat\n1,bob,dog\n2,ann,cat\n',
      '\ufefftask,worker,label\r\n1,ann,cat\r\n1,bob,dog\r\n2,ann,cat',
      'task,worker,label\n\n1,ann,cat\r\n1,bob,dog\n   \n2,ann,cat\n\n',
      '"task","worker","label"\n"1",ann,"cat"\n1,"bob",dog\n2,ann,cat\n',
    ]) {
      expect((await read(content)).rows).toEqual(rows);
    }
  });

  it('takes columns in any order, further ones, and rows that come twice', async () => {
    const { rows } = await read('when, label ,task,worker\nnow,cat,1,ann\nthen,cat,1,ann\n');
    expect(rows).toEqual([
      ['1', 'ann', 'cat'],
      ['1', 'ann', 'cat'],
    ]);
  });

  it('keeps quotes, commas, line breaks and white space of a cell, and knows the line of each label', async () => {
    const { rows, firstLines } = await read(
      'task,worker,label\n1,ann,"one, ""two""\r\nthree"\n1,bob, cat\n2,ann,\n2,bob,__proto__\n',
    );
    expect(rows).toEqual([
      ['1', 'ann', 'one, "two"\r\nthree'],
      ['1', 'bob', ' cat'],
      ['2', 'ann', ''],
      ['2', 'bob', '__proto__'],
    ]);
    expect(firstLines).toMatchObject({ 'one, "two"\r\nthree': 2, ' cat': 4, '': 5 });
  });

  it('is read in pieces: 100,000 rows, with characters of several bytes where pieces meet', async () => {
    const lines = Array.from({ length: 100_000 }, (_, row) => `täsk${row},wörker${row % 7},${row % 3}`);
    const { rows, firstLines } = await read(`task,worker,label\n${lines.join('\n')}\n`);
    expect(rows).toHaveLength(100_000);
    expect(rows[99_999]).toEqual(['täsk99999', 'wörker4', '0']);
    expect(firstLines).toEqual({ 0: 2, 1: 3, 2: 4 });
  });

  it.each([
    ['', 'labels.csv: the file is empty; it must begin with task,worker,label'],
    ['\n\n', 'labels.csv: the file is empty; it must begin with task,worker,label'],
    ['task,worker,label\n', 'labels.csv: there is a header but no row'],
    ['task,label\n1,cat\n', 'labels.csv, line 1: the header has no column worker; it must have task,worker,label'],
    ['\ntask,worker,label,task\n', 'labels.csv, line 2: the header has the column task twice'],
    ['task,worker,label\n1,ann,cat\n1,bob\n', 'labels.csv, line 3: 2 cells, but the header has 3'],
    ['task,worker,label\n1,"a\nb",cat\n1,bob,cat,dog\n', 'labels.csv, line 4: 4 cells, but the header has 3'],
    ['task,worker,label\n,ann,cat\n', 'labels.csv, line 2: the task is empty'],
    ['task,worker,label\n1,"",cat\n', 'labels.csv, line 2: the worker is empty'],
    ['task,worker,label\n1,ann,ca"t\n', 'labels.csv, line 2: a quote stands inside a cell that is not quoted'],
    ['task,worker,label\n1,ann,"ca"t\n', 'labels.csv, line 2: something stands after a closing quote'],
    ['task,worker,label\n1,ann,cat\n1,bob,"dog\n', 'labels.csv, line 3: a quote is not closed'],
  ])('%j is refused', async (content, message) => {
    await expect(read(content)).rejects.toThrow(message);
  });

  it('that is not UTF-8 is refused rather than read wrongly', async () => {
    const latin = Buffer.from('task,worker,label\n1,J\xfcrgen,cat\n', 'latin1');
    await expect(read(latin)).rejects.toThrow('labels.csv, line 2: not valid UTF-8');
    const cut = Buffer.concat([Buffer.from('task,worker,label\n1,ann,cat'), Buffer.from([0xc3])]);
    await expect(read(cut)).rejects.toThrow('labels.csv, line 2: not valid UTF-8');
  });

  it('that is not there, or a folder, is refused by name', async () => {
    await expect(readLabelFile(join(folder, 'none.csv'))).rejects.toThrow('none.csv: no such file');
    await expect(readLabelFile(folder)).rejects.toThrow('a folder, not a file');
  });
});
