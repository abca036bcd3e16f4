import { sequentialTest, twoPointPlan, type SequentialTest, type TwoPointDemand } from '../../consensus/index.js';

/** Items are looked at one by one until the lot is decided, at the latest after `longest`. */
export interface SequentialPlan {
  test: SequentialTest;
  /** The single sampling plan with the same two points, which always looks at so many. */
  fixedSampleSize: number;
  longest: number;
}

/**
 * Wald's sequential plan for expensive audits, cut off at three times the sample of the single plan with the same two points.
 *
 * @throws RangeError unless 0 < goodShare < badShare < 1 and the risks are above 0 and sum to less than 1
 */
export function sequentialPlan(demand: TwoPointDemand): SequentialPlan {
  const test = sequentialTest(demand);
  const { sampleSize } = twoPointPlan(demand);
  return { test, fixedSampleSize: sampleSize, longest: 3 * sampleSize };
}

/**
 * What the items so far say. At the cut-off a lot between the lines is accepted when its likelihood speaks for the good
 * share, which is defects ≤ slope·n (Wald, Sequential Analysis, 1947, section 3.8).
 *
 * @param inspected items looked at so far, whole, 0 or more
 * @param defects of those, how many have a defect
 */
export function sequentialDecision(
  { test, longest }: Pick<SequentialPlan, 'test' | 'longest'>,
  inspected: number,
  defects: number,
): 'ACCEPT' | 'REJECT' | 'CONTINUE' {
  if (!(Number.isInteger(inspected) && Number.isInteger(defects) && defects >= 0 && defects <= inspected)) {
    throw new RangeError('inspected and defects must be whole, with no more defects than items');
  }
  if (inspected === 0) return 'CONTINUE';
  const middle = test.slope * inspected;
  if (defects <= middle - test.acceptDistance) return 'ACCEPT';
  if (defects >= middle + test.refuseDistance) return 'REJECT';
  if (inspected < longest) return 'CONTINUE';
  return defects <= middle ? 'ACCEPT' : 'REJECT';
}

/**
 * How often the plan accepts at a quality and how many items it takes on average, exactly: the chance of every undecided
 * count of defects is carried from item to item (Aroian, Technometrics 10, 1968). With the cut-off, unlike Wald's formulas.
 *
 * @param share 0 to 1
 * @returns `accepted` 0 to 1; `meanItems` however it ends, and `acceptedItems` its part of lots that are accepted:
 *   Σ n·P(accepted after n items)
 */
export function sequentialCharacteristic(
  plan: Pick<SequentialPlan, 'test' | 'longest'>,
  share: number,
): { accepted: number; meanItems: number; acceptedItems: number } {
  if (!(share >= 0 && share <= 1)) throw new RangeError('share must be between 0 and 1');
  let undecided = new Map([[0, 1]]);
  let accepted = 0;
  let meanItems = 0;
  let acceptedItems = 0;
  for (let inspected = 1; undecided.size > 0; inspected += 1) {
    const next = new Map<number, number>();
    for (const [defects, chance] of undecided) {
      meanItems += chance;
      for (const [now, part] of [
        [defects, chance * (1 - share)],
        [defects + 1, chance * share],
      ] as const) {
        const decision = sequentialDecision(plan, inspected, now);
        if (decision === 'ACCEPT') {
          accepted += part;
          acceptedItems += part * inspected;
        } else if (decision === 'CONTINUE' && part > 0) next.set(now, (next.get(now) ?? 0) + part);
      }
    }
    undecided = next;
  }
  return { accepted, meanItems, acceptedItems };
}
