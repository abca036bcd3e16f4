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
 * Agreement: the mean likeness of the answers to it, 1 − edit distance over the longer, in characters or words.
 */
export function textConsensus(part: Part, answers: readonly CountedAnswer[]): Answered {
  const given = answers.flatMap(({ labels }) => {
    const label = labels.find((one) => one.kind === 'TEXT' && one.field === part.name);
    return label?.kind === 'TEXT' ? [label.text] : [];
  });
  return fieldConsensus(part, answers.length, given, () => {
    const alike = likenessOf(part.metric);
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
      return trimmedMean(values);
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
  const totals = texts.map((one) => texts.reduce((sum, other) => sum + alike(one, other), 0));
  const most = Math.max(...totals);
  return texts[totals.findIndex((total) => total >= most - 1e-12)]!;
}
