import { counted } from '../../platform/counted.rules.js';
import { breakSentence, type NextShift, nextShiftSentence, type OnBreak } from '../../workforce/index.js';
import { stageFirst, stageWords } from '../stage-words.rules.js';
import type { Stage } from '../task.rules.js';
import type { LaneFilter } from './explanation.rules.js';

/** What a person lacks in a project, or what stands in their way there; a stage when it is about one stage. */
export interface Gap {
  memberId: string;
  projectId: string;
  filter: LaneFilter;
  stage: Stage | null;
  /** caps of a batch */
  batchId: string | null;
  detail: GapDetail;
}

export type GapDetail =
  | { kind: 'PAUSE'; reason: string; by: string; since: Date; isEverywhere: boolean }
  | ({ kind: 'BREAK' } & OnBreak)
  | ({ kind: 'SHIFT' } & NextShift)
  | { kind: 'GUIDELINES'; version: number; read: number | null; questions: number | null }
  | { kind: 'SKILL'; skill: string; needed: number; held: number | null; expiredAt: Date | null }
  | { kind: 'QUALIFICATION'; expiredAt: Date | null; wayIn?: string }
  | { kind: 'CAP'; of: 'PROJECT' | 'DAY' | 'BATCH'; used: number; allowed: number; batch: string | null };

export const day = (date: Date): string => date.toISOString().slice(0, 10);
export const minute = (date: Date): string => `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;

export function gapSentence({ detail, stage }: Pick<Gap, 'detail' | 'stage'>): string {
  switch (detail.kind) {
    case 'PAUSE':
      return `Paused${detail.isEverywhere ? ' everywhere' : ''} by ${detail.by} since ${minute(detail.since)}: “${detail.reason}”`;
    case 'BREAK':
      return breakSentence(detail);
    case 'SHIFT':
      return nextShiftSentence(detail, 'LEAD');
    case 'GUIDELINES':
      if (detail.questions !== null) return quizSentence(detail.version, detail.questions);
      return `Version ${detail.version} of the guidelines is not acknowledged (${detail.read === null ? 'none is' : `the last was ${detail.read}`}).`;
    case 'SKILL': {
      const needs = `${stageFirst(stage!)} needs ${detail.skill} at level ${detail.needed}`;
      if (detail.held === null) return `${needs}: not held.`;
      if (detail.held < detail.needed) return `${needs}: held at ${detail.held}.`;
      return `${needs}: expired on ${day(detail.expiredAt!)}.`;
    }
    case 'QUALIFICATION':
      return [
        detail.expiredAt
          ? `The qualification for ${stageWords[stage!]} ended on ${day(detail.expiredAt)}.`
          : `No qualification for ${stageWords[stage!]}.`,
        detail.wayIn,
      ]
        .filter(Boolean)
        .join(' ');
    case 'CAP': {
      const used = `${detail.used} of ${counted(detail.allowed, 'answer')}`;
      const are = detail.allowed === 1 ? 'is' : 'are';
      if (detail.of === 'DAY') return `${used} today (UTC) ${are} used up.`;
      return detail.of === 'BATCH'
        ? `${used} in “${detail.batch}” ${are} used up.`
        : `${used} in this project ${are} used up.`;
    }
  }
}

const quizSentence = (version: number, questions: number): string =>
  questions === 1
    ? `Version ${version} of the guidelines is read; the question on what changed is not answered yet.`
    : `Version ${version} of the guidelines is read; the ${questions} questions on what changed are not answered yet.`;

/** The gaps of people, to be asked for by what is to be explained. */
export class Gaps {
  constructor(private readonly all: readonly Gap[]) {}

  /** The questions of the quiz that is open to a person who has read the guidelines; null when none is. */
  quizOf(memberId: string, projectId: string): number | null {
    const gap = this.all.find((one) => one.memberId === memberId && one.projectId === projectId && one.detail.kind === 'GUIDELINES'); // prettier-ignore
    return gap?.detail.kind === 'GUIDELINES' ? gap.detail.questions : null;
  }

  /** Sentences, each once. A gap without a stage or a batch is about all of them. */
  of(filter: LaneFilter, who: { memberId: string; projectId: string; stages: readonly Stage[]; batchIds: string[] }) {
    const gaps = this.all.filter(
      (gap) =>
        gap.filter === filter &&
        gap.memberId === who.memberId &&
        gap.projectId === who.projectId &&
        (gap.stage === null || who.stages.includes(gap.stage)) &&
        (gap.batchId === null || who.batchIds.includes(gap.batchId)),
    );
    return [...new Set(gaps.map(gapSentence))];
  }
}
