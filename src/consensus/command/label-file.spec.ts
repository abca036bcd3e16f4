import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readTruth, readVotes } from './label-file.js';

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(path.join(os.tmpdir(), 'muster-label-file-'))));
afterAll(() => rm(folder, { recursive: true }));

async function file(content: string): Promise<string> {
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
    ['task,worker,label\n1,2,3\n1,2, \n', 'line 3: the label is empty'],
    ['task,worker,label\n1,2,"3\n\n', 'line 2: a quote is not closed'],
    ['task,worker,label\n1,2,3\n1,2,6" tube "a"\n', 'line 3: a quote is not closed'],
    ['task,worker,label\n1,2,3\n"1",2,3\n\n1,"two"x,3\n1,2,3\n', 'line 5: a quote stands in the middle'],
    ['task,worker,label\n"1",2,3\n1,2\n', 'line 3: the row has 2 cells, the header 3'],
  ])('refuses %j', async (content, message) => {
    await expect(readVotes(await file(content))).rejects.toThrow(message);
    await expect(readVotes(await file(content))).rejects.toThrow('labels.csv');
  });

  it('keeps rows and characters whole where the file is read in pieces', async () => {
    const rows = Array.from({ length: 60_000 }, (_, at) => `"tâche, ${at}",ann,${at % 2 ? 'é' : '"ja\n""nein"""'}`);
    const { votes, taskNames, classNames } = await readVotes(await file(`task,worker,label\n${rows.join('\n')}`));
    expect([votes.task.length, votes.tasks]).toEqual([60_000, 60_000]);
    expect([taskNames[59_999], ...classNames]).toEqual(['tâche, 59999', 'ja\n"nein"', 'é']);
  });

  it('says when there is no file', async () => {
    await expect(readVotes(path.join(folder, 'none.csv'))).rejects.toThrow('There is no file');
    await expect(readVotes(folder)).rejects.toThrow('is a folder');
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
