import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Caller, startApp, type TestApp } from '../factories/app.js';
import { person, team } from '../factories/people.js';
import { claim, openBatchOf, submit, tasksOf, until } from '../factories/work.js';

const certainty = { name: 'certainty', options: ['sure', 'maybe'] };
const labelSchema = { classes: [{ name: 'DRUG', kind: 'SPAN', attributes: [certainty] }], fields: [] };
const policy = { overlap: 2, maximumOverlap: 2, agreement: { measure: 'SCORE', threshold: 0.8 } };

describe('spans of a text', () => {
  let app: TestApp;
  let [ann, ben]: Caller[] = [];
  let teamId: string;

  beforeAll(async () => {
    app = await startApp();
    teamId = await team(app);
    [ann, ben] = [await person(app, ['ANNOTATOR'], teamId), await person(app, ['ANNOTATOR'], teamId)];
  });
  afterAll(() => app.stop());

  it('of two people who agree settle the text; a broken one is refused with its path', async () => {
    const { batchId } = await openBatchOf(app, teamId, 1, {
      project: { name: 'Drugs', labelSchema, policy },
      item: { data: { text: 'Aspirin 💊 twice a day, then ibuprofen' } },
    });
    const drug = (start: number, end: number) => ({
      ...{ kind: 'SPAN', class: 'DRUG', start, end },
      attributes: { certainty: 'sure' },
    });
    const answer = [drug(0, 7), drug(28, 37)];
    const held = await claim(ann!, { batchId });
    await expect(submit(ann!, held, [drug(7, 7)])).rejects.toThrow('labels[0].end');
    expect((await submit(ann!, held, answer)).__typename).toBe('SubmissionCounted');
    await submit(ben!, await claim(ben!, { batchId }), [drug(0, 7), drug(28, 38)]);
    const task = await until(async () => {
      const [one] = await tasksOf(app.owner, batchId);
      return one.state === 'SETTLED' && one;
    });
    expect(task.result.agreement.score).toBeCloseTo((1 + 9 / 10) / 2, 9);
    expect(task.result.labels).toHaveLength(2);
    expect(task.result.labels[0]).toEqual(drug(0, 7));
  });
});
