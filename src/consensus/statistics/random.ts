export interface Random {
  /** Uniform in [0, 1), with 32 random bits. */
  next(): number;
  /** Uniform among the integers 0 … below − 1; `below` is at most 2³². */
  integer(below: number): number;
}

/**
 * A small generator with a seed, so that whatever is drawn can be drawn again: sfc32 of Chris Doty-Humphrey (PractRand,
 * 2010), a 128-bit state with a counter in it, hence a period of at least 2³². Not for secrets.
 *
 * @param seed any integer; the same seed gives the same numbers on every machine
 */
export function randomOf(seed: number): Random {
  let a = seed | 0;
  let b = Math.floor(seed / 2 ** 32) | 0;
  let c = 0x9e3779b9 | 0;
  let counter = 1;
  const bits = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return sum >>> 0;
  };
  // The seed needs a few rounds to reach every bit of the state.
  for (let round = 0; round < 15; round += 1) bits();
  return {
    next: () => bits() / 2 ** 32,
    integer: (below) => Math.floor((bits() / 2 ** 32) * below),
  };
}

/** 0 … length − 1 in random order (Fisher & Yates 1938, as Durstenfeld 1964). */
export function shuffledPlaces(length: number, random: Random): Int32Array {
  const places = Int32Array.from({ length }, (_, place) => place);
  for (let last = length - 1; last > 0; last -= 1) {
    const chosen = random.integer(last + 1);
    [places[last], places[chosen]] = [places[chosen]!, places[last]!];
  }
  return places;
}
