/** One person's word sequence, and how much their vote counts. */
export interface Transcript {
  words: readonly string[];
  /** Above 0; 1 when absent. */
  weight?: number;
}

export interface ComposedTranscript {
  words: string[];
  /** For each word its share of the votes at its place, 0 to 1. */
  shares: number[];
}

/** A place in the text: what was heard there, in the order of first hearing; null for nothing. */
type Slot = Map<string | null, number>;

/**
 * Composes one transcript out of several: ROVER of Fiscus, A Post-Processing System to Yield Reduced Word Error Rates
 * (IEEE ASRU 1997), with the vote by frequency (α = 1).
 *
 * The first transcript is a row of slots. Each further one is aligned to the row at the least cost and leaves its word, or
 * nothing, in each slot; a word that stands between two slots opens a new one, where all before it said nothing. In each slot the
 * greatest weight wins; of equal ones the word before nothing, then what was heard first. A word costs nothing against a slot where
 * it was heard, otherwise 1; so does a new slot, and an empty place in a slot where nobody said nothing.
 *
 * The order of the transcripts matters a little, since each is aligned to what came before. O(transcripts · words²).
 *
 * @throws RangeError when a weight is not above 0
 */
export function composeTranscript(transcripts: readonly Transcript[]): ComposedTranscript {
  let slots: Slot[] = [];
  let before = 0;
  for (const { words, weight = 1 } of transcripts) {
    if (!(weight > 0 && weight < Infinity)) throw new RangeError('weight must be above 0');
    slots = before === 0 ? words.map((word) => new Map([[word, weight]])) : joined(slots, words, weight, before);
    before += weight;
  }
  const winners = slots.map((slot) => winnerOf(slot));
  const kept = winners.flatMap(({ word, weight }) => (word === null ? [] : [{ word, share: weight / before }]));
  return { words: kept.map(({ word }) => word), shares: kept.map(({ share }) => share) };
}

enum Step {
  Slot,
  Skip,
  Open,
}

/** The slots after one more transcript. */
function joined(slots: Slot[], words: readonly string[], weight: number, before: number): Slot[] {
  const steps = alignment(slots, words);
  const result: Slot[] = [];
  let place = 0;
  let next = 0;
  for (const step of steps) {
    if (step === Step.Open) {
      result.push(
        new Map<string | null, number>([
          [null, before],
          [words[next++]!, weight],
        ]),
      );
      continue;
    }
    const slot = slots[place++]!;
    const said = step === Step.Slot ? words[next++]! : null;
    slot.set(said, (slot.get(said) ?? 0) + weight);
    result.push(slot);
  }
  return result;
}

/** The cheapest way through slots and words. Of ways that cost the same, words go into slots as late as possible. */
function alignment(slots: Slot[], words: readonly string[]): Step[] {
  const width = words.length + 1;
  const costs = new Float64Array((slots.length + 1) * width);
  const steps = new Uint8Array(costs.length);
  for (let i = 0; i <= slots.length; i += 1) {
    for (let j = 0; j < width; j += 1) {
      if (i === 0 && j === 0) continue;
      let best = Infinity;
      const consider = (step: Step, cost: number) => {
        if (cost >= best) return;
        best = cost;
        steps[i * width + j] = step;
      };
      const slot = slots[i - 1];
      if (slot && j > 0) consider(Step.Slot, costs[(i - 1) * width + j - 1]! + (slot.has(words[j - 1]!) ? 0 : 1));
      if (slot) consider(Step.Skip, costs[(i - 1) * width + j]! + (slot.has(null) ? 0 : 1));
      if (j > 0) consider(Step.Open, costs[i * width + j - 1]! + 1);
      costs[i * width + j] = best;
    }
  }
  const path: Step[] = [];
  for (let i = slots.length, j = words.length; i > 0 || j > 0;) {
    const step = steps[i * width + j]! as Step;
    path.push(step);
    if (step !== Step.Open) i -= 1;
    if (step !== Step.Skip) j -= 1;
  }
  return path.reverse();
}

function winnerOf(slot: Slot): { word: string | null; weight: number } {
  let best: { word: string | null; weight: number } = { word: null, weight: slot.get(null) ?? 0 };
  let isFirst = !slot.has(null);
  for (const [word, weight] of slot) {
    if (word === null) continue;
    const winsTie = weight === best.weight && best.word === null;
    if (isFirst || weight > best.weight || winsTie) best = { word, weight };
    isFirst = false;
  }
  return best;
}
