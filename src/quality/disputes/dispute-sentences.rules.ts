import type { DisputeRow } from './disputes.store.js';

/** What a verdict is called in a sentence. */
const verdictWords: Record<DisputeRow['decision'], string> = {
  ACCEPT: 'acceptance',
  FIX: 'correction',
  REJECT: 'rejection',
};

type Disputed = Pick<DisputeRow, 'decision' | 'errors' | 'reason' | 'comment'>;

/** What both are told. No name of anybody, and no key of the task. */
export function noticesOf(
  { decision, reason }: Disputed,
  state: 'UPHELD' | 'OVERTURNED',
): { author: string; reviewer: string } {
  const verdict = verdictWords[decision];
  if (state === 'UPHELD')
    return {
      author: `Your dispute was looked at again: the ${verdict} stands. You had written: “${reason}”`,
      reviewer: `A ${verdict} of yours was disputed, and it stands.`,
    };
  return {
    author: `You were right: the ${verdict} of your work was overturned, and is not held against you any more.`,
    reviewer: `A ${verdict} of yours was disputed and overturned. The annotator had written: “${reason}”`,
  };
}

/** What people disagreed about, for whoever writes the next version of the guidelines. */
export function guidelineNote({ decision, errors, reason, comment }: Disputed, why: string | null): string {
  const codes = [...new Set(errors.map((error) => (error.class ? `${error.code} (${error.class})` : error.code)))];
  return [
    `A ${verdictWords[decision]}${codes.length > 0 ? ` for ${codes.join(', ')}` : ''} was overturned.`,
    ...(comment ? [`The reviewer had said: “${comment}”`] : []),
    `The annotator: “${reason}”`,
    ...(why ? [`Decided: “${why}”`] : []),
  ].join('\n');
}
