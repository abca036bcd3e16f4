import { counted } from '../platform/counted.rules.js';
import type { LotState } from './audit.types.js';

/** What a lot waits for. */
export const auditWaits = ['MENDING', 'CAUSE', 'BATCH', 'SEED', 'JUDGE', 'AUDITORS', 'WORD'] as const;
export type AuditWaitFor = (typeof auditWaits)[number];

/** Of a lot whose sample is not drawn. */
export interface DrawFacts {
  isBatchComplete: boolean;
  /** A round before is still being mended: nothing is drawn meanwhile. */
  isBeingMended: boolean;
  /** Inspection of its line is discontinued; whose, when it is a team's. */
  isDiscontinued: boolean;
  teamName: string | null;
}

/** Of a lot that is being looked at. */
export interface SeatFacts {
  /** Items that have a seat and no verdict. */
  open: number;
  /** Of those, how many nobody may judge: each reviewer of the project's teams had a part in them, or let them pass. */
  judgeless: number;
}

export interface AuditWait {
  for: AuditWaitFor;
  /** Items that it is about; 0 where it is about none. */
  items: number;
  sentence: string;
}

/** Null when there is nothing to wait for any more. */
export function auditWaitOf(state: Exclude<LotState, 'COMMITTED'>, seats: SeatFacts): AuditWait | null {
  if (state === 'FIXED')
    return { for: 'SEED', items: 0, sentence: 'It waits for the seed that the client committed to (revealAuditSeed).' };
  if (seats.open > 0 && (state === 'OPEN' || state === 'RETURNED')) return waitForAuditors(seats);
  if (state === 'JUDGED')
    return { for: 'WORD', items: 0, sentence: 'It is judged, and waits for the word on it (acceptLot, returnLot).' };
  return null;
}

export function drawWaitOf({ isBatchComplete, isBeingMended, isDiscontinued, teamName }: DrawFacts): AuditWait {
  if (isBeingMended)
    return {
      for: 'MENDING',
      items: 0,
      sentence: 'The round before is still being mended: nothing is drawn meanwhile.',
    };
  if (!isBatchComplete)
    return {
      for: 'BATCH',
      items: 0,
      sentence: 'It is drawn once the batch is closed and every task of it is settled.',
    };
  const whose = teamName === null ? 'Inspection' : `Inspection of the lots of ${teamName}`;
  if (isDiscontinued)
    return {
      for: 'CAUSE',
      items: 0,
      sentence: `${whose} is discontinued: it is drawn once the cause is mended (correctCause).`,
    };
  return { for: 'BATCH', items: 0, sentence: 'It is about to be drawn.' };
}

function waitForAuditors({ open, judgeless }: SeatFacts): AuditWait {
  if (judgeless === 0)
    return {
      for: 'AUDITORS',
      items: open,
      sentence: `${counted(open, 'item waits', 'items wait')} for an auditor's verdict.`,
    };
  return {
    for: 'JUDGE',
    items: judgeless,
    sentence:
      `Nobody may judge ${judgeless} of the ${counted(open, 'item')} without a verdict: every reviewer of the project's teams labelled, reviewed or ` +
      `adjudicated ${judgeless === 1 ? 'it' : 'them'}, or passed ${judgeless === 1 ? 'it' : 'them'} by. Invite a judge from outside ` +
      '(inviteMember with the role REVIEWER, then addTeamMember), give the role REVIEWER to somebody who had no part (setRoles), or ' +
      'open the project to a team that has such reviewers (addTeamToProject).',
  };
}
