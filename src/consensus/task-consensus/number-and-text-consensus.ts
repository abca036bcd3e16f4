import type { Label } from '../../labels/index.js';
import { mean, median, trimmedMean } from '../aggregation/numeric.js';
import { normalisedDistance, normalisedEditDistance } from '../text/edit-distance.js';
import { composeTranscript } from '../text/rover.js';
import { wordsOf } from '../text/word-error.js';
import type { CountedAnswer, Part, PartConsensus, PartEvidence } from './task-consensus.types.js';

interface Answered {
  labels: Label[];
  consensus: PartConsensus;
}

/**
 * One number out of several. Agreement: the share of the answers within `tolerance` of it (`ratio`: within that share of
 * it). When more left the field empty than filled it, it stays empty, and agreement is the share of those.
 */
export function numberConsensus(part: Part, answers: readonly CountedAnswer[], evidence: PartEvidence): Answered {
  const given = answers.flatMap(({ id, labels }) => {
    const label = labels.find((one) => one.kind === 'NUMBER' && one.field === part.name);
    return label?.kind === 'NUMBER' ? [{ value: label.value, variance: evidence.answers[id]?.[0] ?? 1 }] : [];
  });
  return fieldConsensus(part, answers.length, given, () => {
    const values = given.map(({ value }) => value);
    const value = numberOf(part.method, given, values);
    const reach = part.metric === 'ratio' ? part.tolerance * Math.abs(value) : part.tolerance;
    const near = values.map((one) => (Math.abs(one - value) <= reach + 1e-12 * Math.abs(value) ? 1 : 0));
    return { label: { kind: 'NUMBER', field: part.name, value }, near };
  });
}

/**
 * One text out of several: the answer that is nearest to all others (of equal ones the first), or one that ROVER composes.
 * Agreement: the mean likeness of the answers to it, 1 − edit distance over the longer, in characters or words. Many long
 * texts are compared more coarsely than the part says (`affordable`).
 */
export function textConsensus(part: Part, answers: readonly CountedAnswer[]): Answered {
  const given = answers.flatMap(({ labels }) => {
    const label = labels.find((one) => one.kind === 'TEXT' && one.field === part.name);
    return label?.kind === 'TEXT' ? [label.text] : [];
  });
  return fieldConsensus(part, answers.length, given, () => {
    const alike = likenessOf(affordable(part.metric, given));
    const text =
      part.method === 'rover'
        ? composeTranscript(given.map((one) => ({ words: wordsOf(one) }))).words.join(' ')
        : medoidOf(given, alike);
    return { label: { kind: 'TEXT', field: part.name, text }, near: given.map((one) => alike(one, text)) };
  });
}

function fieldConsensus(
  part: Part,
  answers: number,
  given: readonly unknown[],
  put: () => { label: Label; near: number[] },
): Answered {
  const isEmpty = given.length * 2 < answers || given.length === 0;
  const { label, near } = isEmpty
    ? { label: undefined, near: new Array<number>(answers - given.length).fill(1) }
    : put();
  const agreement = answers === 0 ? 1 : near.reduce((sum, one) => sum + one, 0) / answers;
  return {
    labels: label ? [label] : [],
    consensus: {
      part: part.name,
      kind: part.kind,
      method: part.method,
      metric: part.metric,
      confidence: null,
      agreement,
      isSure: agreement >= part.agreement,
    },
  };
}

function numberOf(method: string, given: readonly { value: number; variance: number }[], values: number[]): number {
  switch (method) {
    case 'mean':
      return mean(values);
    case 'trimmed-mean':
      // A fifth off either end: of five answers the lowest and the highest.
      return trimmedMean(values, 0.2);
    case 'inverse-variance': {
      const weights = given.reduce((sum, { variance }) => sum + 1 / variance, 0);
      return given.reduce((sum, { value, variance }) => sum + value / variance, 0) / weights;
    }
    default:
      return median(values);
  }
}

function likenessOf(metric: string): (left: string, right: string) => number {
  switch (metric) {
    case 'exact':
      return (left, right) => (left === right ? 1 : 0);
    case 'words':
      return (left, right) => 1 - normalisedDistance(wordsOf(left), wordsOf(right));
    default:
      return (left, right) => 1 - normalisedEditDistance(left, right);
  }
}

function medoidOf(texts: readonly string[], alike: (left: string, right: string) => number): string {
  const totals = texts.map(() => 0);
  for (const [right, one] of texts.entries())
    for (const [left, other] of texts.slice(0, right).entries()) {
      const near = alike(one, other);
      totals[right]! += near;
      totals[left]! += near;
    }
  const most = Math.max(...totals);
  return texts[totals.findIndex((total) => total >= most - 1e-12)]!;
}

/**
 * How many steps of the edit distance a task may take: some seconds of a decision that others wait for. Beyond, words are
 * compared instead of characters, and beyond that whether texts are the same.
 */
const MOST_STEPS = 3e8;

function affordable(metric: string, texts: readonly string[]): string {
  const stepsBy = (lengths: number[]) =>
    lengths.reduce(
      (sum, one, right) => sum + lengths.slice(0, right).reduce((inner, other) => inner + one * other, 0),
      0,
    );
  if (metric === 'characters' && stepsBy(texts.map(({ length }) => length)) <= MOST_STEPS) return metric;
  if (metric === 'exact' || stepsBy(texts.map((text) => wordsOf(text).length)) > MOST_STEPS) return 'exact';
  return 'words';
}
