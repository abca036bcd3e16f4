import type { LabelSchema } from '../labels/index.js';
import type { FaultSink, Fields } from './fault-sink.js';
import { stages } from './policy.types.js';
import {
  errorSeverities,
  evidenceSources,
  type ActionRule,
  type QualityPolicy,
  type QualityPolicyInput,
  trustActions,
} from './quality-policy.types.js';

export const qualityPolicyKeys = ['gold', 'trust', 'errors', 'rereview', 'audit'] as const;

const mostActions = 20;
const mostErrorCodes = 200;
const levels = ['I', 'II', 'III', 'S-1', 'S-2', 'S-3', 'S-4'];
/** The AQLs of the tables in src/quality/sampling, in percent. */
const aqls = [0.65, 1, 1.5, 2.5, 4, 6.5];

export function checkQualityPolicy(sink: FaultSink, policy: Fields, schema: LabelSchema): void {
  const classes = [...schema.classes, ...schema.fields].map(({ name }) => name);
  // Evidence on a choice is kept by the right option.
  const known = [...classes, ...schema.fields.flatMap(({ options = [] }) => options)];
  sink.object(
    policy.gold,
    'policy.gold',
    ['start', 'floor', 'mostExposures', 'coolDownMinutes', 'passScore'],
    (gold) => {
      sink.number(gold.start, 'policy.gold.start', 0, 0.5);
      sink.number(gold.floor, 'policy.gold.floor', 0, typeof gold.start === 'number' ? gold.start : 0.2);
      sink.whole(gold.mostExposures, 'policy.gold.mostExposures', 1, 1000);
      sink.whole(gold.coolDownMinutes, 'policy.gold.coolDownMinutes', 0, 100_000);
      sink.number(gold.passScore, 'policy.gold.passScore', 0, 1);
    },
  );
  sink.object(policy.trust, 'policy.trust', ['bar', 'halfLifeDays', 'passScore', 'actions', 'qualifies'], (trust) => {
    sink.number(trust.bar, 'policy.trust.bar', 0, 1);
    sink.number(trust.halfLifeDays, 'policy.trust.halfLifeDays', 1, 3650);
    sink.number(trust.passScore, 'policy.trust.passScore', 0, 1);
    sink.list(trust.actions, 'policy.trust.actions', mostActions, (rule, path) => checkAction(sink, rule, path, known));
    sink.list(trust.qualifies, 'policy.trust.qualifies', mostActions, (rule, path) =>
      checkQualifying(sink, rule, path),
    );
  });
  sink.list(policy.errors, 'policy.errors', mostErrorCodes, (entry, path) =>
    checkErrorCode(sink, entry, path, classes),
  );
  refuseRepeatedCodes(sink, policy.errors);
  sink.object(policy.rereview, 'policy.rereview', ['rate', 'seed'], (rule) => {
    required(sink, rule.rate, 'policy.rereview.rate');
    sink.number(rule.rate, 'policy.rereview.rate', 0, 1);
    sink.text(rule.seed, 'policy.rereview.seed', 200);
  });
  sink.object(
    policy.audit,
    'policy.audit',
    ['level', 'aql', 'standard', 'isReducedAgreed', 'isAutoAccepted'],
    (audit) => {
      sink.oneOf(audit.level, 'policy.audit.level', levels);
      sink.oneOf(audit.standard, 'policy.audit.standard', ['Z1_4', 'ISO_2859_1']);
      sink.boolean(audit.isReducedAgreed, 'policy.audit.isReducedAgreed');
      sink.boolean(audit.isAutoAccepted, 'policy.audit.isAutoAccepted');
      sink.object(audit.aql, 'policy.audit.aql', errorSeverities, (aql) => {
        if (Object.keys(aql).length === 0) sink.say('policy.audit.aql', 'must name at least one severity');
        for (const severity of errorSeverities)
          if (aql[severity] !== undefined && !aqls.includes(aql[severity] as number))
            sink.say(`policy.audit.aql.${severity}`, `must be one of ${aqls.join(', ')}`);
      });
    },
  );
}

/** What was left out has its default; a section left out stays out. */
export function asQualityPolicy({ gold, trust, errors, rereview, audit }: QualityPolicyInput): QualityPolicy {
  const bar = trust?.bar ?? 0.8;
  return {
    ...(gold && {
      gold: {
        start: 0.2,
        floor: Math.min(0.02, gold.start ?? 0.2),
        mostExposures: 100,
        coolDownMinutes: 0,
        passScore: 0.8,
        ...gold,
      },
    }),
    ...(trust && {
      trust: { bar, halfLifeDays: 60, passScore: 0.8, actions: defaultTrustActions(bar), qualifies: [], ...trust },
    }),
    errors: errors ?? [],
    ...(rereview && { rereview }),
    ...(audit && {
      audit: {
        level: 'II',
        aql: { CRITICAL: 0.65, MAJOR: 2.5, MINOR: 4 },
        standard: 'Z1_4' as const,
        isReducedAgreed: false,
        isAutoAccepted: false,
        ...audit,
      },
    }),
  };
}

/**
 * First a word, then a stop. Both are looked at after each gold answer, so each look is another chance of a mistake: a pause asks
 * for near certainty.
 *
 * @param bar the share of right answers that the project asks for, 0 to 1
 */
export function defaultTrustActions(bar: number): ActionRule[] {
  return [
    { source: 'GOLD', minimum: 8, below: bar, certainty: 0.95, action: 'WARN' },
    { source: 'GOLD', minimum: 8, below: bar, certainty: 0.998, action: 'PAUSE' },
  ];
}

function checkAction(sink: FaultSink, given: unknown, path: string, classes: string[]): void {
  const keys = ['source', 'class', 'minimum', 'below', 'certainty', 'action'] as const;
  sink.object(given, path, keys, (rule) => {
    for (const key of ['minimum', 'below', 'certainty', 'action'] as const) required(sink, rule[key], `${path}.${key}`);
    sink.oneOf(rule.source, `${path}.source`, evidenceSources);
    sink.oneOf(rule.class, `${path}.class`, classes);
    sink.whole(rule.minimum, `${path}.minimum`, 1, 1000);
    sink.number(rule.below, `${path}.below`, 0, 1);
    sink.number(rule.certainty, `${path}.certainty`, 0.5, 0.99999);
    sink.oneOf(rule.action, `${path}.action`, trustActions);
  });
}

function checkQualifying(sink: FaultSink, given: unknown, path: string): void {
  const keys = ['stage', 'minimum', 'above', 'certainty', 'days'] as const;
  sink.object(given, path, keys, (rule) => {
    for (const key of keys) required(sink, rule[key], `${path}.${key}`);
    sink.oneOf(rule.stage, `${path}.stage`, stages);
    sink.whole(rule.minimum, `${path}.minimum`, 1, 1000);
    sink.number(rule.above, `${path}.above`, 0, 1);
    sink.number(rule.certainty, `${path}.certainty`, 0.5, 0.99999);
    sink.whole(rule.days, `${path}.days`, 1, 3650);
  });
}

function checkErrorCode(sink: FaultSink, given: unknown, path: string, classes: string[]): void {
  sink.object(given, path, ['code', 'severity', 'class', 'meaning'], (entry) => {
    sink.text(entry.code, `${path}.code`, 100);
    required(sink, entry.severity, `${path}.severity`);
    sink.oneOf(entry.severity, `${path}.severity`, errorSeverities);
    sink.oneOf(entry.class, `${path}.class`, classes);
    if (entry.meaning !== undefined) sink.text(entry.meaning, `${path}.meaning`, 500);
  });
}

function refuseRepeatedCodes(sink: FaultSink, errors: unknown): void {
  if (!Array.isArray(errors)) return;
  const codes = errors.map((entry: Fields | null) => entry?.code);
  for (const [index, code] of codes.entries())
    if (typeof code === 'string' && codes.indexOf(code) < index)
      sink.say(`policy.errors[${index}].code`, 'is there already');
}

function required(sink: FaultSink, given: unknown, path: string): void {
  if (given === undefined) sink.say(path, 'is required');
}
