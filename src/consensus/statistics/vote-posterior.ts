/** One vote, and how often its voter is right. */
export interface Vote {
  option: number;
  accuracy: number;
}

/**
 * How sure each option is after some votes of people who err independently and by pure chance ("one coin"):
 * P(c) ∝ prior(c) · Π_votes (accuracy if it says c, else (1 − accuracy)/(K − 1)).
 *
 * @param options K, how many options there are; at least 2
 * @param prior K numbers above 0; even when absent
 * @returns K probabilities that sum to 1
 * @throws RangeError when an accuracy is not strictly between 0 and 1, or an option is none of the K
 */
export function votePosterior(votes: readonly Vote[], options: number, prior?: readonly number[]): number[] {
  if (!(options >= 2)) throw new RangeError('there must be at least two options');
  const scores = Array.from({ length: options }, (_, option) => Math.log(prior?.[option] ?? 1));
  for (const { option, accuracy } of votes) {
    if (!(accuracy > 0 && accuracy < 1)) throw new RangeError('accuracy must be between 0 and 1, both excluded');
    if (!(Number.isInteger(option) && option >= 0 && option < options)) {
      throw new RangeError(`option must be one of 0 to ${options - 1}`);
    }
    const other = Math.log((1 - accuracy) / (options - 1));
    for (const place of scores.keys()) scores[place]! += place === option ? Math.log(accuracy) : other;
  }
  const most = Math.max(...scores);
  const weights = scores.map((score) => Math.exp(score - most));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}
