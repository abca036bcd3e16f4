import { logGamma } from './beta.js';
import type { Interval } from './proportion.js';

/**
 * The distribution function of a Gamma variate of shape `a` and scale 1 at x: the regularised incomplete gamma function P(a, x),
 * in [0, 1]. The series of DLMF 8.11.4 left of the mean, the continued fraction of DLMF 8.9.2 (as Lentz evaluates it) right of it.
 * Absolute error under 1e-10 for a up to a million.
 *
 * @throws RangeError unless a > 0 and x ≥ 0
 */
export function gammaCdf(x: number, a: number): number {
  if (!(a > 0)) throw new RangeError('a must be above 0');
  if (!(x >= 0)) throw new RangeError('x must not be below 0');
  if (x === 0) return 0;
  if (x === Infinity) return 1;
  const front = Math.exp(a * Math.log(x) - x - logGamma(a));
  return x < a + 1 ? Math.min(1, front * series(x, a)) : Math.max(0, 1 - front * fraction(x, a));
}

function series(x: number, a: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; n < 100_000; n += 1) {
    term *= x / (a + n);
    sum += term;
    if (term < sum * 1e-16) break;
  }
  return sum;
}

function fraction(x: number, a: number): number {
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let value = d;
  for (let n = 1; n < 100_000; n += 1) {
    const numerator = -n * (n - a);
    b += 2;
    d = 1 / away(numerator * d + b);
    c = away(b + numerator / c);
    value *= d * c;
    if (Math.abs(d * c - 1) < 1e-16) break;
  }
  return value;
}

const away = (value: number): number => (Math.abs(value) < 1e-300 ? 1e-300 : value);

/** The x with P(a, x) = `probability`, by bisection. */
function gammaQuantile(probability: number, a: number): number {
  let low = 0;
  let high = a + 10 * Math.sqrt(a) + 50;
  for (let step = 0; step < 200; step += 1) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (gammaCdf(middle, a) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * The exact interval of the mean of a Poisson variate of which `count` was seen (Garwood, Biometrika 28, 1936): from the α/2
 * quantile of Gamma(count) to the 1 − α/2 quantile of Gamma(count + 1). Divided by the time it took, it is that of a rate. From 0 up;
 * its true level is at least `level`.
 *
 * @throws RangeError unless count is a whole number from 0 to a million and 0 < level < 1
 */
export function poissonInterval(count: number, level = 0.95): Interval {
  if (!(Number.isInteger(count) && count >= 0)) throw new RangeError('count must be a whole number from 0 up');
  if (!(level > 0 && level < 1)) throw new RangeError('level must be between 0 and 1');
  const tail = (1 - level) / 2;
  return [count === 0 ? 0 : gammaQuantile(tail, count), gammaQuantile(1 - tail, count + 1)];
}
