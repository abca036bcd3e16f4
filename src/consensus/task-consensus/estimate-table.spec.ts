import { describe, expect, it } from '@jest/globals';
import { crowdSet } from '../../../test/factories/crowd-sets.js';
import type { Label } from '../../labels/index.js';
import { asPolicy } from '../../projects/index.js';
import { pooledDawidSkene } from '../aggregation/pooled-dawid-skene.js';
import { EstimateTable } from './estimate-table.js';
import { evidenceOf, type Known } from './known-errors.js';
import { partsOf } from './parts.js';
import { consensusOfTask } from './task-consensus.js';

/** The dog set (Zhou et al. 2012) as a project: 807 pictures, four breeds, 109 people. */
async function project() {
  const { votes, gold: truth } = await crowdSet('dog');
  const options = Array.from({ length: votes.classes }, (_, place) => `breed-${place}`);
  const parts = partsOf(
    { classes: [], fields: [{ name: 'breed', kind: 'CHOICE', required: true, options }] },
    { ...asPolicy({}), consensus: { parts: {}, confidence: 0.95, isCappedWithoutGold: false } },
  );
  const label = (place: number): Label[] => [{ kind: 'CHOICE', field: 'breed', option: options[place]! }];
  const tasks = Array.from({ length: votes.tasks }, (_, task) => ({
    task,
    answers: [...votes.task.keys()]
      .filter((vote) => votes.task[vote] === task)
      .map((vote) => ({ id: `s${vote}`, memberId: `m${votes.worker[vote]}`, labels: label(votes.label[vote]!) })),
  }));
  return { votes, truth, parts, part: parts[0]!, label, tasks };
}

describe('an estimate over all settled tasks', () => {
  it('is the aggregation of the same votes, and a new answer is then judged by it', async () => {
    const { votes, truth, parts, part, tasks } = await project();
    const table = new EstimateTable(parts);
    for (const { answers } of tasks) table.add(answers, null);
    const [choice] = table.choices(new Map());
    const aggregation = pooledDawidSkene(choice!.votes, { gold: choice!.gold });
    expect(aggregation.labels).toEqual(pooledDawidSkene(votes).labels);
    table.learnFrom(part, aggregation);
    const known = table.finish();
    const right = tasks.filter(({ task, answers }) => {
      const { labels } = consensusOfTask(answers, parts, evidenceOf(parts, answers, known));
      return labels[0]?.kind === 'CHOICE' && labels[0].option === `breed-${truth[task]}`;
    });
    // Section 1.3 of the published runs has .8401 for pooled Dawid-Skene on this set.
    expect(right.length / tasks.length).toBeGreaterThan(0.83);
    expect(known.get(part.key)!.classCounts.reduce((sum, count) => sum + count, 0)).toBeCloseTo(807, 6);
  });

  it('holds gold and what judges decided, and counts the gold', async () => {
    const { truth, parts, part, label, tasks } = await project();
    const table = new EstimateTable(parts);
    for (const { task, answers } of tasks)
      table.add(answers, task < 60 ? { kind: 'CERTAIN', labels: label(truth[task]!), isGold: task < 40 } : null);
    const [choice] = table.choices(new Map());
    expect([...choice!.gold.subarray(0, 61)]).toEqual([...truth.subarray(0, 60), -1]);
    table.learnFrom(part, pooledDawidSkene(choice!.votes, { gold: choice!.gold }));
    expect(table.finish().get(part.key)!.gold).toBe(40);
  });

  it('begins where the last one ended: fewer passes', async () => {
    const { parts, part, tasks } = await project();
    const once = (before: Known) => {
      const table = new EstimateTable(parts);
      for (const { answers } of tasks) table.add(answers, null);
      const [{ votes, start }] = table.choices(before) as [ReturnType<typeof table.choices>[number]];
      const aggregation = pooledDawidSkene(votes, before.size > 0 ? { start } : {});
      table.learnFrom(part, aggregation);
      return { passes: aggregation.iterations, known: table.finish() };
    };
    const cold = once(new Map());
    const warm = once(cold.known);
    expect(warm.passes).toBeLessThan(cold.passes);
  });
});
