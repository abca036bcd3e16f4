import { clopperPearsonInterval, wilsonInterval, type Interval } from '../consensus/index.js';
import { listedEstimate } from '../quality/index.js';
import { strata, type ItemRow, type LotRow, type Stratum } from './audit.types.js';

/** What was looked at for one reason. */
export interface StratumCount {
  stratum: Stratum;
  items: number;
  judged: number;
  /** With a defect of any severity. */
  defective: number;
  /** Of those judged, 0 to 1; null when nothing is. */
  rate: number | null;
  /** Null where the items are no sample of the lot: picked for their risk, or all that was left, or looked at until it was decided. */
  wilson: Interval | null;
  clopperPearson: Interval | null;
}

/** What decides on the lot. One by one that is what was looked at up to the deciding item. */
export const sampleOf = <Item extends Pick<ItemRow, 'stratum' | 'place'>>(
  { sample_size }: Pick<LotRow, 'sample_size'>,
  items: readonly Item[],
): Item[] => items.filter(({ stratum, place }) => stratum === 'RANDOM' && place! <= (sample_size ?? 0));

/** Each stratum that has items. Never added up: `estimateOf` weighs them. */
export function strataOf(
  lot: Pick<LotRow, 'sample_size' | 'sequential'>,
  items: readonly Pick<ItemRow, 'stratum' | 'place' | 'verdict_id' | 'worst'>[],
): StratumCount[] {
  return strata.flatMap((stratum) => {
    const own = stratum === 'RANDOM' ? sampleOf(lot, items) : items.filter((item) => item.stratum === stratum);
    if (own.length === 0) return [];
    const judged = own.filter(({ verdict_id }) => verdict_id !== null).length;
    const defective = own.filter(({ worst }) => worst !== null).length;
    const isSample = stratum === 'RANDOM' && judged > 0 && !lot.sequential;
    return {
      stratum,
      items: own.length,
      judged,
      defective,
      rate: judged > 0 ? defective / judged : null,
      wilson: isSample ? wilsonInterval(defective, judged) : null,
      clopperPearson: isSample ? clopperPearsonInterval(defective, judged) : null,
    };
  });
}

/** The share of the lot's items with a defect of any severity, 0 to 1. */
export interface LotEstimate {
  /** WILSON: of the random sample. HAJEK: of it and of the least sure, each item weighed by how likely it was to be looked at. */
  method: 'WILSON' | 'HAJEK';
  rate: number;
  low: number;
  high: number;
  /** Items it rests on. */
  n: number;
}

/**
 * What is known of the whole lot; the verdict rests on the random sample alone. Null before the verdict, and for a lot that was
 * looked at until it was decided: where such a sample ends depends on what was found, so its rate leans away from the middle.
 */
export function estimateOf(
  lot: Pick<LotRow, 'verdict' | 'sequential' | 'lot_size' | 'sample_size'>,
  items: readonly Pick<ItemRow, 'stratum' | 'place' | 'risk_place' | 'verdict_id' | 'worst'>[],
): LotEstimate | null {
  if (lot.verdict === null || lot.sequential || lot.lot_size === null) return null;
  const sample = sampleOf(lot, items);
  const listed = items.filter(({ stratum }) => stratum === 'RISK');
  const reach = Math.max(0, ...listed.map(({ risk_place }) => risk_place ?? 0));
  const certain = [...sample, ...listed].filter(({ risk_place }) => risk_place !== null && risk_place <= reach);
  const beyond = sample.filter((item) => !certain.includes(item));
  // Every item as far as the list reaches was drawn or listed; where one is not judged yet, the list says nothing.
  const isWhole = reach > 0 && certain.length === reach && certain.every(({ verdict_id }) => verdict_id !== null);
  const isUsable = isWhole && (beyond.length > 0 || reach === lot.lot_size);
  const { rate, interval } = listedEstimate({
    lotSize: lot.lot_size,
    listed: countOf(isUsable ? certain : []),
    beyond: countOf(isUsable ? beyond : sample),
  });
  const n = isUsable ? certain.length + beyond.length : sample.length;
  return { method: isUsable ? 'HAJEK' : 'WILSON', rate, low: interval[0], high: interval[1], n };
}

const countOf = (items: readonly Pick<ItemRow, 'worst'>[]) => ({
  items: items.length,
  defects: items.filter(({ worst }) => worst !== null).length,
});
