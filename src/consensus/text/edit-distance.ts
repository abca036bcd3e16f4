/**
 * How many insertions, deletions and replacements turn one sequence into the other (Levenshtein 1966), each at a cost of 1.
 * O(n·m) time, O(min(n, m)) memory, after the common beginning and end are cut off.
 */
export function sequenceDistance<Item>(left: ArrayLike<Item>, right: ArrayLike<Item>): number {
  const [short, long] = left.length <= right.length ? [left, right] : [right, left];
  let start = 0;
  while (start < short.length && short[start] === long[start]) start += 1;
  let cut = 0;
  while (cut < short.length - start && short[short.length - 1 - cut] === long[long.length - 1 - cut]) cut += 1;
  const width = short.length - start - cut;
  const height = long.length - start - cut;
  if (width === 0) return height;

  // row[j] is the distance of the first j items of the short one to as many of the long one as have been taken.
  const row = Int32Array.from({ length: width + 1 }, (_, place) => place);
  for (let i = 0; i < height; i += 1) {
    const item = long[start + i];
    let diagonal = i;
    let before = i + 1;
    row[0] = before;
    for (let j = 1; j <= width; j += 1) {
      const above = row[j]!;
      const replaced = diagonal + (item === short[start + j - 1] ? 0 : 1);
      before = Math.min(replaced, above + 1, before + 1);
      row[j] = before;
      diagonal = above;
    }
  }
  return row[width]!;
}

/** Levenshtein's distance of two texts in code points, so that an emoji or a rare character counts once. */
export function editDistance(left: string, right: string): number {
  return sequenceDistance(codePoints(left), codePoints(right));
}

/** Edit distance over the length of the longer text, in code points: 0 for equal texts, also two empty ones, up to 1. */
export function normalisedEditDistance(left: string, right: string): number {
  return normalisedDistance(codePoints(left), codePoints(right));
}

/** Edit distance over the length of the longer sequence, 0 to 1; 0 for two empty ones. */
export function normalisedDistance<Item>(left: ArrayLike<Item>, right: ArrayLike<Item>): number {
  const longer = Math.max(left.length, right.length);
  return longer === 0 ? 0 : sequenceDistance(left, right) / longer;
}

export function codePoints(text: string): Int32Array {
  return Int32Array.from(text, (character) => character.codePointAt(0)!);
}
