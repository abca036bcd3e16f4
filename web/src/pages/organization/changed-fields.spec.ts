import { beforeAll, describe, expect, it } from '@jest/globals';
import { showTimesIn } from '../../parts/format';
import { changedFields } from './changed-fields';

const text = (said: string) => ({ text: said });

describe('an entry of the log of changes, field by field', () => {
  beforeAll(() => showTimesIn('UTC'));

  it('says of a policy what each field was and is', () => {
    const changes = {
      overlap: { from: 1, to: 2 },
      'leaseMinutes.REVIEW': { from: null, to: 20 },
      qualifiedStages: { from: [], to: ['ANNOTATE', 'REVIEW'] },
      'gold.whoKnowsWhat': { from: true, to: false },
      review: { from: [], to: [{ rate: 0.1, seed: 'x' }] },
    };
    expect(changedFields('project:policy', { changes }, 4)).toEqual([
      { name: 'Version of the policy', is: text('4') },
      { name: 'Answers per task', was: text('1'), is: text('2') },
      { name: 'Minutes for a task, Review', was: text('none'), is: text('20') },
      { name: 'Only for the qualified', was: text('none'), is: text('Label, Review') },
      { name: 'Gold, who knows what', was: text('yes'), is: text('no') },
      { name: 'Reviews', was: text('none'), is: { whole: [{ rate: 0.1, seed: 'x' }] } },
    ]);
  });

  it('says it of the roles of somebody and of the state of a batch, and not where it stayed', () => {
    expect(changedFields('member:roles', { from: ['ANNOTATOR'], to: ['ANNOTATOR', 'TEAM_LEAD'] }, null)).toEqual([
      { name: 'Roles', was: text('Annotator'), is: text('Annotator, Team lead') },
    ]);
    expect(changedFields('batch:open', { from: 'DRAFT', to: 'OPEN' }, null)).toEqual([
      { name: 'State', was: text('Draft'), is: text('Open') },
    ]);
    expect(changedFields('batch:prioritize', { from: 'OPEN', to: 'OPEN', priority: 5 }, null)).toEqual([
      { name: 'Priority', is: text('5') },
    ]);
  });

  it('tells the rest plainly: a span of days is no change, times are of the person’s zone, what has parts is kept whole', () => {
    expect(
      changedFields(
        'member:recordLeave',
        { from: '2026-03-02', until: '2026-03-04', expiresAt: '2026-03-02T09:30:00.000Z', odd: { deep: 1 } },
        null,
      ),
    ).toEqual([
      { name: 'From', is: text('2026-03-02') },
      { name: 'Until', is: text('2026-03-04') },
      { name: 'Ends', is: text('2 Mar 2026, 09:30') },
      { name: 'Odd', is: { whole: { deep: 1 } } },
    ]);
    expect(changedFields('member:pause', { projectId: null }, null)).toEqual([
      { name: 'Project', is: text('everywhere') },
    ]);
    for (const nothing of [null, undefined, 'odd', [1], {}])
      expect(changedFields('member:x', nothing, null)).toEqual([]);
  });
});
