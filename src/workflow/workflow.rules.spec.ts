import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { evidenceOf, lessonsOf, partsOf } from '../consensus/index.js';
import type { Label } from '../labels/index.js';
import { asPolicy, type PolicyInput } from '../projects/index.js';
import { drawOf } from '../platform/seeded-draw.js';
import { truthOf } from './lessons.service.js';
import { type Answer, decide, mappedAnswers, type Situation } from './workflow.rules.js';

const animal = (option: string): Label[] => [{ kind: 'CHOICE', field: 'animal', option }];
const answer = (ordinal: number, option: string, stage: Answer['stage'] = 'ANNOTATE'): Answer => ({
  id: `${stage}-${ordinal}`,
  stage,
  ordinal,
  memberId: `member-${ordinal}`,
  labels: animal(option),
});
const policy = (more: PolicyInput = {}) =>
  asPolicy({ overlap: 2, maximumOverlap: 3, agreement: { measure: 'SCORE', threshold: 0.9 }, ...more });
const situation = (more: Partial<Situation>): Situation => ({
  state: 'ANSWERED',
  externalKey: 'item-1',
  source: null,
  overlap: 2,
  answers: [],
  verdicts: [],
  ...more,
});

describe('what happens next', () => {
  it('one answer settles a task that wants one', () => {
    const { move, agreement } = decide(situation({ overlap: 1, answers: [answer(1, 'cat')] }), policy({ overlap: 1 }));
    expect(agreement).toBeNull();
    expect(move).toMatchObject({ move: 'SETTLE', method: 'SINGLE', labels: animal('cat') });
  });

  it('two that agree settle with the champion, the lowest ordinal', () => {
    const { move } = decide(situation({ answers: [answer(2, 'cat'), answer(1, 'cat')] }), policy());
    expect(move).toMatchObject({ move: 'SETTLE', method: 'CONSENSUS', submissionIds: ['ANNOTATE-1', 'ANNOTATE-2'] });
  });

  it('two that differ ask for exactly one more, then escalate at the maximum', () => {
    const answers = [answer(1, 'cat'), answer(2, 'dog')];
    expect(decide(situation({ answers }), policy()).move).toEqual({ move: 'ASK_ONE_MORE' });
    expect(decide(situation({ answers: [...answers, answer(3, 'cat')], overlap: 3 }), policy()).move).toEqual({
      move: 'ESCALATE',
    });
  });

  it('does nothing while an answer is missing', () => {
    expect(decide(situation({ answers: [answer(1, 'cat')] }), policy()).move).toBeNull();
    expect(
      decide(situation({ state: 'ADJUDICATING', answers: [answer(1, 'cat'), answer(2, 'dog')] }), policy()).move,
    ).toBeNull();
    expect(
      decide(situation({ state: 'REVIEWING', answers: [answer(1, 'cat'), answer(2, 'cat')] }), policy()).move,
    ).toBeNull();
    expect(
      decide(situation({ state: 'REWORKING', answers: [answer(1, 'cat'), answer(2, 'cat')] }), policy()).move,
    ).toBeNull();
  });

  it('a rejected answer goes back to its author twice, then to somebody else', () => {
    const answers = [answer(1, 'cat'), answer(2, 'cat')];
    const reject = (submissionId: string) => ({
      id: `v-${submissionId}`,
      submissionId,
      decision: 'REJECT' as const,
      labels: null,
    });
    const first = decide(situation({ state: 'REVIEWING', answers, verdicts: [reject('ANNOTATE-1')] }), policy());
    expect(first.move).toMatchObject({ move: 'REWORK', forMemberId: 'member-1' });
    const reworked = [...answers, answer(1, 'cat', 'REWORK'), answer(2, 'cat', 'REWORK')];
    const verdicts = ['ANNOTATE-1', 'REWORK-1', 'REWORK-2'].map(reject);
    const third = decide(situation({ state: 'REVIEWING', answers: reworked, verdicts }), policy());
    expect(third.move).toMatchObject({ move: 'REWORK', notMemberId: 'member-2' });
    expect(third.move).not.toHaveProperty('forMemberId');
  });

  it('a fixed answer settles with the corrected labels', () => {
    const verdicts = [{ id: 'v', submissionId: 'ANNOTATE-1', decision: 'FIX' as const, labels: animal('dog') }];
    expect(
      decide(situation({ state: 'REVIEWING', answers: [answer(1, 'cat'), answer(2, 'cat')], verdicts }), policy()).move,
    ).toMatchObject({
      move: 'SETTLE',
      method: 'FIXED',
      labels: animal('dog'),
      verdictIds: ['v'],
    });
  });

  it('with a rule of consensus a skip that counts is neither heard nor reviewed', () => {
    const schema = { classes: [{ name: 'blurred', kind: 'TAG' as const }], fields: [] };
    const consensual = policy({ maximumOverlap: 4, consensus: { confidence: 0.8 }, review: [{ rate: 1, seed: 's' }] });
    const parts = partsOf(schema, { ...consensual, consensus: consensual.consensus! });
    const empty = (ordinal: number, isSkip: boolean): Answer => ({ ...answer(ordinal, 'cat'), isSkip, labels: [] });
    const at = (answers: Answer[]) => {
      const asking = { parts, evidence: evidenceOf(parts, mappedAnswers(answers, consensual), new Map()) };
      return decide(situation({ overlap: answers.length, answers }), consensual, asking).move;
    };
    expect(at([empty(1, true), empty(2, false), empty(3, false)])).toMatchObject({
      move: 'REVIEW',
      subject: { ordinal: 2 },
    });
    expect(at([empty(1, true), empty(2, true)])).toEqual({ move: 'ASK_ONE_MORE' });
  });

  it('is the same whatever the order of the answers', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('cat', 'dog'), { minLength: 2, maxLength: 4 }),
        fc.integer(),
        (options, turn) => {
          const answers = options.map((option, index) => answer(index + 1, option));
          const turned = answers.map((_, index) => answers[(index + Math.abs(turn)) % answers.length]!);
          const at = (list: Answer[]) =>
            decide(situation({ overlap: options.length, answers: list }), policy({ maximumOverlap: 9 }));
          expect(at(turned)).toEqual(at(answers));
        },
      ),
    );
  });
});

describe('the seeded sample', () => {
  it('is the same for the same seed and key, and close to its rate over many keys', () => {
    expect(drawOf('seed', 'a')).toBe(drawOf('seed', 'a'));
    const drawn = Array.from({ length: 20_000 }, (_, index) => drawOf('seed', `item-${index}`)).filter(
      (draw) => draw < 0.05,
    ).length;
    expect(drawn / 20_000).toBeGreaterThan(0.045);
    expect(drawn / 20_000).toBeLessThan(0.055);
  });

  it('rate 0 reviews nothing, rate 1 everything', () => {
    const answers = [answer(1, 'cat'), answer(2, 'cat')];
    expect(decide(situation({ answers }), policy({ review: [{ rate: 0, seed: 's' }] })).move).toMatchObject({
      move: 'SETTLE',
    });
    expect(decide(situation({ answers }), policy({ review: [{ rate: 1, seed: 's' }] })).move).toMatchObject({
      move: 'REVIEW',
    });
  });
});

describe('class maps', () => {
  const schema = {
    classes: (['Lung', 'Left', 'Right'] as const).map((name) => ({ name, kind: 'BOX' as const })),
    fields: [],
  };
  const mapped = policy({
    agreement: { classMap: { Left: 'Lung', Right: 'Lung' } },
    consensus: { confidence: 0.9 },
  });
  const box = (name: string, x: number): Label => ({ kind: 'BOX', class: name, x, y: 0, width: 10, height: 10 });

  it('hold for what is certain as for what was answered, and leave no question of their own', () => {
    const parts = partsOf(schema, { ...mapped, consensus: mapped.consensus! });
    expect(parts.map(({ name }) => name)).toEqual(['Lung']);
    const sided = [box('Left', 0), box('Right', 50)];
    const settled = { method: 'ADJUDICATED', labels: sided, parts: null, evidence: null, verdict_ids: [] };
    const truth = truthOf(settled, undefined, mapped)!;
    const heard = mappedAnswers([{ ...answer(1, 'cat'), labels: [box('Lung', 0), box('Lung', 50)] }], mapped);
    const [lesson] = lessonsOf(parts, heard, truth);
    expect(lesson!.byMember.get('member-1')).toEqual([0, 0, 0, 2]);
    expect(lessonsOf(parts, heard, truthOf(settled, sided, mapped)!)[0]!.byMember).toEqual(lesson!.byMember);
  });
});
