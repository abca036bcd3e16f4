/**
 * How much an annotator's labels tell about the truth: 0 for somebody who answers without looking, 1 for somebody who is
 * always right (or always wrong in a way that can be undone).
 *
 * Raykar & Yu, Eliminating Spammers and Ranking Annotators for Crowdsourced Labeling Tasks (JMLR 13, 2012), section 3.2:
 * 1/(K(K−1)) · Σ_{c<c'} Σ_o (e[c][o] − e[c'][o])². With two classes it is (sensitivity + specificity − 1)².
 *
 * @param confusion K rows, one for each true class, each the K shares of what was said; a row sums to 1
 * @throws RangeError when the matrix is not square with K ≥ 2 or a row does not sum to 1
 */
export function spammerScore(confusion: readonly (readonly number[])[]): number {
  const classes = confusion.length;
  if (classes < 2 || confusion.some((row) => row.length !== classes)) {
    throw new RangeError('confusion must be a square matrix of at least two classes');
  }
  if (confusion.some((row) => !(Math.abs(row.reduce((sum, share) => sum + share, 0) - 1) < 1e-6))) {
    throw new RangeError('each row of confusion must sum to 1');
  }
  let sum = 0;
  for (const [place, row] of confusion.entries()) {
    for (const other of confusion.slice(place + 1)) {
      sum += row.reduce((squares, share, said) => squares + (share - other[said]!) ** 2, 0);
    }
  }
  return sum / (classes * (classes - 1));
}
