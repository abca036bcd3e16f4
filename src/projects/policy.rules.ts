import type { FieldFault } from '../platform/index.js';
import type { LabelSchema } from '../labels/index.js';
import {
  agreementMeasures,
  leasedStages,
  reviewedStages,
  type Policy,
  type PolicyInput,
  type ReviewRule,
} from './policy.types.js';

const largestOverlap = 50;
const longestLeaseMinutes = 10_080;
const mostReviewRules = 20;

const keys = {
  policy: ['overlap', 'maximumOverlap', 'agreement', 'review', 'leaseMinutes', 'skipsToTriage', 'reworkRounds'],
  agreement: ['classes', 'measure', 'threshold'],
  review: ['rate', 'seed', 'stage', 'agreementBelow'],
} as const;

/** Everything that is wrong with a policy for a project of that schema; empty when it may be used. Never throws. */
export function faultsOfPolicy(value: unknown, schema: Pick<LabelSchema, 'classes'>): FieldFault[] {
  const faults: FieldFault[] = [];
  const say = (path: string, message: string): void => void faults.push({ path, message });
  if (!isRecord(value)) return [{ path: 'policy', message: 'must be an object' }];

  const refuseUnknown = (record: Record<string, unknown>, known: readonly string[], path: string): void => {
    for (const key of Object.keys(record).filter((name) => !known.includes(name))) {
      say(`${path}.${key.slice(0, 100)}`, `is not known; ${path} may have ${known.join(', ')}`);
    }
  };
  const number = (given: unknown, path: string, minimum: number, maximum: number, isWhole = true): void => {
    if (given === undefined) return;
    const isFit =
      typeof given === 'number' && given >= minimum && given <= maximum && (!isWhole || Number.isInteger(given));
    if (!isFit) say(path, `must be a ${isWhole ? 'whole ' : ''}number from ${minimum} to ${maximum}`);
  };
  const oneOf = (given: unknown, path: string, allowed: readonly string[]): void => {
    if (given !== undefined && !allowed.includes(given as string)) say(path, `must be one of ${allowed.join(', ')}`);
  };

  refuseUnknown(value, keys.policy, 'policy');
  number(value.overlap, 'policy.overlap', 1, largestOverlap);
  const least = typeof value.overlap === 'number' && value.overlap <= largestOverlap ? Math.max(1, value.overlap) : 1;
  number(value.maximumOverlap, 'policy.maximumOverlap', least, largestOverlap);
  number(value.skipsToTriage, 'policy.skipsToTriage', 1, largestOverlap);
  number(value.reworkRounds, 'policy.reworkRounds', 0, 10);

  const { agreement, review, leaseMinutes } = value;
  if (isRecord(agreement)) {
    refuseUnknown(agreement, keys.agreement, 'policy.agreement');
    oneOf(agreement.measure, 'policy.agreement.measure', agreementMeasures);
    number(agreement.threshold, 'policy.agreement.threshold', 0, 1, false);
    faults.push(...faultsOfClasses(agreement.classes, schema));
  } else if (agreement !== undefined) say('policy.agreement', 'must be an object');

  if (Array.isArray(review)) {
    if (review.length > mostReviewRules) say('policy.review', `must have at most ${mostReviewRules} rules`);
    for (const [index, rule] of review.slice(0, mostReviewRules).entries()) {
      const path = `policy.review[${index}]`;
      if (!isRecord(rule)) {
        say(path, 'must be an object');
        continue;
      }
      refuseUnknown(rule, keys.review, path);
      if (rule.rate === undefined) say(`${path}.rate`, 'is required');
      number(rule.rate, `${path}.rate`, 0, 1, false);
      if (!isText(rule.seed)) say(`${path}.seed`, 'must be a text of 1 to 200 characters');
      oneOf(rule.stage, `${path}.stage`, reviewedStages);
      number(rule.agreementBelow, `${path}.agreementBelow`, 0, 1, false);
    }
  } else if (review !== undefined) say('policy.review', 'must be a list of rules');

  if (isRecord(leaseMinutes)) {
    refuseUnknown(leaseMinutes, leasedStages, 'policy.leaseMinutes');
    for (const stage of leasedStages)
      number(leaseMinutes[stage], `policy.leaseMinutes.${stage}`, 1, longestLeaseMinutes);
  } else if (leaseMinutes !== undefined) say('policy.leaseMinutes', 'must be an object');
  return faults;
}

/** A policy without faults, with the defaults in the places left out: they are stored, so that a later default changes no project. */
export function asPolicy(value: unknown): Policy {
  const given = value as PolicyInput;
  const overlap = given.overlap ?? 1;
  return {
    overlap,
    maximumOverlap: given.maximumOverlap ?? overlap,
    agreement: { measure: 'SCORE', threshold: 0.8, ...given.agreement },
    review: given.review ?? [],
    leaseMinutes: { ANNOTATE: 60, ...given.leaseMinutes },
    skipsToTriage: given.skipsToTriage ?? 3,
    reworkRounds: given.reworkRounds ?? 2,
  };
}

/** The policy for eyes that must not foresee the draw of reviews. */
export function withoutSeeds(policy: Policy): Omit<Policy, 'review'> & { review: Omit<ReviewRule, 'seed'>[] } {
  return { ...policy, review: policy.review.map(({ seed: _, ...rule }) => rule) };
}

function faultsOfClasses(classes: unknown, schema: Pick<LabelSchema, 'classes'>): FieldFault[] {
  const path = 'policy.agreement.classes';
  if (classes === undefined) return [];
  if (!Array.isArray(classes) || classes.length === 0)
    return [{ path, message: 'must be a list of one class or more' }];
  const names = new Set<unknown>(schema.classes.map((one) => one.name));
  return classes.flatMap((name, index) =>
    names.has(name) ? [] : [{ path: `${path}[${index}]`, message: 'is no class of the label schema' }],
  );
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isText = (value: unknown): value is string =>
  typeof value === 'string' && value.length >= 1 && value.length <= 200;
