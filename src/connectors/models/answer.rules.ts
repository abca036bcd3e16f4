import {
  asLabels,
  faultsOfLabels,
  type ItemSize,
  type Label,
  type LabelFault,
  type LabelSchema,
} from '../../labels/index.js';
import { isTooDeep } from '../inbox/scrub.rules.js';

/** What a model says of one item. */
export interface ModelAnswer {
  labels: Label[];
  model: string;
  modelVersion: string;
  /** one for each label, 0 to 1, where the model gives them */
  scores: number[] | null;
}

/** Why an answer is none: a sentence, and the faults of its labels by path. */
export interface BadAnswer {
  error: string;
  faults: LabelFault[];
}

const mostFaults = 10;
const isName = (value: unknown): value is string =>
  typeof value === 'string' && value.trim() !== '' && value.length <= 200 && !/[\p{Cc}\p{Cs}]/u.test(value);

/**
 * Reads `{ model: { name, version }, labels, scores? }` as the contract has it (docs/model-in-the-loop.md). Names of fields that
 * it does not know are passed over: a later contract may have more. Values are never repeated in what is told.
 * @param size of the picture, when it is known
 */
export function readAnswer(value: unknown, schema: LabelSchema, size: ItemSize | null): ModelAnswer | BadAnswer {
  if (!isRecord(value) || isTooDeep(value)) return bad('The answer is no object of JSON as agreed.');
  const { model, labels, scores } = value;
  if (!isRecord(model) || !isName(model.name) || !isName(model.version))
    return bad('The answer does not say model.name and model.version, a line of 1 to 200 characters each.');
  if (labels === undefined) return bad('The answer has no labels; an empty list says that there is nothing.');
  const faults = faultsOfLabels(labels, schema, size ?? undefined);
  if (faults.length > 0)
    return {
      error: `The labels do not fit the project: ${faults[0]!.path} ${faults[0]!.message}${faults.length > 1 ? `, and ${faults.length - 1} more` : ''}.`,
      faults: faults.slice(0, mostFaults),
    };
  const kept = asLabels(labels);
  if (scores !== undefined && scores !== null && !areScores(scores, kept.length))
    return bad('The scores are no list of numbers from 0 to 1, one for each label.');
  return {
    labels: kept,
    model: model.name,
    modelVersion: model.version,
    scores: (scores as number[] | undefined) ?? null,
  };
}

export const isBad = (answer: ModelAnswer | BadAnswer): answer is BadAnswer => 'error' in answer;

/** The JSON of a body, or undefined when it is none. */
export function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

const bad = (error: string): BadAnswer => ({ error, faults: [] });

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const areScores = (value: unknown, length: number): value is number[] =>
  Array.isArray(value) &&
  value.length === length &&
  value.every((one) => typeof one === 'number' && one >= 0 && one <= 1);
