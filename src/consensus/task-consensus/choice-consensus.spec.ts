import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Label } from '../../labels/index.js';
import { asPolicy, type PartRule } from '../../projects/index.js';
import { taskPosterior } from '../aggregation/task-posterior.js';
import { WorkerRecord } from '../aggregation/worker-record.js';
import { evidenceOf, type Known } from './known-errors.js';
import { asLessons, classLessonOf, forgetClasses, learn, lessonsOf, withoutClasses } from './learning.js';
import { partsOf } from './parts.js';
import { consensusOfTask } from './task-consensus.js';
import type { CountedAnswer, Part } from './task-consensus.types.js';

const options = ['cat', 'dog', 'fox', 'owl'];
const partOf = (rule: PartRule = {}, classes = 4, required = true): Part =>
  partsOf(
    { classes: [], fields: [{ name: 'animal', kind: 'CHOICE', required, options: options.slice(0, classes) }] },
    { ...asPolicy({}), consensus: { parts: { animal: rule }, confidence: 0.95, isCappedWithoutGold: false } },
  )[0]!;
const choice = (option: string): Label[] => [{ kind: 'CHOICE', field: 'animal', option }];
const answers = (...said: (string | null)[]): CountedAnswer[] =>
  said.map((option, place) => ({ id: `s${place}`, memberId: `m${place}`, labels: option ? choice(option) : [] }));

/** People of known accuracy, and every class as likely. */
function withAccuracies(part: Part, given: CountedAnswer[], accuracies: number[]) {
  const classes = part.options.length;
  const said = given.map(({ labels }) => options.indexOf(labels[0]!.kind === 'CHOICE' ? labels[0]!.option : ''));
  const likelihoods = given.map((_, place) =>
    Array.from({ length: classes }, (_, truth) =>
      truth === said[place] ? accuracies[place]! : (1 - accuracies[place]!) / (classes - 1),
    ),
  );
  return consensusOfTask(given, [part], {
    [part.key]: {
      prior: new Array<number>(classes).fill(1 / classes),
      answers: Object.fromEntries(given.map(({ id }, place) => [id, likelihoods[place]!])),
      gold: 0,
    },
  });
}

describe('the consensus of a choice', () => {
  it.each([
    [2, ['cat', 'cat'], [0.8, 0.8], 0.941176],
    [2, ['cat', 'cat', 'dog'], [0.8, 0.8, 0.7], 0.872727],
    [4, ['cat', 'cat'], [0.7, 0.7], 0.942308],
    [4, ['cat', 'dog'], [0.9, 0.6], 0.80597],
  ])('of %i classes, %j by accuracies %j has the posterior %f', (classes, said, accuracies, posterior) => {
    const { labels, confidence } = withAccuracies(partOf({}, classes), answers(...said), accuracies);
    expect(labels).toEqual(choice('cat'));
    expect(confidence).toBeCloseTo(posterior, 6);
  });

  it('of people whom nobody knows yet asks for a third, and then is sure', () => {
    const part = partOf({}, 2);
    const at = (...said: string[]) =>
      consensusOfTask(answers(...said), [part], evidenceOf([part], answers(...said), new Map()));
    expect(at('cat', 'cat')).toMatchObject({ isSure: false, parts: [{ agreement: 1 }] });
    expect(at('cat', 'cat').confidence).toBeCloseTo(0.9, 9); // .75² : .25²
    expect(at('cat', 'cat', 'cat')).toMatchObject({ isSure: true, labels: choice('cat') });
  });

  it('counts an answer that was left empty as one, where it may be', () => {
    const part = partOf({}, 4, false);
    const given = answers(null, null, 'cat');
    const { labels, parts } = consensusOfTask(given, [part], evidenceOf([part], given, new Map()));
    expect(labels).toEqual([]);
    expect(parts[0]!.posterior![0]).toMatchObject({ label: null });
    const asked = partOf({}, 4, true);
    expect(consensusOfTask(given, [asked], evidenceOf([asked], given, new Map())).labels).toEqual(choice('cat'));
  });

  it('weighs votes by the method, and an ordinal scale has a middle', () => {
    const given = answers('cat', 'cat', 'owl', 'owl', 'fox');
    const voted = partOf({ method: 'majority-vote' });
    const { parts } = consensusOfTask(given, [voted], evidenceOf([voted], given, new Map()));
    expect(parts[0]!.posterior).toEqual([
      { label: 'cat', probability: 0.4 },
      { label: 'owl', probability: 0.4 },
      { label: 'fox', probability: 0.2 },
    ]);
    const ordinal = partOf({ method: 'majority-vote', metric: 'ordinal' });
    expect(consensusOfTask(given, [ordinal], evidenceOf([ordinal], given, new Map())).labels).toEqual(choice('fox'));
  });

  it('has no place for an empty answer on an ordinal scale: it wins only where it is the likeliest', () => {
    const part = partOf({ method: 'majority-vote', metric: 'ordinal' }, 4, false);
    const of = (...said: (string | null)[]) =>
      consensusOfTask(answers(...said), [part], evidenceOf([part], answers(...said), new Map())).labels;
    expect(of('cat', 'cat', 'dog', null)).toEqual(choice('cat'));
    expect(of('cat', 'cat', 'owl', 'owl', 'owl', null, null)).toEqual(choice('owl'));
    expect(of('cat', null, null)).toEqual([]);
  });

  it('finds a task harder, with GLAD, the more good people differ on it', () => {
    const part = partOf({ method: 'glad' }, 2);
    const difficulty = (...said: string[]) =>
      withAccuracies(
        part,
        answers(...said),
        said.map(() => 0.85),
      ).parts[0]!.difficulty!;
    expect(difficulty('cat', 'cat', 'cat', 'cat')).toBeLessThan(1 / Math.E);
    expect(difficulty('cat', 'cat', 'dog', 'dog')).toBeGreaterThan(1 / Math.E);
    expect(difficulty('cat', 'cat', 'cat', 'dog')).toBeLessThan(difficulty('cat', 'cat', 'dog', 'dog'));
    const known = withAccuracies(part, answers('cat', 'cat', 'dog'), [0.9, 0.9, 0.6]);
    expect(known.labels).toEqual(choice('cat'));
  });

  it('claims no more than the rule of succession allows, where a policy wants gold first', () => {
    const part = { ...partOf({}, 2), isCappedWithoutGold: true };
    const given = answers('cat', 'cat', 'cat', 'cat');
    const evidence = evidenceOf([part], given, new Map());
    expect(consensusOfTask(given, [part], evidence).confidence).toBe(0.5);
    evidence[part.key]!.gold = 18;
    expect(consensusOfTask(given, [part], evidence).confidence).toBeCloseTo(19 / 20, 12);
  });

  it('is that of the record of workers, which the published savings were measured with', () => {
    const part = partOf({}, 3);
    const tasks = fc.array(fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 4 }), { maxLength: 12 });
    fc.assert(
      fc.property(tasks, (given) => {
        const known: Known = new Map();
        const record = new WorkerRecord(4, 3);
        for (const said of given) {
          const heard = answers(...said.map((place) => options[place]!));
          const evidence = evidenceOf([part], heard, known);
          const posterior = taskPosterior(
            said.map((label, worker) => ({ label, errors: record.matrix(worker) })),
            record.classPrior(),
          );
          const { labels, parts } = consensusOfTask(heard, [part], evidence);
          const claimed = new Map(parts[0]!.posterior!.map((one) => [one.label, one.probability]));
          for (const [place, share] of posterior.entries())
            if (share > 2e-6) expect(claimed.get(options[place]!)).toBeCloseTo(share, 9);
          record.learn(
            posterior,
            said.map((label, worker) => ({ worker, label })),
          );
          learn(known, lessonsOf([part], heard, { kind: 'BELIEVED', labels, parts, evidence }));
        }
      }),
    );
  });
});

describe('how common the classes are', () => {
  const part = partOf({}, 2);
  /** Who says cat is always right; who says dog is right two times in three. */
  const judged = [['cat', 'cat', 60], ['dog', 'dog', 40], ['cat', 'dog', 20]] as const; // prettier-ignore
  const knowing = (): Known => {
    const known: Known = new Map();
    for (const [truth, said, times] of judged)
      for (let time = 0; time < times; time++)
        learn(known, lessonsOf([part], answers(said), { kind: 'CERTAIN', labels: choice(truth), isGold: true }));
    known.get(part.key)!.classCounts = [0, 0];
    return known;
  };
  /** 300 tasks, answered once, as judged; those that are sure settle, the others wait for a second answer. */
  const priorAfter = (looksEarly: boolean): number => {
    const known = knowing();
    for (let task = 0; task < 300; task++) {
      const heard = answers(task % 2 === 0 ? 'cat' : 'dog');
      const evidence = evidenceOf([part], heard, known);
      const { labels, parts, isSure } = consensusOfTask(heard, [part], evidence);
      const truth = { kind: 'BELIEVED' as const, labels, parts, evidence };
      if (isSure) learn(known, lessonsOf([part], heard, truth));
      else if (looksEarly) learn(known, asLessons(classLessonOf([part], heard, truth)));
    }
    return evidenceOf([part], [], known)[part.key]!.prior[0]!;
  };

  it('is learnt from tasks that wait as well: what is sure first would else seem to be all there is', () => {
    // Half are sure cats, and up to a third of the others.
    expect(priorAfter(true)).toBeGreaterThan(0.5);
    expect(priorAfter(true)).toBeLessThan(0.67);
    expect(priorAfter(false)).toBeGreaterThan(0.9);
  });

  it('is not learnt from a task for the task itself', () => {
    const known = knowing();
    const heard = answers('dog');
    const before = evidenceOf([part], heard, known);
    const { labels, parts } = consensusOfTask(heard, [part], before);
    const counted = classLessonOf([part], heard, { kind: 'BELIEVED', labels, parts, evidence: before });
    learn(known, asLessons(counted));
    expect(evidenceOf([part], heard, known)).not.toEqual(before);
    forgetClasses(known, counted);
    expect(evidenceOf([part], heard, known)).toEqual(before);
    expect(() => forgetClasses(known, { 'field/gone': [1] })).not.toThrow();
  });

  it('is counted once a task: at the first look, and not again when it settles', () => {
    const heard = answers('dog');
    const evidence = evidenceOf([part], heard, new Map());
    const { labels, parts } = consensusOfTask(heard, [part], evidence);
    const counted = classLessonOf([part], heard, { kind: 'BELIEVED', labels, parts, evidence });
    const known: Known = new Map();
    learn(known, asLessons(counted));
    const settled = lessonsOf([part], heard, { kind: 'CERTAIN', labels: choice('dog'), isGold: false });
    learn(known, withoutClasses(settled, counted));
    expect(known.get(part.key)!.classCounts.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 12);
    expect(known.get(part.key)!.byMember.get('m0')).toEqual([0, 0, 0, 1]);
  });
});
