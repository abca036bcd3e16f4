export interface Strengths {
  /** One for each contestant, above 0 or 0, summing to 1: i is chosen over j with the probability sᵢ/(sᵢ + sⱼ). */
  strengths: number[];
  passes: number;
}

const MOST_PASSES = 100_000;

/**
 * How strong each contestant is, from who was chosen over whom: the maximum likelihood of Bradley & Terry (Biometrika 39, 1952)
 * by the MM algorithm of Hunter (Annals of Statistics 32, 2004), equation 3: sᵢ ← Wᵢ / Σⱼ nᵢⱼ/(sᵢ + sⱼ), scaled to sum to 1, until
 * no strength changes by more than 1e-10.
 *
 * A strength is comparable with another only where a chain of wins leads from each to the other; otherwise the likelihood has no
 * maximum, and the losers tend to 0. Then, and with few choices, give a `prior`: so many wins, shared with an opponent of middling
 * strength, added for each contestant.
 *
 * @param wins wins[i][j] is how often i was chosen over j; a square matrix of numbers of 0 or more
 * @param prior 0 when absent
 * @throws RangeError when the matrix is not square, holds a negative number, or its contestants are not all connected by wins both
 *   ways and there is no prior
 */
export function bradleyTerry(wins: readonly (readonly number[])[], prior = 0): Strengths {
  const count = wins.length;
  if (count === 0) return { strengths: [], passes: 0 };
  if (wins.some((row) => row.length !== count || !row.every((won) => won >= 0 && won < Infinity))) {
    throw new RangeError('wins must be a square matrix of numbers of 0 or more');
  }
  if (!(prior >= 0)) throw new RangeError('prior must be 0 or more');
  if (prior === 0 && !isConnected(wins)) {
    throw new RangeError('some contestants never won, or never lost, against the others; give a prior');
  }
  const won = wins.map((row, i) => row.reduce((sum, one, j) => sum + (i === j ? 0 : one), prior / 2));
  let strengths = new Array<number>(count).fill(1 / count);
  for (let passes = 1; ; passes += 1) {
    const next = strengths.map((own, i) => {
      const meetings = strengths.reduce(
        (sum, other, j) => {
          return i === j ? sum : sum + (wins[i]![j]! + wins[j]![i]!) / (own + other);
        },
        prior / (own + 1 / count),
      );
      return won[i]! / meetings;
    });
    const total = next.reduce((sum, one) => sum + one, 0);
    const scaled = next.map((one) => one / total);
    const change = Math.max(...scaled.map((one, i) => Math.abs(one - strengths[i]!)));
    strengths = scaled;
    if (change < 1e-10 || passes === MOST_PASSES) return { strengths, passes };
  }
}

/** Whether wins lead from the first contestant to every other, and from every other to the first. */
function isConnected(wins: readonly (readonly number[])[]): boolean {
  const reaches = (leads: (from: number, to: number) => boolean) => {
    const reached = new Set([0]);
    for (const from of reached) for (const to of wins.keys()) if (leads(from, to)) reached.add(to);
    return reached.size === wins.length;
  };
  return reaches((from, to) => wins[from]![to]! > 0) && reaches((from, to) => wins[to]![from]! > 0);
}
