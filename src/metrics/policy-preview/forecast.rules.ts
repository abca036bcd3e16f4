import { meanInterval, wilsonInterval } from '../../consensus/index.js';
import type { Outcome } from './replay.rules.js';

/** A figure with its 95 % interval, and from how many tasks. */
export interface Figure {
  value: number | null;
  low: number | null;
  high: number | null;
  n: number;
}

/** What a policy would have cost and given on the tasks that were answered. */
export interface PolicyForecast {
  tasks: number;
  answersPerTask: Figure;
  /** Shares of the tasks. */
  settledAtOnce: Figure;
  reviewed: Figure;
  escalated: Figure;
  /** Would have asked for more answers than there are: their cost is counted as one more, and may be higher. */
  wantsMore: Figure;
  /** Share of the gold tasks whose result is gold's, and how near results are to it. */
  right: Figure;
  nearness: Figure;
  /** For the tasks that are still to be done: what is known of one, times as many. */
  open: { tasks: number; answers: Figure; judgements: Figure; hours: Figure };
}

/** Shapes differ in the last pixel from gold that is as right: nearer than this is right. */
const RIGHT = 1 - 1e-9;

/** @param hoursPerAnswer active time; null when nobody measured it */
export function forecastOf(
  outcomes: readonly Outcome[],
  openTasks: number,
  hoursPerAnswer: number | null,
): PolicyForecast {
  const share = (isSo: (outcome: Outcome) => boolean) => shareOf(outcomes.filter(isSo).length, outcomes.length);
  const answersPerTask = meanOf(outcomes.map(({ answers }) => answers));
  const judged = share(({ end }) => end === 'REVIEWED' || end === 'ESCALATED');
  const scores = outcomes.flatMap(({ score }) => (score === null ? [] : [score]));
  const answers = times(answersPerTask, openTasks);
  return {
    tasks: outcomes.length,
    answersPerTask,
    settledAtOnce: share(({ end }) => end === 'SETTLED'),
    reviewed: share(({ end }) => end === 'REVIEWED'),
    escalated: share(({ end }) => end === 'ESCALATED'),
    wantsMore: share(({ end }) => end === 'WANTS_MORE'),
    right: shareOf(scores.filter((score) => score >= RIGHT).length, scores.length),
    nearness: meanOf(scores),
    open: {
      tasks: openTasks,
      answers,
      judgements: times(judged, openTasks),
      hours: hoursPerAnswer === null ? nothing(answers.n) : times(answers, hoursPerAnswer),
    },
  };
}

const nothing = (n: number): Figure => ({ value: null, low: null, high: null, n });

function shareOf(count: number, n: number): Figure {
  if (n === 0) return nothing(0);
  const [low, high] = wilsonInterval(count, n);
  return { value: count / n, low, high, n };
}

function meanOf(values: readonly number[]): Figure {
  if (values.length === 0) return nothing(0);
  const { mean, low, high } = meanInterval(values);
  return { value: mean, low, high, n: values.length };
}

const times = ({ value, low, high, n }: Figure, factor: number): Figure => ({
  value: value === null ? null : value * factor,
  low: low === null ? null : low * factor,
  high: high === null ? null : high * factor,
  n,
});
