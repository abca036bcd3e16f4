import type { LabelSchema } from '../labels/index.js';
import type { FieldFault } from '../platform/index.js';
import { asConsensus, checkConsensus } from './consensus-policy.rules.js';
import { FaultSink } from './fault-sink.js';
import { agreementMeasures, type Policy, type PolicyInput, reviewedStages, type ReviewRule } from './policy.types.js';
import { asQualityPolicy, checkQualityPolicy, qualityPolicyKeys } from './quality-policy.rules.js';
import { checkQueuePolicy, queuePolicyKeys } from './queue-policy.rules.js';

const largestOverlap = 50;
const mostReviewRules = 20;

const keys = {
  policy: [
    'overlap',
    'maximumOverlap',
    'agreement',
    'consensus',
    'review',
    'skipsToTriage',
    'reworkRounds',
    ...queuePolicyKeys,
    ...qualityPolicyKeys,
  ],
  agreement: ['classes', 'classMap', 'measure', 'threshold'],
  review: [
    'rate',
    'seed',
    'stage',
    'agreementBelow',
    'agreementFrom',
    'confidenceBelow',
    'confidenceFrom',
    'classes',
    'sources',
    'trustBelow',
  ],
} as const;

/**
 * Everything that is wrong with a policy for a project of that schema; empty when it may be used. Never throws.
 * Whether its skills exist is asked where the organization is known: `faultsOfSkillNames`.
 */
export function faultsOfPolicy(value: unknown, schema: LabelSchema): FieldFault[] {
  const sink = new FaultSink();
  sink.object(value ?? null, 'policy', keys.policy, (policy) => {
    const { overlap } = policy;
    sink.whole(overlap, 'policy.overlap', 1, largestOverlap);
    const least = typeof overlap === 'number' && overlap <= largestOverlap ? Math.max(1, overlap) : 1;
    sink.whole(policy.maximumOverlap, 'policy.maximumOverlap', least, largestOverlap);
    sink.whole(policy.skipsToTriage, 'policy.skipsToTriage', 1, largestOverlap);
    sink.whole(policy.reworkRounds, 'policy.reworkRounds', 0, 10);
    sink.object(policy.agreement, 'policy.agreement', keys.agreement, (agreement) => {
      sink.oneOf(agreement.measure, 'policy.agreement.measure', agreementMeasures);
      sink.number(agreement.threshold, 'policy.agreement.threshold', 0, 1);
      checkClasses(sink, agreement.classes, schema);
      checkClassMap(sink, agreement.classMap, schema);
    });
    checkConsensus(sink, policy.consensus, schema);
    sink.list(policy.review, 'policy.review', mostReviewRules, (rule, path) =>
      checkReviewRule(sink, rule, path, schema),
    );
    checkQueuePolicy(sink, policy);
    checkQualityPolicy(sink, policy, schema);
  });
  return sink.faults;
}

/**
 * A policy without faults, with the defaults in the places left out: they are stored, so that a later default changes
 * no project. One that was stored before a field existed gets the field's default when it is read.
 */
export function asPolicy(value: unknown): Policy {
  const given = value as PolicyInput;
  const overlap = given.overlap ?? 1;
  return {
    overlap,
    maximumOverlap: given.maximumOverlap ?? overlap,
    agreement: { measure: 'SCORE', threshold: 0.8, ...given.agreement },
    ...(given.consensus && { consensus: asConsensus(given.consensus) }),
    review: given.review ?? [],
    reworkRounds: given.reworkRounds ?? 2,
    leaseMinutes: { ANNOTATE: 60, ...given.leaseMinutes },
    requirements: given.requirements ?? [],
    qualifiedStages: [...new Set(given.qualifiedStages)],
    caps: given.caps ?? {},
    ...(given.shifts && { shifts: { graceMinutes: 0, ...given.shifts } }),
    share: given.share ?? 1,
    isSticky: given.isSticky ?? true,
    skip: given.skip ?? 'ESCALATE_AFTER',
    skipsToTriage: given.skipsToTriage ?? 3,
    ...asQualityPolicy(given),
  };
}

export type PolicyWithoutSeeds = Omit<Policy, 'review' | 'rereview' | 'gold'> & {
  review: Omit<ReviewRule, 'seed'>[];
  rereview?: { rate: number };
};

/** The policy for eyes that must not foresee the draw of reviews, nor how much of their work is gold. */
export function withoutSeeds({ review, rereview, gold: _gold, ...policy }: Policy): PolicyWithoutSeeds {
  return {
    ...policy,
    review: review.map(({ seed: _, ...rule }) => rule),
    ...(rereview && { rereview: { rate: rereview.rate } }),
  };
}

function checkReviewRule(sink: FaultSink, given: unknown, path: string, schema: LabelSchema): void {
  sink.object(given, path, keys.review, (rule) => {
    if (rule.rate === undefined) sink.say(`${path}.rate`, 'is required');
    sink.number(rule.rate, `${path}.rate`, 0, 1);
    sink.text(rule.seed, `${path}.seed`, 200);
    sink.oneOf(rule.stage, `${path}.stage`, reviewedStages);
    for (const key of ['agreementBelow', 'agreementFrom', 'confidenceBelow', 'confidenceFrom', 'trustBelow'] as const)
      sink.number(rule[key], `${path}.${key}`, 0, 1);
    const names = [...schema.classes, ...schema.fields].map(({ name }) => name);
    sink.list(rule.classes, `${path}.classes`, 100, (name, at) => sink.oneOf(name, at, names));
    sink.list(rule.sources, `${path}.sources`, 100, (source, at) => sink.text(source, at, 200));
  });
}

function checkClasses(sink: FaultSink, classes: unknown, schema: Pick<LabelSchema, 'classes'>): void {
  const path = 'policy.agreement.classes';
  if (classes === undefined) return;
  if (!Array.isArray(classes) || classes.length === 0) return sink.say(path, 'must be a list of one class or more');
  const names = new Set<unknown>(schema.classes.map((one) => one.name));
  for (const [index, name] of classes.entries())
    if (!names.has(name)) sink.say(`${path}[${index}]`, 'is no class of the label schema');
}

function checkClassMap(sink: FaultSink, given: unknown, schema: Pick<LabelSchema, 'classes'>): void {
  const path = 'policy.agreement.classMap';
  const names = schema.classes.map(({ name }) => name);
  sink.object(given, path, names, (map) => {
    for (const [from, to] of Object.entries(map)) {
      if (!names.includes(to as string)) sink.say(`${path}.${from.slice(0, 100)}`, 'is no class of the label schema');
    }
  });
}
