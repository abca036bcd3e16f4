import { clopperPearsonInterval, wilsonInterval, type Interval } from '../consensus/index.js';
import { strata, type ItemRow, type Stratum } from './audit.types.js';

/** What was looked at for one reason. */
export interface StratumCount {
  stratum: Stratum;
  items: number;
  judged: number;
  /** With a defect of any severity. */
  defective: number;
  /** Of those judged, 0 to 1; null when nothing is. */
  rate: number | null;
  /** Null where the items are no sample of the lot: picked for their risk, or all that was left. */
  wilson: Interval | null;
  clopperPearson: Interval | null;
}

/** Each stratum that has items. Never added up: how likely a risky item was to be picked has no number. */
export function strataOf(items: readonly Pick<ItemRow, 'stratum' | 'verdict_id' | 'worst'>[]): StratumCount[] {
  return strata.flatMap((stratum) => {
    const own = items.filter((item) => item.stratum === stratum);
    if (own.length === 0) return [];
    const judged = own.filter(({ verdict_id }) => verdict_id !== null).length;
    const defective = own.filter(({ worst }) => worst !== null).length;
    const isSample = stratum === 'RANDOM' && judged > 0;
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
