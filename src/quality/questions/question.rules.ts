import type { Role } from '../../identity/index.js';

/** The life of a question. Who asked goes on asking by a comment: then it is open again. */
export const questionMoves = {
  OPEN: { answer: 'ANSWERED', comment: 'OPEN', close: 'CLOSED' },
  ANSWERED: { answer: 'ANSWERED', comment: 'OPEN', close: 'CLOSED' },
  CLOSED: {},
} as const;
export type QuestionState = keyof typeof questionMoves;
export const questionStates = Object.keys(questionMoves) as QuestionState[];

export const addressees = ['LEAD', 'CLIENT'] as const;
export type Addressee = (typeof addressees)[number];

/** As whom somebody speaks: all that is shown of them to those who may not know who it is. */
export type Part = 'ASKER' | 'LEAD' | 'MANAGER' | 'CLIENT';

export function partOf(roles: readonly Role[], isAsker: boolean): Part {
  if (isAsker) return 'ASKER';
  if (roles.some((role) => role === 'OWNER' || role === 'ADMIN' || role === 'PROJECT_MANAGER')) return 'MANAGER';
  return roles.includes('TEAM_LEAD') ? 'LEAD' : 'CLIENT';
}

/** The state after a word; null: the conversation is over. */
export function stateAfterWord(state: QuestionState, part: Part, isAnswer: boolean): QuestionState | null {
  if (state === 'CLOSED') return null;
  if (isAnswer) return questionMoves[state].answer;
  return part === 'ASKER' ? questionMoves[state].comment : state;
}

const longest = 300;
/** The beginning of a text, on one line. */
export function beginningOf(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const letters = [...line];
  return letters.length <= longest ? line : `${letters.slice(0, longest).join('')}…`;
}
