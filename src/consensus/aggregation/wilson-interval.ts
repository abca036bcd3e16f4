/** The 97.5 % point of the normal distribution. */
const Z95 = 1.959963984540054;

/**
 * The Wilson (1927) score interval of a share of `right` in `count` trials, 95 % unless `z` says otherwise:
 * (p + z²/2n ± z√(p(1 − p)/n + z²/4n²)) / (1 + z²/n). Within [0, 1]; all of [0, 1] without trials. `right` may be a
 * fraction, as ties make it.
 *
 * @throws RangeError when right is not in [0, count]
 */
export function wilsonInterval(right: number, count: number, z = Z95): [low: number, high: number] {
  if (!(right >= 0 && right <= count)) throw new RangeError(`${right} of ${count} is not a share`);
  if (count === 0) return [0, 1];
  const share = right / count;
  const middle = share + (z * z) / (2 * count);
  const half = z * Math.sqrt((share * (1 - share)) / count + (z * z) / (4 * count * count));
  const whole = 1 + (z * z) / count;
  return [right === 0 ? 0 : (middle - half) / whole, right === count ? 1 : (middle + half) / whole];
}
