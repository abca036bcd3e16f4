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
