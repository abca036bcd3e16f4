import { codePoints, sequenceDistance } from './edit-distance.js';

/** The words of a text: what stands between white space. Case and punctuation are left as they are. */
export function wordsOf(text: string): string[] {
  return text.split(/\s+/u).filter((word) => word !== '');
}

/**
 * Word error rate: edit distance in words over the number of words of the reference; 0 or more, and more than 1 when much is
 * invented. Against an empty reference it is 0 for an empty answer, otherwise 1.
 */
export function wordErrorRate(answer: string, reference: string): number {
  return errorRate(wordsOf(answer), wordsOf(reference));
}

/** Character error rate: the same in code points. */
export function characterErrorRate(answer: string, reference: string): number {
  return errorRate(codePoints(answer), codePoints(reference));
}

/** The word error rate of many texts at once: all edits over all words of the references. */
export function corpusWordErrorRate(pairs: readonly { answer: string; reference: string }[]): number {
  let edits = 0;
  let words = 0;
  for (const { answer, reference } of pairs) {
    const expected = wordsOf(reference);
    edits += sequenceDistance(wordsOf(answer), expected);
    words += expected.length;
  }
  return words > 0 ? edits / words : Math.min(1, edits);
}

function errorRate<Item>(answer: ArrayLike<Item>, reference: ArrayLike<Item>): number {
  const edits = sequenceDistance(answer, reference);
  return reference.length > 0 ? edits / reference.length : Math.min(1, edits);
}
