import { randomOf, shuffledPlaces, type Random } from '../consensus/index.js';
import { drawSample, probabilityOfAcceptance, samplingPlan, verdictOf, type SamplingDemand } from '../quality/index.js';

export interface LotKind extends Pick<SamplingDemand, 'lotSize' | 'aql' | 'inspection'> {
  /** From a process of that error rate, each item by chance; or each lot with exactly that share of errors. */
  made: 'BY_CHANCE' | 'EXACTLY';
}

/** A lot each of the plans that are used most, and one that is so small that a sixth of it is looked at. */
export const lotKinds: readonly LotKind[] = [
  { lotSize: 500, aql: 2.5, inspection: 'normal', made: 'BY_CHANCE' },
  { lotSize: 500, aql: 2.5, inspection: 'tightened', made: 'BY_CHANCE' },
  { lotSize: 500, aql: 2.5, inspection: 'reduced', made: 'BY_CHANCE' },
  { lotSize: 200, aql: 2.5, inspection: 'normal', made: 'EXACTLY' },
];
/** As good as the AQL, twice and four times as bad. */
export const errorRates = [0.025, 0.05, 0.1] as const;

/** Lots of one kind and error rate: how many there were, and how many were accepted. */
export interface LotCounts {
  kind: LotKind;
  errorRate: number;
  lots: number;
  accepted: number;
}

/** Lots of every kind at every error rate, drawn and decided as an audit does. The same for the same seed. */
export function lotsInMemory(seed: number, lotsEach: number): LotCounts[] {
  const random = randomOf(seed * 2 + 1_500_000_001);
  return lotKinds.flatMap((kind) =>
    errorRates.map((errorRate) => {
      const keys = Array.from({ length: kind.lotSize }, (_, place) => `item-${place + 1}`);
      const plan = samplingPlan(kind);
      let accepted = 0;
      for (let lot = 0; lot < lotsEach; lot += 1) {
        const wrong = new Set(
          kind.made === 'BY_CHANCE'
            ? keys.filter(() => random.next() < errorRate)
            : shuffledKeys(keys, random).slice(0, Math.round(errorRate * kind.lotSize)),
        );
        const secret = `a seed of at least 32 characters: ${random.integer(2 ** 32)}`;
        const defects = drawSample(secret, keys, plan.sampleSize).filter((key) => wrong.has(key)).length;
        if (verdictOf([{ severity: 'MAJOR', plan, defects }]).verdict === 'ACCEPT') accepted += 1;
      }
      return { kind, errorRate, lots: lotsEach, accepted };
    }),
  );
}

/** Pa: how often such a lot is accepted by its plan. */
export const promisedAcceptance = ({ kind, errorRate }: Pick<LotCounts, 'kind' | 'errorRate'>): number =>
  probabilityOfAcceptance(errorRate, {
    plan: samplingPlan(kind),
    lotSize: kind.lotSize,
    model: kind.made === 'EXACTLY' ? 'HYPERGEOMETRIC' : 'BINOMIAL',
  });

const shuffledKeys = (keys: readonly string[], random: Random): string[] =>
  Array.from(shuffledPlaces(keys.length, random), (place) => keys[place]!);
