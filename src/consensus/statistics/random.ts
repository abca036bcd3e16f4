export interface Random {
  /** Uniform in [0, 1), with 32 random bits. */
  next(): number;
  /** Uniform among the integers 0 … below − 1; `below` is at most 2³². */
  integer(below: number): number;
}

/**
 * Random numbers that a seed repeats on every machine: the counter-based step of Steele, Lea & Flood (2014, OOPSLA, "Fast
 * splittable pseudorandom number generators") in 32 bits, mixed by the finalizer of MurmurHash3. The period is 2³², some
 * hundred times what the longest bootstrap draws. For restarts, intervals and simulations; not for secrets.
 *
 * @param seed any safe integer; beyond 32 bits the upper part is mixed in, so that such seeds differ too
 */
export function randomOf(seed: number): Random {
  let state = (seed + Math.imul(Math.floor(seed / 2 ** 32), 0x85ebca6b)) >>> 0;
  const next = (): number => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
  };
  return { next, integer: (below) => Math.floor(next() * below) };
}

/** The same items in another order, each order equally likely (Fisher & Yates 1938, as Durstenfeld 1964); in place. */
export function shuffle<Items extends { length: number; [place: number]: number }>(
  items: Items,
  random: Random,
): Items {
  for (let last = items.length - 1; last > 0; last -= 1) {
    const chosen = random.integer(last + 1);
    [items[last], items[chosen]] = [items[chosen]!, items[last]!];
  }
  return items;
}

/** 0 … length − 1 in random order. */
export function shuffledPlaces(length: number, random: Random): Int32Array {
  return shuffle(
    Int32Array.from({ length }, (_, place) => place),
    random,
  );
}

/** A normal variate of mean 0 and variance 1 (Box & Muller 1958). */
export function normalVariate(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
}

/**
 * A variate of Gamma(shape, 1), by Marsaglia & Tsang (2000, ACM TOMS 26); for a shape below 1 by their step from shape + 1.
 *
 * @param shape above 0
 */
export function gammaVariate(random: Random, shape: number): number {
  if (!(shape > 0)) throw new RangeError('the shape must be above 0');
  if (shape < 1) return gammaVariate(random, shape + 1) * (1 - random.next()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normalVariate(random);
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - random.next()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** A variate of Beta(a, b), both above 0. */
export function betaVariate(random: Random, a: number, b: number): number {
  const x = gammaVariate(random, a);
  return x / (x + gammaVariate(random, b));
}

/**
 * How many of `trials` come true, each with `probability`: counted one by one up to 40, beyond by the normal distribution of the
 * same mean and variance, rounded and kept within 0 … trials (its error is under that of one trial).
 */
export function binomialVariate(random: Random, trials: number, probability: number): number {
  if (probability <= 0 || trials <= 0) return 0;
  if (probability >= 1) return trials;
  if (trials > 40) {
    const mean = trials * probability;
    const drawn = Math.round(mean + Math.sqrt(mean * (1 - probability)) * normalVariate(random));
    return Math.min(trials, Math.max(0, drawn));
  }
  let count = 0;
  for (let trial = 0; trial < trials; trial += 1) if (random.next() < probability) count += 1;
  return count;
}
