import { describe, expect, it } from '@jest/globals';
import { stages, type Stage } from '../task.rules.js';
import { type Gap, Gaps, gapSentence } from './gap.rules.js';
import { candidatesOf, explainProject, summaryOf } from './next-task.rules.js';
import type { CandidateRow, ExplainedLane } from './explanations.store.js';
import { placeSentence } from './order.rules.js';
import {
  type OpeningExplanation,
  standingSentence,
  type TakenSeat,
  type TaskFacts,
  waitOf,
} from './task-standing.rules.js';

const at = new Date('2026-03-02T09:30:00Z');
const code = /[A-Z]{2,}/;
const person = { id: 'p', name: 'Ann', roles: ['ANNOTATOR', 'REVIEWER'], isActive: true };
const seen = {
  memberId: 'p',
  memberName: 'Ann',
  roles: person.roles,
  isReservedForOther: false,
  isFit: false,
} as const;
const open = { TEAM: true, BATCH_OPEN: true, NOT_PAUSED: true, NOT_ON_BREAK: true, IN_SHIFT: true, GUIDELINES_READ: true, SKILLED: true, QUALIFIED: true, UNDER_CAP: true }; // prettier-ignore

const task: TaskFacts = {
  id: 't',
  externalKey: 'scan-17',
  state: 'OPEN',
  stateAt: at,
  projectId: 'j',
  projectName: 'Lungs',
  batchId: 'b',
  batchName: 'March',
  batchState: 'OPEN',
  prelabelWaitUntil: null,
  prelabelNote: null,
};
const lane = (stage: Stage): ExplainedLane =>
  ({ laneId: 'l', projectId: 'j', projectName: 'Lungs', batchId: 'b', batchName: 'March', batchState: 'OPEN', stage, kind: 'FRESH', priority: 0, turns: 0, share: 1, deadlineAt: null, batchCreatedAt: at, tasks: 1, seats: 1, reservedForOthers: 0, passes: { ...open, STAGE: true } }); // prettier-ignore
const opening = (stage: Stage, mayTake: number): OpeningExplanation =>
  ({ stage, kind: 'FRESH', seats: 1, slotId: null, forMemberId: null, forMemberName: null, notMemberId: null, isPushed: false, total: 1, mayTake, filters: [], people: [], isMore: false }); // prettier-ignore
const taken = (stage: Stage, isOver: boolean): TakenSeat =>
  ({ assignmentId: 'a', stage, ordinal: 2, state: 'ACTIVE', memberId: 'p', memberName: 'Ann', claimedAt: at, leaseExpiresAt: at, isOver, closedAt: null }); // prettier-ignore

/** Every sentence of the explanations that names a stage. */
function sentencesOf(stage: Stage): string[] {
  const gaps: Pick<Gap, 'detail' | 'stage'>[] = [
    { stage, detail: { kind: 'SKILL', skill: 'chest', needed: 3, held: 2, expiredAt: null } },
    { stage, detail: { kind: 'QUALIFICATION', expiredAt: null } },
    { stage, detail: { kind: 'QUALIFICATION', expiredAt: at } },
  ];
  const row: CandidateRow = { taskId: 't', externalKey: 'scan', groupKey: null, laneId: 'l', projectId: 'j', stage, isWalked: true, isPushed: false }; // prettier-ignore
  const question = { task, opening: opening(stage, 0), gaps: new Gaps([]), last: undefined };
  const hold = { memberId: 'p', stage, reason: null };
  const kept = { ...lane(stage), passes: { ...open, STAGE: false } };
  const project = { id: 'j', name: 'Lungs', hasOpenBatch: true };
  const asked = { project, person, lanes: [kept], rows: undefined, gaps: new Gaps([]), isCandidate: false };
  const candidates = candidatesOf([row], [lane(stage)], ['j']);
  return [
    ...gaps.map(gapSentence),
    placeSentence('STAGE', row, lane(stage)),
    ...explainProject(asked).filters.flatMap(({ message }) => message ?? []),
    summaryOf({ person, stages: [stage], held: [], candidates, isSearchUnfinished: false, projects: [] }),
    standingSentence({ ...seen, passes: open, part: null }, 'STAGE', question),
    standingSentence({ ...seen, passes: open, part: 'AUTHOR' }, 'FITTING', { ...question, last: { ...hold, state: 'ACTIVE' } }), // prettier-ignore
    standingSentence({ ...seen, passes: open, part: 'JUDGE' }, 'FITTING', { ...question, last: { ...hold, state: 'SUBMITTED' } }), // prettier-ignore
    ...[true, false].map((isOver) => waitOf(task, [taken(stage, isOver)], [opening(stage, 1)], 0).summary),
  ].map((sentence) => sentence.replace(/\bUTC\b/, ''));
}

describe('a stage in a sentence', () => {
  it.each(stages)('is said in a word of the floor: %s', (stage) => {
    const sentences = sentencesOf(stage);
    expect(sentences).toHaveLength(11);
    expect(sentences.filter((sentence) => code.test(sentence))).toEqual([]);
  });

  it('reads as English', () => {
    expect(sentencesOf('REVIEW')).toEqual([
      'Review needs chest at level 3: held at 2.',
      'No qualification for review.',
      'The qualification for review ended on 2026-03-02.',
      'Review goes before the stages that come after it in “March”.',
      'Not of a stage that they pull or that was asked for: review. Their roles pull annotation, rework, adjudication, review, second review, audit, dispute.',
      'Ann would get scan (review) of “March” in “Lungs”. The next of “March” from where they were.',
      'Review is for reviewers.',
      'They hold a seat of it (review).',
      'They judged it (review).',
      'A seat of review is free: 1 person may take it. The lease of Ann on seat 2 of review ended at 2026-03-02 09:30 : the seat comes back within seconds, unless they answer first.',
      'A seat of review is free: 1 person may take it. Ann holds seat 2 of review until 2026-03-02 09:30 .',
    ]);
  });

  it('and a state that waits for a decision likewise', () =>
    expect(waitOf({ ...task, state: 'REVIEWING' }, [], [], 0).summary).toBe(
      'In review since 2026-03-02 09:30 UTC: what comes next is being decided.',
    ));
});
