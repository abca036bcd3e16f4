import type { Stage } from './task.rules.js';

/** What the floor calls the work of a stage. Codes stay in fields; a sentence that people read takes its word from here. */
export const stageWords: Record<Stage, string> = {
  ANNOTATE: 'annotation',
  REWORK: 'rework',
  ADJUDICATE: 'adjudication',
  REVIEW: 'review',
  REREVIEW: 'second review',
  AUDIT: 'audit',
  DISPUTE: 'dispute',
};

/** Where a sentence begins with it. */
export const stageFirst = (stage: Stage): string =>
  stageWords[stage].charAt(0).toUpperCase() + stageWords[stage].slice(1);

export const stagesListed = (stages: readonly Stage[]): string => stages.map((stage) => stageWords[stage]).join(', ');
