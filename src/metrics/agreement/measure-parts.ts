import {
  type Difference,
  krippendorffByDifference,
  krippendorffInterval,
  krippendorffNominal,
  measureAgreement,
  type MetricOf,
  normalisedEditDistance,
  percentAgreement,
  type ReliabilityTable,
  pairableLabels,
} from '../../consensus/index.js';
import type { Label } from '../../labels/index.js';
import type { Estimate, PartAgreement } from './agreement-report.js';
import type { AnswerPairs } from './answer-pairs.js';
import { meanOverPairs, ratedTable, type Rating, unitsWithPairs } from './rated-table.js';
import type { SchemaPart } from './schema-parts.js';

/** The answers to one task: whose, which labels, and their place among all answers (for `AnswerPairs`). */
export type AnsweredTask = readonly { by: string; labels: Label[]; place: number }[];

/** What agrees as a whole, as the project's policy says. */
export interface Threshold {
  measure: 'SCORE' | 'MIN_IOU';
  threshold: number;
}

/**
 * Pairs of answers compared for what chance gives, where shapes are dear: outlines of a thousand corners take a millisecond,
 * against a mask ten. With distances that differ by .2 around .6 so many tell chance to about a percent.
 */
const SHAPE_PAIRS = 1000;
const TEXT_PAIRS = 200_000;
/** Steps of the edit distance that may be spent on chance: some ten seconds. */
const TEXT_WORK = 2e9;

export function measurePart(part: SchemaPart, tasks: readonly AnsweredTask[], pairs: AnswerPairs): PartAgreement {
  switch (part.kind) {
    case 'CHOICE':
      // Left open is an answer, too: the person saw the question.
      return nominal(
        part,
        ratings(tasks, (labels) => fieldOf(labels, 'CHOICE', part.name)?.option ?? null),
      );
    case 'TAG':
      return nominal(part, ratings(tasks, (labels) => labels.some((one) => one.kind === 'TAG' && one.class === part.name))); // prettier-ignore
    case 'NUMBER':
      return numbers(part, tasks);
    case 'TEXT':
      return texts(
        part,
        ratings(tasks, (labels) => fieldOf(labels, 'TEXT', part.name)?.text ?? ''),
      );
    case 'BOX':
    case 'POLYGON':
    case 'MASK':
    case 'SPAN':
      return shapes(part, tasks, pairs);
  }
}

/** The answer as a whole: 1 − score of the project's own comparison, and how many pairs agree by its threshold. */
export function measureWhole(
  tasks: readonly AnsweredTask[],
  pairs: AnswerPairs,
  { measure, threshold }: Threshold,
): PartAgreement {
  const { table, values } = ratedTable(tasks.map((answers) => answers.map(({ by, place }) => ({ by, value: place }))));
  const between = (a: number, b: number) => pairs.between(values[a]!, values[b]!);
  const agrees = (a: number, b: number) => {
    const { score, minIou } = between(a, b);
    return (measure === 'MIN_IOU' ? (minIou ?? score) : score) >= threshold ? 1 : 0;
  };
  return {
    ...sizes({ kind: null, name: null }, table),
    metric: 'ONE_MINUS_SCORE',
    alpha: estimate(
      table,
      byDifference((a, b) => 1 - between(a, b).score, SHAPE_PAIRS),
    ),
    percent: estimate(table, meanOverPairs(agrees)),
    meanIou: null,
  };
}

function nominal<Value>(part: SchemaPart, tasks: Rating<Value>[][]): PartAgreement {
  const { table } = ratedTable(tasks);
  return {
    ...sizes(part, table),
    metric: 'NOMINAL',
    alpha: estimate(table, krippendorffNominal()),
    percent: estimate(table, percentAgreement()),
    meanIou: null,
  };
}

function numbers(part: SchemaPart, tasks: readonly AnsweredTask[]): PartAgreement {
  const given = ratings(tasks, (labels) => fieldOf(labels, 'NUMBER', part.name)?.value ?? null);
  // No number is no place on the scale, so it is missing.
  const filled = given.map((task) => task.flatMap(({ by, value }) => (value === null ? [] : [{ by, value }])));
  const { table, values } = ratedTable(filled);
  return {
    ...sizes(part, table),
    metric: 'INTERVAL',
    alpha: estimate(table, krippendorffInterval(values)),
    percent: estimate(table, percentAgreement()),
    meanIou: null,
  };
}

function texts(part: SchemaPart, tasks: Rating<string>[][]): PartAgreement {
  const { table, values } = ratedTable(tasks);
  const length = values.reduce((sum, text) => sum + text.length, 0) / Math.max(1, values.length);
  const affordable = Math.round(TEXT_WORK / Math.max(1, length * length));
  const apart = (a: number, b: number) => normalisedEditDistance(values[a]!, values[b]!);
  return {
    ...sizes(part, table),
    metric: 'EDIT_DISTANCE',
    alpha: estimate(table, byDifference(apart, Math.max(500, Math.min(TEXT_PAIRS, affordable)))),
    percent: estimate(table, percentAgreement()),
    meanIou: null,
  };
}

function shapes(part: SchemaPart, tasks: readonly AnsweredTask[], pairs: AnswerPairs): PartAgreement {
  const { table, values } = ratedTable(tasks.map((answers) => answers.map(({ by, place }) => ({ by, value: place }))));
  const overlap = (a: number, b: number) => pairs.between(values[a]!, values[b]!).byClass.get(part.name);
  const iou = (a: number, b: number) => overlap(a, b)?.meanIou ?? null;
  return {
    ...sizes(part, table),
    metric: 'ONE_MINUS_IOU',
    // Two answers without any shape of the class say the same.
    alpha: estimate(
      table,
      byDifference((a, b) => 1 - (iou(a, b) ?? 1), SHAPE_PAIRS),
    ),
    percent: estimate(
      table,
      meanOverPairs((a, b) => ((overlap(a, b)?.isMatched ?? true) ? 1 : 0)),
    ),
    meanIou: estimate(table, meanOverPairs(iou), unitsWithPairs(table, iou)),
  };
}

function byDifference(difference: Difference, expectedPairs: number): MetricOf {
  // The observed pairs come again at each pass over the units; those of chance hardly do.
  return (table) => {
    const known = new Map<number, number>();
    const once: Difference = (a, b) => {
      const key = Math.min(a, b) * table.values + Math.max(a, b);
      const before = known.get(key);
      if (before !== undefined) return before;
      // Rounding may leave 1 − IoU below 0.
      const apart = Math.max(0, difference(a, b));
      known.set(key, apart);
      return apart;
    };
    return krippendorffByDifference(once, { expectedPairs })(table);
  };
}

function estimate(table: ReliabilityTable, metricOf: MetricOf, n = table.units): Estimate {
  if (table.units === 0) return { value: null, low: null, high: null, n: 0 };
  const { value, ci95 } = measureAgreement(table, metricOf);
  return { value, low: ci95?.[0] ?? null, high: ci95?.[1] ?? null, n };
}

const sizes = <Named extends { kind: PartAgreement['kind']; name: string | null }>(
  { kind, name }: Named,
  table: ReliabilityTable,
) => ({ kind, name, items: table.units, raters: table.raters, pairable: pairableLabels(table) });

const ratings = <Value>(tasks: readonly AnsweredTask[], valueOf: (labels: Label[]) => Value): Rating<Value>[][] =>
  tasks.map((answers) => answers.map(({ by, labels }) => ({ by, value: valueOf(labels) })));

type FieldLabel = Extract<Label, { field: string }>;

export function fieldOf<Kind extends FieldLabel['kind']>(
  labels: Label[],
  kind: Kind,
  name: string,
): Extract<FieldLabel, { kind: Kind }> | undefined {
  const found = labels.find((label) => label.kind === kind && (label as FieldLabel).field === name);
  return found as Extract<FieldLabel, { kind: Kind }> | undefined;
}
