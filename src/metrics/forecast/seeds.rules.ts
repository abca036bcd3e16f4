/** Two numbers into one seed, far from its neighbours. */
export const seedOf = (seed: number, more: number): number => {
  let mixed = Math.imul(seed ^ Math.imul(more + 0x7f4a7c15, 0x85ebca6b), 0xc2b2ae35) >>> 0;
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x27d4eb2f) >>> 0;
  return (mixed ^ (mixed >>> 13)) >>> 0;
};

/** A name as a number (FNV-1a). */
export function nameOf(name: string): number {
  let mixed = 0x811c9dc5;
  for (let place = 0; place < name.length; place += 1) mixed = Math.imul(mixed ^ name.charCodeAt(place), 0x01000193);
  return mixed >>> 0;
}
