import type { Label, LabelFault } from '../../labels/index.js';
import { canonical, type Word } from './join.rules.js';

/** What Muster says of the assignment that an item stands for. */
export interface Ours {
  state: 'ACTIVE' | 'SUBMITTED' | 'SKIPPED' | 'RETURNED' | 'EXPIRED' | 'REVOKED';
  /** the answer that is not void */
  answer: {
    labels: Label[];
    skipReason: string | null;
    isQuarantined: boolean;
    /** it came from this item, not from Muster's own API */
    isFromTool: boolean;
  } | null;
  /** skipped because the tool said so, which it may take back */
  isClosedByTool: boolean;
  /** what was built on the answer since, for a sentence: "a verdict" */
  restsOnIt: string | null;
}

export interface Considered {
  word: Word;
  ours: Ours;
  /** faults of the labels by the project's schema */
  faults: readonly LabelFault[];
  /** the tool can be asked */
  isReadable: boolean;
  /** done by somebody else than the holder, and the connection refuses that */
  isForeignRefused: boolean;
}

export type Settlement =
  | { move: 'NOTHING' }
  | { move: 'SUBMIT'; labels: Label[] }
  | { move: 'REVISE'; labels: Label[] }
  | { move: 'SKIP'; reason: string }
  /** the answer is void, or the skip; then perhaps a skip follows */
  | { move: 'TAKE_BACK'; thenSkip: string | null }
  /** the labels have to be read from the tool first */
  | { move: 'READ' }
  | { move: 'NOTE_REFUSED'; why: RefusedWhy; sentence: string };

export type RefusedWhy = 'LABELS' | 'PERSON' | 'CAME_AFTER' | 'NOT_HELD' | 'NO_LABELS';

const nothing: Settlement = { move: 'NOTHING' };
const refused = (why: RefusedWhy, sentence: string): Settlement => ({ move: 'NOTE_REFUSED', why, sentence });

const notHeld = (state: Ours['state']): string =>
  ({
    RETURNED: 'The person had given this work back.',
    REVOKED: 'This work had been taken from the person.',
    SKIPPED: 'The person had skipped this work in Muster.',
    EXPIRED: 'The lease had ended before.',
    ACTIVE: '',
    SUBMITTED: '',
  })[state];

export const skipReasonOf = (reason: string | null): string => reason?.trim().slice(0, 500) || 'Skipped in the tool.';

/**
 * The one move that is missing between what the tool says and what Muster says. Where they say the same there is none, so it may
 * be asked again at any time.
 */
export function settle({ word, ours, faults, isReadable, isForeignRefused }: Considered): Settlement {
  const { answer, state, restsOnIt } = ours;
  switch (word.says) {
    case 'NOTHING':
    case 'STARTED':
      return nothing;
    case 'OPEN':
      if (!answer && state === 'SKIPPED' && ours.isClosedByTool) return takenBack(null);
      if (!answer?.isFromTool) return nothing;
      return restsOnIt ? cameAfter('The answer was taken back in the tool', restsOnIt) : takenBack(null);
    case 'SKIPPED': {
      const reason = skipReasonOf(word.part.reason);
      if (answer) {
        if (answer.skipReason !== null) return nothing;
        if (!answer.isFromTool) return refused('CAME_AFTER', 'The person had answered in Muster itself.');
        return restsOnIt ? cameAfter('The work was skipped in the tool', restsOnIt) : takenBack(reason);
      }
      if (state === 'ACTIVE') return { move: 'SKIP', reason };
      return state === 'REVOKED' ? refused('NOT_HELD', notHeld(state)) : nothing;
    }
    case 'SUBMITTED': {
      const { labels } = word.part;
      if (labels === null) {
        return isReadable
          ? { move: 'READ' }
          : refused('NO_LABELS', 'The answer came without labels, and they cannot be read from the tool.');
      }
      const isSame = answer?.skipReason === null && canonical(answer.labels) === canonical(labels);
      if (isSame) return nothing;
      if (isForeignRefused)
        return refused('PERSON', 'Somebody else than the person who holds the work did it in the tool.');
      if (faults.length > 0) return refused('LABELS', faultSentence(faults));
      if (!answer) {
        const isOpen = state === 'ACTIVE' || state === 'EXPIRED' || ours.isClosedByTool;
        return isOpen ? { move: 'SUBMIT', labels } : refused('NOT_HELD', notHeld(state));
      }
      if (!answer.isFromTool)
        return refused('CAME_AFTER', 'The person had answered in Muster itself, with other labels.');
      return restsOnIt ? cameAfter('The answer was changed in the tool', restsOnIt) : { move: 'REVISE', labels };
    }
  }
}

const takenBack = (thenSkip: string | null): Settlement => ({ move: 'TAKE_BACK', thenSkip });

const cameAfter = (what: string, restsOnIt: string): Settlement =>
  refused('CAME_AFTER', `${what}, but that came after ${restsOnIt}: the answer stands as it was.`);

const mostFaultsTold = 20;

function faultSentence(faults: readonly LabelFault[]): string {
  const told = faults.slice(0, mostFaultsTold).map(({ path, message }) => `${path} ${message}`);
  const more = faults.length > mostFaultsTold ? `; and ${faults.length - mostFaultsTold} more` : '';
  return `The labels do not fit the project: ${told.join('; ')}${more}.`;
}
