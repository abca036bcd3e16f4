import { describe, expect, it } from '@jest/globals';
import { guidelineNote, noticesOf } from './dispute-sentences.rules.js';

const disputed = { errors: [], reason: 'It is a lynx.', comment: null };

describe('what is said of a dispute', () => {
  it.each(['FIX', 'REJECT'] as const)('has a word for the verdict %s, and not its code', (decision) => {
    const about = { ...disputed, decision };
    const sentences = [
      ...(['UPHELD', 'OVERTURNED'] as const).flatMap((state) => Object.values(noticesOf(about, state))),
      guidelineNote(about, null),
    ];
    for (const sentence of sentences) expect(sentence).not.toMatch(/[A-Z]{2,}/);
  });

  it('reads as English', () => {
    expect(noticesOf({ ...disputed, decision: 'REJECT' }, 'UPHELD')).toEqual({
      author: 'Your dispute was looked at again: the rejection stands. You had written: “It is a lynx.”',
      reviewer: 'A rejection of yours was disputed, and it stands.',
    });
    expect(noticesOf({ ...disputed, decision: 'FIX' }, 'OVERTURNED')).toEqual({
      author: 'You were right: the correction of your work was overturned, and is not held against you any more.',
      reviewer: 'A correction of yours was disputed and overturned. The annotator had written: “It is a lynx.”',
    });
  });
});
