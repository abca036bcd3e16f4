import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Label, LabelSchema } from '../../labels/index.js';
import type { TaskAnswers } from '../answers/answer.types.js';
import confuse from './confusion.job.js';
import comparePeople from './people-matrix.job.js';
import { csvOfConfusion, csvOfPairs } from './matrices-csv.rules.js';

const schema: LabelSchema = {
  fields: [{ name: 'animal', kind: 'CHOICE', options: ['cat', 'dog', 'fox'] }],
  classes: [
    { name: 'indoors', kind: 'TAG' },
    { name: 'Head', kind: 'BOX' },
    { name: 'Body', kind: 'BOX' },
  ],
};
const animal = (option: string): Label => ({ kind: 'CHOICE', field: 'animal', option });
const box = (name: string, x: number, width = 10): Label => ({ kind: 'BOX', class: name, x, y: 0, width, height: 10 });
const task = (answers: Record<string, Label[]>, result: Label[] | null = null, id = 't'): TaskAnswers => ({
  taskId: id,
  source: null,
  answers: Object.entries(answers).map(([by, labels]) => ({ by, labels: JSON.stringify(labels) })),
  result: result && JSON.stringify(result),
});
const compare = (tasks: TaskAnswers[], mostPeople = 40) =>
  comparePeople({ classMap: {}, threshold: { measure: 'SCORE', threshold: 0.8 }, tasks, mostPeople });
const confusion = (tasks: TaskAnswers[], mostValues = 40) => confuse({ schema, classMap: {}, tasks, mostValues });

describe('who answers like whom', () => {
  const [cat, dog] = [[animal('cat')], [animal('dog')]];

  it('is counted over the tasks that both answered, and only over those', () => {
    const { people, pairs, left } = compare([
      task({ ann: cat, ben: cat }),
      task({ ann: cat, ben: dog, cem: cat }),
      task({ ann: dog, cem: dog }),
      task({ ben: cat }),
    ]);
    expect(people).toEqual([{ by: 'ann', answers: 3 }, { by: 'ben', answers: 2 }, { by: 'cem', answers: 2 }]); // prettier-ignore
    expect(pairs).toEqual([
      { a: 0, b: 1, n: 2, alike: 1, score: 0.5 },
      { a: 0, b: 2, n: 2, alike: 2, score: 1 },
      { a: 1, b: 2, n: 1, alike: 0, score: 0 },
    ]);
    expect(left).toBe(0);
  });

  it('names those with most to compare, and says how many are left out', () => {
    const { people, pairs, left } = compare([task({ ann: cat, ben: cat }), task({ ann: cat, ben: cat, cem: dog })], 2);
    expect({ people: people.map(({ by }) => by), n: pairs.map(({ n }) => n), left }).toEqual({ people: ['ann', 'ben'], n: [2], left: 1 }); // prettier-ignore
  });

  it('has each pair of answers in one cell', () => {
    const who = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'));
    fc.assert(
      fc.property(fc.array(who, { maxLength: 12 }), (groups) => {
        const tasks = groups.map((group) => task(Object.fromEntries(group.map((by) => [by, cat]))));
        const pairs = groups.reduce((sum, { length }) => sum + (length * (length - 1)) / 2, 0);
        expect(compare(tasks).pairs.reduce((sum, { n }) => sum + n, 0)).toBe(pairs);
      }),
    );
  });
});

describe('what is taken for what', () => {
  it('counts options by what settled, and what was left open', () => {
    const [choice] = confusion([
      task({ ann: [animal('cat')], ben: [animal('dog')], cem: [] }, [animal('cat')]),
      task({ ann: [animal('dog')] }, [animal('dog')]),
      task({ ann: [animal('fox')] }),
    ]);
    expect(choice).toEqual({ kind: 'CHOICE', name: 'animal', values: ['cat', 'dog', ''], rows: [[1, 1, 1], [0, 1, 0], [0, 0, 0]], left: 0 }); // prettier-ignore
  });

  it('of a tag asks whether it holds', () => {
    const tag: Label = { kind: 'TAG', class: 'indoors' };
    const [, indoors] = confusion([task({ ann: [tag], ben: [] }, [tag]), task({ ann: [tag], ben: [] }, [])]);
    expect(indoors).toMatchObject({ kind: 'TAG', name: 'indoors', values: ['indoors', ''], rows: [[1, 1], [1, 1]] }); // prettier-ignore
  });

  it('of shapes goes by the place: another name, a missed one, an invented one', () => {
    const instances = confusion([task({ ann: [box('Body', 0), box('Head', 60)] }, [box('Head', 1), box('Head', 30)])]).at(-1); // prettier-ignore
    expect(instances).toEqual({ kind: 'INSTANCES', name: null, values: ['Head', 'Body', ''], rows: [[0, 1, 1], [0, 0, 0], [1, 0, 0]], left: 0 }); // prettier-ignore
  });

  it('pairs what has the same name first, where one thing lies within another', () => {
    // The head's best overlap is the body of the answer; but both have their namesakes.
    const settled = [box('Body', 0, 20), box('Head', 0, 18)];
    const answered = [box('Body', 0, 18), box('Head', 0, 14)];
    const { values, rows } = confusion([task({ ann: answered }, settled)]).at(-1)!;
    expect(values).toHaveLength(2);
    expect(rows).toEqual([[1, 0], [0, 1]]); // prettier-ignore
  });

  it('keeps the values that are met most, and counts the others', () => {
    const tasks = ['cat', 'cat', 'dog', 'fox'].map((option) => task({ ann: [animal(option)] }, [animal(option)]));
    expect(confusion(tasks, 2)[0]).toMatchObject({ values: ['cat', 'dog'], left: 1 });
  });

  it('counts each answer once, whatever is said', () => {
    const option = fc.constantFrom(null, 'cat', 'dog', 'fox');
    const labels = (of: string | null) => (of === null ? [] : [animal(of)]);
    fc.assert(
      fc.property(fc.array(fc.tuple(option, option), { maxLength: 30 }), (said) => {
        const tasks = said.map(([settled, answered]) => task({ ann: labels(answered) }, labels(settled)));
        const { rows } = confusion(tasks)[0]!;
        expect(rows.flat().reduce((sum, n) => sum + n, 0)).toBe(said.length);
      }),
    );
  });
});

describe('matrices as CSV', () => {
  it('show no share that rests on few', () => {
    const people = [{ id: 'mbr_a', name: 'Ann' }, { id: 'mbr_b', name: '=Ben' }]; // prettier-ignore
    const [header, few] = csvOfPairs(people, [{ a: 0, b: 1, n: 4, alike: 4, score: 1 }]).split('\r\n');
    expect(header).toBe('person,name,other,otherName,tasks,alike,share,low,high,meanScore');
    expect(few).toMatch(/^mbr_a,Ann,mbr_b,'=Ben,4,4,,0\.5101,1\.0000,1\.0000$/);
    expect(csvOfPairs(people, [{ a: 0, b: 1, n: 40, alike: 30, score: 0.8 }])).toContain('40,30,0.7500,');
  });

  it('have a line for each cell that is met', () => {
    const csv = csvOfConfusion([{ kind: 'CHOICE', name: 'animal', values: ['cat', ''], rows: [[3, 1], [0, 0]], left: 0 }]); // prettier-ignore
    expect(csv.split('\r\n').slice(0, 3)).toEqual([
      'kind,name,result,answered,count,ofResult,low,high',
      'CHOICE,animal,cat,cat,3,4,0.3006,0.9544',
      'CHOICE,animal,cat,,1,4,0.0456,0.6994',
    ]);
  });
});
