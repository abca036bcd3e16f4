import { createHash } from 'node:crypto';
import type { LabelFault } from '../../labels/index.js';
import type { RefusedAnswer } from '../connector.types.js';
import { canonical, type Word } from './join.rules.js';
import type { Settlement } from './settle.rules.js';

type Noted = Extract<Settlement, { move: 'NOTE_REFUSED' }>;

const mostFields = 20;
const mostOfSentence = 2000;

/**
 * What the tool is told of an answer that was not taken; null when there is no answer in it. The id is the same for the same answer.
 * One that the person can give again counts by its version, too: given again it is another. One that comes too late does not, since
 * in some tools the very telling makes it newer.
 * @param isHeld the person holds the work and nothing of theirs counts yet
 */
export function refusalOf(
  item: string,
  word: Word,
  { why, sentence }: Noted,
  faults: readonly LabelFault[],
  isHeld: boolean,
): Omit<RefusedAnswer, 'at'> | null {
  if (!('part' in word)) return null;
  const { state, labels, reason, version } = word.part;
  const said = canonical([item, state, labels, reason, isHeld ? version : null]);
  return {
    id: `ref_${createHash('sha256').update(said).digest('hex').slice(0, 32)}`,
    code: why,
    // What was built on an answer, such as an audit, is not for those who gave it.
    sentence: (why === 'CAME_AFTER' ? cameAfter : sentence).slice(0, mostOfSentence),
    fields: why === 'LABELS' ? faults.slice(0, mostFields).map(({ path, message }) => ({ path, message })) : [],
    isHeld,
  };
}

const cameAfter = 'It came after something had been decided on the answer before: that one stands as it was.';
