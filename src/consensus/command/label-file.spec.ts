import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readLabelFile, readTruth, readVotes } from './label-file.js';

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(path.join(os.tmpdir(), 'muster-label-file-'))));
afterAll(() => rm(folder, { recursive: true }));

async function file(content: string | Buffer): Promise<string> {
  const name = path.join(folder, 'labels.csv');
  await writeFile(name, content);
  return name;
}

describe('readVotes', () => {
  it('reads the rows as they are given', async () => {
    const { votes, taskNames, workerNames, classNames } = await readVotes(
      await file('task,worker,label\nb,ann,10\na,ann,9\nb,bo,9\nb,bo,9\n'),
    );
    expect([taskNames, workerNames, classNames]).toEqual([
      ['b', 'a'],
      ['ann', 'bo'],
      ['9', '10'],
    ]);
    expect([[...votes.task], [...votes.worker], [...votes.label]]).toEqual([
      [0, 1, 0, 0],
      [0, 0, 1, 1],
      [1, 0, 0, 0],
    ]);
  });

  it('takes a byte order mark, CRLF, quotes, blank lines, other columns and another order', async () => {
    const { taskNames, workerNames, classNames } = await readVotes(
      await file(
        '\ufefflabel,"task",at,worker\r\n"yes, ""indeed""",t1,12:00,ann\r\n\r\n"two\nlines",t2,12:01,bo\r\nno,t2,,ann',
      ),
    );
    expect([taskNames, workerNames, classNames]).toEqual([
      ['t1', 't2'],
      ['ann', 'bo'],
      ['no', 'two\nlines', 'yes, "indeed"'],
    ]);
  });

  it('keeps apart what looks alike', async () => {
    const { taskNames, classNames } = await readVotes(
      await file('task,worker,label\n1,a,1\n01,a,1.0\n__proto__,a,é\n'),
    );
    expect(taskNames).toEqual(['1', '01', '__proto__']);
    expect(classNames).toEqual(['1', '1.0', 'é']);
  });

  it.each([
    ['', 'is empty; it needs the header task,worker,label'],
    ['task,worker,label\n', 'has a header but no rows'],
    ['a,b,c\n1,2,3\n', 'line 1: the header has no column task: it must name task,worker,label, and is "a,b,c"'],
    ['task,worker,label,task\n1,2,3,4\n', 'line 1: the header names the column task twice'],
    ['task,worker,label\n1,2,3\n1,2\n', 'line 3: the row has 2 cells, the header 3'],
    ['task,worker,label\n1,2,3\n1,,3\n', 'line 3: the worker is empty'],
    ['task,worker,label\n1,2,"3\n\n', 'line 2: a quote is not closed'],
    ['task,worker,label\n1,2,3\n1,2,6" tube "a"\n', 'line 3: a quote stands in the middle of a cell'],
    ['task,worker,label\n1,2,3\n"1",2,3\n\n1,"two"x,3\n1,2,3\n', 'line 5: something stands after a closing quote'],
    ['task,worker,label\n"1",2,3\n1,2\n', 'line 3: the row has 2 cells, the header 3'],
    ['task,worker,label\n1,"a\nb",cat\n1,bob,cat,dog\n', 'line 4: the row has 4 cells, the header 3'],
    ['\n\n', 'is empty; it needs the header task,worker,label'],
    ['\ntask,worker,label,task\n', 'line 2: the header names the column task twice'],
    ['task,worker,label\n1,"",cat\n', 'line 2: the worker is empty'],
    ['task,worker,label\n1,ann,ca"t\n', 'line 2: a quote stands in the middle of a cell'],
    [`task,worker,label\n1,ann,cat\n1,bob,"dog\n${'cat\n'.repeat(1_000)}`, 'line 3: a quote is not closed'],
    [`task,worker,label\n1,ann,${'cat'.repeat(2_000_000)}`, 'line 2: the row is longer than 4194304 characters'],
  ])('refuses %.200j', async (content, message) => {
    for (const read of [readVotes, readLabelFile]) {
      await expect(read(await file(content))).rejects.toThrow(message);
      await expect(read(await file(content))).rejects.toThrow('labels.csv');
    }
  });

  it('refuses what is not UTF-8 rather than read it wrongly', async () => {
    const latin = Buffer.from('task,worker,label\n1,J\xfcrgen,cat\n', 'latin1');
    await expect(readVotes(await file(latin))).rejects.toThrow('labels.csv line 2: the text is not valid UTF-8.');
    const cut = Buffer.concat([Buffer.from('task,worker,label\n1,ann,cat'), Buffer.from([0xc3])]);
    await expect(readVotes(await file(cut))).rejects.toThrow('labels.csv line 2: the text is not valid UTF-8.');
  });

  it('keeps rows and characters whole where the file is read in pieces', async () => {
    const rows = Array.from({ length: 60_000 }, (_, at) => `"tâche, ${at}",ann,${at % 2 ? 'é' : '"ja\n""nein"""'}`);
    const { votes, taskNames, classNames } = await readVotes(await file(`task,worker,label\n${rows.join('\n')}`));
    expect([votes.task.length, votes.tasks]).toEqual([60_000, 60_000]);
    expect([taskNames[59_999], ...classNames]).toEqual(['tâche, 59999', 'ja\n"nein"', 'é']);
  });

  it('refuses an empty label', async () => {
    const blank = await file('task,worker,label\n1,2,3\n1,2, \n');
    await expect(readVotes(blank)).rejects.toThrow('line 3: the label is empty');
  });

  it('says when there is no file', async () => {
    await expect(readVotes(path.join(folder, 'none.csv'))).rejects.toThrow('There is no file');
    await expect(readVotes(folder)).rejects.toThrow('is a folder');
  });
});

describe('readLabelFile', () => {
  async function read(content: string) {
    const { tasks, workers, labels, taskOf, workerOf, labelOf, firstLineOf } = await readLabelFile(await file(content));
    const rows = [...taskOf].map((task, row) => [tasks[task], workers[workerOf[row]!], labels[labelOf[row]!]]);
    return { rows, firstLines: Object.fromEntries(labels.map((label, place) => [label, firstLineOf[place]])) };
  }

  it.each([
    'task,worker,label\n1,ann,cat\n1,bob,dog\n2,ann,cat\n',
    '\ufefftask,worker,label\r\n1,ann,cat\r\n1,bob,dog\r\n2,ann,cat',
    'task,worker,label\n\n1,ann,cat\r\n1,bob,dog\n   \n2,ann,cat\n\n',
    '"task","worker","label"\n"1",ann,"cat"\n1,"bob",dog\n2,ann,cat\n',
  ])('reads %j', async (content) => {
    expect((await read(content)).rows).toEqual([
      ['1', 'ann', 'cat'],
      ['1', 'bob', 'dog'],
      ['2', 'ann', 'cat'],
    ]);
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

  it('reads in pieces: 100,000 rows, with characters of several bytes where pieces meet', async () => {
    const lines = Array.from({ length: 100_000 }, (_, row) => `täsk${row},wörker${row % 7},${row % 3}`);
    const { rows, firstLines } = await read(`task,worker,label\n${lines.join('\n')}\n`);
    expect(rows).toHaveLength(100_000);
    expect(rows[99_999]).toEqual(['täsk99999', 'wörker4', '0']);
    expect(firstLines).toEqual({ 0: 2, 1: 3, 2: 4 });
  });
});

describe('readTruth', () => {
  it('reads one label a task, and takes the same again', async () => {
    expect(await readTruth(await file('task,label\na,1\nb,2\na,1\n'))).toEqual(
      new Map([
        ['a', '1'],
        ['b', '2'],
      ]),
    );
  });

  it('refuses two truths', async () => {
    await expect(readTruth(await file('task,label\na,1\nb,2\na,2\n'))).rejects.toThrow(
      'labels.csv line 4: task "a" has the label "2" here and "1" before.',
    );
  });
});
