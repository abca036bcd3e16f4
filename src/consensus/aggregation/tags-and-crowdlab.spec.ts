import { describe, expect, it } from '@jest/globals';
import { crowdSet } from '../../../test/factories/crowd-sets.js';
import { crowdlab } from './crowdlab.js';
import { digamma } from './digamma.js';
import { majorityVote } from './majority-vote.js';
import { pooledDawidSkene } from './pooled-dawid-skene.js';
import { accuracyOf } from './posteriors.js';
import { randomOf } from '../statistics/random.js';
import { aggregateTags, votesOnTag } from './tags.js';

describe('aggregateTags', () => {
  const answers = [
    { task: 0, worker: 0, tags: [0, 2] },
    { task: 0, worker: 1, tags: [0] },
    { task: 0, worker: 2, tags: [0, 2, 2] },
    { task: 1, worker: 0, tags: [] },
    { task: 1, worker: 1, tags: [1] },
  ];
  const size = { tasks: 2, workers: 3, tags: 3 };

  it('asks of each tag whether it holds; half is not enough', () => {
    const { chosen, posteriors, perTag } = aggregateTags(answers, size, majorityVote);
    expect(chosen).toEqual([[0, 2], []]);
    expect([...posteriors]).toEqual([1, 0, 2 / 3, 0, 0.5, 0]);
    expect(perTag).toHaveLength(3);
    expect([...votesOnTag(answers, 2, size).label]).toEqual([1, 0, 1, 0, 0]);
  });

  it('takes any method', () => {
    const { chosen } = aggregateTags(answers, size, pooledDawidSkene);
    expect(chosen[0]).toEqual([0, 2]);
  });
});

describe('crowdlab', () => {
  // Tasks of two classes by three people: the third is alone with a wrong answer twice.
  const votes = {
    task: Int32Array.of(0, 0, 0, 1, 1, 1, 2, 2, 2, 3),
    worker: Int32Array.of(0, 1, 2, 0, 1, 2, 0, 1, 2, 2),
    label: Uint16Array.of(0, 0, 1, 1, 1, 0, 1, 1, 1, 0),
    tasks: 4,
    workers: 3,
    classes: 2,
  };
  const model = Float64Array.of(0.9, 0.1, 0.2, 0.8, 0.4, 0.6, 0.1, 0.9);

  it('weighs people and model as the paper says', () => {
    const result = crowdlab(votes, model);
    // Shared tasks 0, 1, 2 have consensus 0, 1, 1: E = 1/3. Agreement with the others: 4/6, 4/6 and 2/6.
    expect(result.typicalAgreement).toBeCloseTo((2 / 3 + 2 / 3 + 1) / 3, 12);
    expect([...result.weights]).toEqual(
      [1e-6, 1e-6, 1e-6].map((weight, at) =>
        at < 2 ? expect.closeTo(Math.max(weight, 1 - (1 - 4 / 6) * 3), 6) : weight,
      ),
    );
    // The model is wrong nowhere on them.
    expect(result.modelWeight).toBeCloseTo(Math.sqrt(10 / 4), 12);
    expect([...result.labels]).toEqual([0, 1, 1, 1]); // of task 3 the model is surer than the poorest person
  });

  it('with a fair model it beats the vote where there are few labels', async () => {
    const { votes: all, gold } = await crowdSet('rte');
    // Three answers a task, and a model that is right four times in five without having seen them.
    const kept = [...all.task.keys()].filter((at) => at % 10 < 3);
    const few = {
      ...all,
      task: Int32Array.from(kept, (at) => all.task[at]!),
      worker: Int32Array.from(kept, (at) => all.worker[at]!),
      label: Uint16Array.from(kept, (at) => all.label[at]!),
    };
    const random = randomOf(1);
    const model = new Float64Array(few.tasks * 2);
    for (const [task, truth] of gold.entries()) {
      const says = random.next() < 0.8 ? truth : 1 - truth;
      model[task * 2 + says] = 0.8;
      model[task * 2 + 1 - says] = 0.2;
    }
    const accuracy = (posteriors: Float64Array) => accuracyOf(posteriors, 2, gold).accuracy!;
    const together = accuracy(crowdlab(few, model).posteriors);
    expect(together).toBeGreaterThan(accuracy(majorityVote(few).posteriors) + 0.02);
    expect(together).toBeGreaterThan(accuracy(model) + 0.02);
  });

  it('refuses a table of another size', () => {
    expect(() => crowdlab(votes, new Float64Array(3))).toThrow('model has 3 entries, not 4 × 2');
  });
});

it.each([
  [1, -0.5772156649015329],
  [0.5, -1.9635100260214235],
  [10, 2.251752589066721],
  [0.001, -1000.5755719318103],
  [1e6, 13.815510057964191],
])('digamma(%d) = %d', (x, value) => {
  expect(digamma(x)).toBeCloseTo(value, 9);
});
