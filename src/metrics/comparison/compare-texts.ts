import { composeTranscript, editDistance, normalisedEditDistance, wordsOf } from '../../consensus/index.js';
import { fieldOf } from '../agreement/measure-parts.js';
import type { ComparedTask } from './compared-task.js';
import type { PartComparison } from './comparison-report.js';
import { meanEstimate } from './estimates.js';

const ways: Record<string, (texts: string[]) => string> = {
  'first-answer': (texts) => texts[0]!,
  medoid: medoidOf,
  rover: (texts) => composeTranscript(texts.map((text) => ({ words: wordsOf(text) }))).words.join(' '),
};

/** Ways to make one text of several, by 1 − normalised edit distance to the known one. Left empty is an empty text. */
export function compareTexts(tasks: readonly ComparedTask[], field: string): Pick<PartComparison, 'n' | 'methods'> {
  const textOf = (labels: Parameters<typeof fieldOf>[0]) => fieldOf(labels, 'TEXT', field)?.text ?? '';
  const known = tasks.flatMap(({ answers, gold }) =>
    gold && answers.length > 0 ? [{ truth: textOf(gold), texts: answers.map(({ labels }) => textOf(labels)) }] : [],
  );
  const methods = Object.entries(ways).map(([method, way]) => {
    const began = performance.now();
    const made = known.map(({ texts }) => way(texts));
    const seconds = (performance.now() - began) / 1000;
    const score = meanEstimate(known.map(({ truth }, task) => 1 - normalisedEditDistance(made[task]!, truth)));
    return { method, score, seconds };
  });
  return { n: known.length, methods };
}

/** The text nearest to all others together: the least sum of edit distances, the first of equals. */
export function medoidOf(texts: string[]): string {
  const sums = texts.map((text) => texts.reduce((sum, other) => sum + editDistance(text, other), 0));
  return texts[sums.indexOf(Math.min(...sums))]!;
}
