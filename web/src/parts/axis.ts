/** Where the lines of a scale stand: from 0 on, about so many, at 1, 2 or 5 times a power of ten. */
export function ticksTo(most: number, about = 5): number[] {
  if (!(most > 0)) return [0, 1];
  const rough = most / about;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((times) => times * power).find((one) => one >= rough) ?? rough;
  return Array.from({ length: Math.ceil(most / step - 1e-9) + 1 }, (_, at) => Number((at * step).toPrecision(12)));
}

/** Shares, from a ten-percent line below the lowest up to 1. */
export function shareTicks(lowest: number): number[] {
  const from = Math.max(0, Math.floor(lowest * 10) / 10);
  const step = 1 - from > 0.55 ? 0.2 : 0.1;
  const count = Math.ceil((1 - from) / step - 1e-9);
  return Array.from({ length: count + 1 }, (_, at) => 1 - (count - at) * step).map((share) => Math.max(0, Number(share.toFixed(3)))); // prettier-ignore
}
