import { describe, expect, it } from '@jest/globals';
import { beginningOf, partOf, questionMoves, questionStates, stateAfterWord } from './question.rules.js';

describe('a question', () => {
  it('is answered by others, opened again by who asked, and over when it is closed', () => {
    expect(stateAfterWord('OPEN', 'LEAD', true)).toBe('ANSWERED');
    expect(stateAfterWord('OPEN', 'CLIENT', false)).toBe('OPEN');
    expect(stateAfterWord('ANSWERED', 'CLIENT', false)).toBe('ANSWERED');
    expect(stateAfterWord('ANSWERED', 'ASKER', false)).toBe('OPEN');
    expect(stateAfterWord('CLOSED', 'LEAD', true)).toBeNull();
  });

  it('moves only to states that there are', () => {
    for (const moves of Object.values(questionMoves))
      for (const to of Object.values(moves)) expect(questionStates).toContain(to);
  });

  it('knows its people by their part: the asker first, then the widest role', () => {
    expect(partOf(['ANNOTATOR'], true)).toBe('ASKER');
    expect(partOf(['TEAM_LEAD', 'ANNOTATOR'], false)).toBe('LEAD');
    expect(partOf(['CLIENT', 'PROJECT_MANAGER'], false)).toBe('MANAGER');
    expect(partOf(['CLIENT'], false)).toBe('CLIENT');
  });

  it('is quoted by its beginning, and no letter is cut in two', () => {
    expect(beginningOf(' a\n b ')).toBe('a b');
    expect(beginningOf('😀'.repeat(400))).toBe(`${'😀'.repeat(300)}…`);
  });
});
