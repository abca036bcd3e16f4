import { describe, expect, it } from '@jest/globals';
import { evidenceOf, partsOf } from '../../consensus/index.js';
import type { Label } from '../../labels/index.js';
import { asPolicy, type PolicyInput } from '../../projects/index.js';
import { type Answer, mappedAnswers } from '../workflow.rules.js';
import { proposalsOf, standingOf } from './recheck.rules.js';
import type { StandingTask, TaskAtRisk } from './recheck.types.js';

const animal = (option: string): Label[] => [{ kind: 'CHOICE', field: 'animal', option }];
/** Of member-1, member-2 and so on. */
const answersOf = (...options: string[]): Answer[] =>
  options.map((option, at) => ({
    id: `s-${at + 1}`,
    stage: 'ANNOTATE',
    ordinal: at + 1,
    memberId: `member-${at + 1}`,
    labels: animal(option),
  }));
const task = (answers: Answer[], more: Partial<TaskAtRisk> = {}): TaskAtRisk => ({
  taskId: 't',
  externalKey: 'item-1',
  batchId: 'b',
  batchState: 'OPEN',
  overlap: answers.length,
  method: answers.length > 1 ? 'CONSENSUS' : 'SINGLE',
  policyVersion: 1,
  evidence: null,
  answers,
  workId: 's-1',
  workStage: 'ANNOTATE',
  subjectId: null,
  at: new Date(0),
  isJudged: false,
  ...more,
});
const policy = (more: PolicyInput = {}) => asPolicy({ overlap: 2, maximumOverlap: 5, agreement: { threshold: 0.6 }, ...more }); // prettier-ignore
const standing = (one: TaskAtRisk, more?: PolicyInput) => standingOf(one, 'member-1', policy(more), null);

describe('what holds up a result besides one person’s answer', () => {
  it('is nothing where they were alone, or one of two', () => {
    expect(standing(task(answersOf('cat')), { overlap: 1 })).toBe('DECISIVE');
    expect(standing(task(answersOf('cat', 'cat')))).toBe('DECISIVE');
  });

  it('is the others, when two of them agree, also where the policy asks for three', () => {
    expect(standing(task(answersOf('cat', 'cat', 'cat')))).toBe('COVERED');
    expect(standing(task(answersOf('cat', 'cat', 'cat')), { overlap: 3 })).toBe('COVERED');
    // A review that would be drawn asks nothing of the others' agreement.
    expect(standing(task(answersOf('cat', 'cat', 'cat')), { review: [{ rate: 1, seed: 's' }] })).toBe('COVERED');
  });

  it('is not others who differ: then it was they who tipped it', () => {
    expect(standing(task(answersOf('cat', 'cat', 'dog')))).toBe('DECISIVE');
  });

  it('is whoever judged or adjudicated it; but an adjudicator’s own answer is their word alone', () => {
    expect(standing(task(answersOf('cat'), { isJudged: true }), { overlap: 1 })).toBe('JUDGED');
    expect(standing(task(answersOf('cat', 'dog'), { method: 'ADJUDICATED' }))).toBe('JUDGED');
    expect(standing(task(answersOf('cat', 'dog'), { method: 'ADJUDICATED', workStage: 'ADJUDICATE' }))).toBe('DECISIVE'); // prettier-ignore
  });

  it('is asked of the rule of consensus where one decided, with what was known then', () => {
    const schema = { classes: [], fields: [{ name: 'animal', kind: 'CHOICE' as const, options: ['cat', 'dog'] }] };
    const consensual = (confidence: number) => policy({ overlap: 1, consensus: { confidence } });
    const at = (confidence: number, ...options: string[]) => {
      const rule = consensual(confidence);
      const parts = partsOf(schema, { ...rule, consensus: rule.consensus! });
      const answers = answersOf(...options);
      const evidence = evidenceOf(parts, mappedAnswers(answers, rule), new Map());
      return standingOf(task(answers, { evidence }), 'member-1', rule, parts);
    };
    expect(at(0.6, 'cat', 'cat', 'cat', 'cat')).toBe('COVERED');
    expect(at(0.999, 'cat', 'cat', 'cat')).toBe('DECISIVE');
    expect(at(0.6, 'cat', 'cat', 'dog')).toBe('DECISIVE');
  });
});

describe('ways to look again', () => {
  const decisive = (more: Partial<StandingTask> = {}): StandingTask => ({ ...task(answersOf('cat', 'cat')), standing: 'DECISIVE', ...more }); // prettier-ignore

  it('come cheapest first, and find what is wrong at the rate of now', () => {
    const tasks = [
      decisive(),
      decisive(),
      decisive(),
      decisive({ standing: 'COVERED' }),
      decisive({ standing: 'JUDGED' }),
    ];
    const [first, second] = proposalsOf(tasks, 'AUTHOR', 0.5);
    expect(first).toMatchObject({ how: 'ASK_ONE_MORE', tasks: 3, labels: 3, expectedErrors: 1.5, isCheapest: true });
    expect(second).toMatchObject({ how: 'REQUEUE', tasks: 3, labels: 6, isCheapest: false });
    expect(first!.sentence).toBe(
      'Their answer goes, and one other person answers 3 tasks: 3 labels for about 2 wrong results, 2.0 for each. The cheapest way.',
    );
  });

  it('cost the whole overlap where an adjudicator’s answer goes', () => {
    const [first] = proposalsOf([decisive(), decisive({ workStage: 'ADJUDICATE' })], 'AUTHOR', 0.5);
    expect(first).toMatchObject({ how: 'ASK_ONE_MORE', tasks: 2, labels: 3 });
  });

  it('leave out batches that take no work back, and are none without decisive work', () => {
    expect(proposalsOf([decisive({ batchState: 'ACCEPTED' }), decisive({ standing: 'COVERED' })], 'AUTHOR', 0.5)).toEqual([]); // prettier-ignore
    expect(proposalsOf([decisive({ workStage: 'REVIEW' })], 'JUDGE', 0.8)).toMatchObject([{ how: 'REREVIEW', labels: 1, sentence: expect.stringContaining('hardly any') }]); // prettier-ignore
  });
});
