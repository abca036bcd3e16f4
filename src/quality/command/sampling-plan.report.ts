import {
  aqls,
  operatingCurve,
  planOfTwoPoints,
  probabilityOfAcceptance,
  samplingPlan,
  shareAcceptedWith,
  unverifiedOf,
  worstOutgoing,
  type AcceptancePlan,
  type Aql,
  type Inspection,
  type InspectionLevel,
  type Judged,
} from '../sampling/index.js';

/** The options of the command line; qualities in percent. */
export interface PlanOptions {
  lot: number;
  aql: number;
  level?: InspectionLevel;
  inspection?: Inspection;
  ltpd?: number;
  alpha?: number;
  beta?: number;
  binomial?: boolean;
}

export interface PlanReport extends AcceptancePlan {
  lotSize: number;
  /** Percent, as all qualities here. */
  aql: number;
  /** Null for plans that are not of the tables. */
  codeLetter: string | null;
  sampleLetter: string | null;
  level: InspectionLevel | null;
  inspection: Inspection | null;
  /** Null for plans of the tables. */
  ltpd: number | null;
  alpha: number | null;
  beta: number | null;
  /** With --ltpd: the defects of the worst good lot and of the best bad one, of which the risks are kept. */
  counts: { good: number; bad: number } | null;
  isWholeLot: boolean;
  acceptedAtAql: number;
  /** What is accepted one time in ten. */
  limitingQuality: number;
  /** The worst that is left on average when refused lots are looked at whole and mended, and at which quality coming in. */
  averageOutgoingLimit: { percent: number; atPercent: number };
  curve: { percent: number; accepted: number; outgoingPercent: number; inspected: number }[];
  unverified: string[];
}

/** @throws Error with one sentence that names the option that is wrong */
export function planReport(options: PlanOptions): PlanReport {
  const { lot, aql, ltpd } = options;
  const report = ltpd === undefined ? tablePlan(options) : demandedPlan({ ...options, ltpd });
  const judged: Judged = { plan: report, lotSize: lot, model: report.model };
  const limit = worstOutgoing(judged);
  const { model: _model, ...plan } = report;
  return {
    lotSize: lot,
    aql,
    ...plan,
    acceptedAtAql: probabilityOfAcceptance(aql / 100, judged),
    limitingQuality: percentOf(shareAcceptedWith(0.1, judged)),
    averageOutgoingLimit: { percent: percentOf(limit.outgoing), atPercent: percentOf(limit.share) },
    curve: operatingCurve(qualities(aql, ltpd), judged).map(({ share, accepted, outgoing, inspected }) => {
      return { percent: percentOf(share), accepted, outgoingPercent: percentOf(outgoing), inspected: inspected! };
    }),
  };
}

type PlanChosen = Omit<
  PlanReport,
  'lotSize' | 'aql' | 'acceptedAtAql' | 'limitingQuality' | 'averageOutgoingLimit' | 'curve'
> &
  Pick<Judged, 'model'>;

function tablePlan({ lot, aql, level = 'II', inspection = 'normal', ...others }: PlanOptions): PlanChosen {
  for (const name of ['alpha', 'beta', 'binomial'] as const) {
    if (others[name] !== undefined) throw new Error(`--${name} goes with --ltpd only.`);
  }
  if (!isAql(aql)) {
    throw new Error(`--aql must be one of ${aqls.join(', ')}; any other needs --ltpd.`);
  }
  const { codeLetter, sampleLetter, sampleSize, acceptance, rejection, isWholeLot } = samplingPlan({
    lotSize: lot,
    aql,
    level,
    inspection,
  });
  return {
    codeLetter,
    sampleLetter,
    sampleSize,
    acceptance,
    rejection,
    isWholeLot,
    level,
    inspection,
    ltpd: null,
    alpha: null,
    beta: null,
    counts: null,
    unverified: unverifiedOf({ inspection, codeLetter, sampleLetter }),
    model: undefined,
  };
}

function demandedPlan({
  lot,
  aql,
  ltpd,
  alpha = 0.05,
  beta = 0.1,
  binomial = false,
  ...others
}: PlanOptions & { ltpd: number }): PlanChosen {
  for (const name of ['level', 'inspection'] as const) {
    if (others[name] !== undefined) throw new Error(`--${name} is of the tables and does not go with --ltpd.`);
  }
  if (ltpd <= aql) throw new Error('--ltpd must be greater than --aql.');
  const demand = { goodShare: aql / 100, refusedGood: alpha, badShare: ltpd / 100, acceptedBad: beta };
  const { sampleSize, acceptance, rejection, counts } = planOfTwoPoints(demand, binomial ? null : lot);
  if (sampleSize > lot) {
    throw new Error(
      `--lot has fewer items than the ${sampleSize} to look at; leave out --binomial for a plan that fits.`,
    );
  }
  return {
    codeLetter: null,
    sampleLetter: null,
    sampleSize,
    acceptance,
    rejection,
    isWholeLot: sampleSize === lot,
    level: null,
    inspection: null,
    ltpd,
    alpha,
    beta,
    counts,
    unverified: [],
    model: binomial ? 'BINOMIAL' : 'HYPERGEOMETRIC',
  };
}

/** Shares around the AQL, and the LTPD. */
function qualities(aql: number, ltpd?: number): number[] {
  const percents = [0.5, 1, 1.5, 2, 3, 4, 6, 8].map((times) => Number((times * aql).toPrecision(6)));
  if (ltpd !== undefined) percents.push(ltpd);
  return [...new Set(percents)]
    .filter((percent) => percent <= 100)
    .sort((a, b) => a - b)
    .map((percent) => percent / 100);
}

/** Without the noise of floating point: 2.5 and not 2.5000000000000004. */
const percentOf = (share: number) => Number((share * 100).toPrecision(12));

const isAql = (percent: number): percent is Aql => (aqls as readonly number[]).includes(percent);
