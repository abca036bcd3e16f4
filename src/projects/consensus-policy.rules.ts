import type { LabelClass, LabelField, LabelSchema } from '../labels/index.js';
import type { ConsensusRule } from './consensus-policy.types.js';
import type { FaultSink, Fields } from './fault-sink.js';

type PartKind = LabelClass['kind'] | LabelField['kind'];

/** What is known of a person's errors with a method: a matrix over the classes, one accuracy, or the weight of a vote. */
export type AggregationFamily = 'MATRIX' | 'ACCURACY' | 'WEIGHT';

/** The methods for choices and tags; each one's name is that of `muster aggregate`. */
export const choiceMethods = {
  'pooled-dawid-skene': 'MATRIX',
  'dawid-skene': 'MATRIX',
  mace: 'MATRIX',
  'one-coin': 'ACCURACY',
  glad: 'ACCURACY',
  'majority-vote': 'WEIGHT',
  wawa: 'WEIGHT',
  'zero-based-skill': 'WEIGHT',
} as const satisfies Record<string, AggregationFamily>;

const shapes = {
  methods: ['medoid', 'champion', 'fused'],
  metrics: ['iou', 'dice'],
  keys: ['method', 'metric', 'confidence', 'agreement', 'matchIou', 'quorum'],
} as const;

/** What each kind of part may be told; the first method and metric are the defaults. */
export const partKinds = {
  CHOICE: {
    methods: Object.keys(choiceMethods),
    metrics: ['nominal', 'ordinal'],
    keys: ['method', 'metric', 'confidence'],
  },
  TAG: { methods: Object.keys(choiceMethods), metrics: ['nominal'], keys: ['method', 'metric', 'confidence'] },
  NUMBER: {
    methods: ['median', 'mean', 'trimmed-mean', 'inverse-variance'],
    metrics: ['interval', 'ratio'],
    keys: ['method', 'metric', 'agreement', 'tolerance'],
  },
  TEXT: {
    methods: ['medoid', 'rover'],
    metrics: ['characters', 'words', 'exact'],
    keys: ['method', 'metric', 'agreement'],
  },
  BOX: shapes,
  POLYGON: shapes,
  MASK: shapes,
  SPAN: {
    methods: ['medoid'],
    metrics: ['overlap', 'exact'],
    keys: ['method', 'metric', 'confidence', 'agreement', 'matchIou', 'quorum'],
  },
} as const satisfies Record<PartKind | 'SPAN', { methods: readonly string[]; metrics: readonly string[]; keys: readonly string[] }>; // prettier-ignore

export function checkConsensus(sink: FaultSink, given: unknown, schema: LabelSchema): void {
  const path = 'policy.consensus';
  sink.object(given, path, ['parts', 'confidence', 'isCappedWithoutGold'], (rule) => {
    checkConfidence(sink, rule.confidence, `${path}.confidence`);
    sink.boolean(rule.isCappedWithoutGold, `${path}.isCappedWithoutGold`);
    if (rule.parts === undefined) return;
    const parts = [...schema.fields, ...schema.classes];
    const names = [...new Set(parts.map(({ name }) => name))];
    sink.object(rule.parts, `${path}.parts`, names, (byName) => {
      for (const { name, kind } of parts) {
        const given = Object.hasOwn(byName, name) ? byName[name] : undefined;
        sink.object(given, `${path}.parts.${name}`, partKinds[kind].keys, (part) =>
          checkPart(sink, part, `${path}.parts.${name}`, kind),
        );
      }
    });
  });
}

export const asConsensus = (given: Partial<ConsensusRule>): ConsensusRule => ({
  parts: {},
  confidence: 0.95,
  isCappedWithoutGold: false,
  ...given,
});

function checkPart(sink: FaultSink, part: Fields, path: string, kind: PartKind): void {
  sink.oneOf(part.method, `${path}.method`, partKinds[kind].methods);
  sink.oneOf(part.metric, `${path}.metric`, partKinds[kind].metrics);
  checkConfidence(sink, part.confidence, `${path}.confidence`);
  sink.number(part.agreement, `${path}.agreement`, 0, 1);
  sink.number(part.tolerance, `${path}.tolerance`, 0, Number.MAX_VALUE);
  for (const key of ['matchIou', 'quorum']) {
    const given = part[key];
    const isShare = typeof given === 'number' && given > 0 && given <= 1;
    if (given !== undefined && !isShare) sink.say(`${path}.${key}`, 'must be a number above 0, at most 1');
  }
}

function checkConfidence(sink: FaultSink, given: unknown, path: string): void {
  const isShare = typeof given === 'number' && given > 0.5 && given < 1;
  if (given !== undefined && !isShare) sink.say(path, 'must be a number above 0.5 and below 1');
}
