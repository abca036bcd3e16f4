/**
 * ψ(x), the derivative of ln Γ, for x > 0; absolute error below 1e-12. Recurrence up to 8, then the asymptotic series
 * (Abramowitz & Stegun 6.3.5 and 6.3.18).
 */
export function digamma(x: number): number {
  if (!(x > 0)) throw new RangeError(`digamma needs a positive number, not ${x}`);
  let shift = 0;
  let at = x;
  while (at < 8) shift -= 1 / at++;
  const inverse = 1 / (at * at);
  const series =
    inverse *
    (1 / 12 -
      inverse * (1 / 120 - inverse * (1 / 252 - inverse * (1 / 240 - inverse * (1 / 132 - (inverse * 691) / 32760)))));
  return shift + Math.log(at) - 1 / (2 * at) - series;
}
