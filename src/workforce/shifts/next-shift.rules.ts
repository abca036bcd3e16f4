import { momentText } from './calendar.rules.js';

/** What is known of somebody who is not at work now. */
export interface NextShift {
  /** null: none is planned as far ahead as windows go */
  startsAt: Date | null;
  /** the last day of the leave they are on, `2026-12-05`; null when they are on none */
  leaveUntil: string | null;
  /** the person's own, in which they read times */
  timeZone: string;
}

const words = {
  SELF: { on: 'You are', next: 'Your next shift starts', whom: 'you: ask your lead' },
  LEAD: { on: 'They are', next: 'Their next shift starts', whom: 'them' },
};

/** When they work again, as the person reads it or as their lead does. */
export function nextShiftSentence({ startsAt, leaveUntil, timeZone }: NextShift, reader: keyof typeof words): string {
  const { on, next, whom } = words[reader];
  const away = leaveUntil ? [`${on} on leave until ${leaveUntil}.`] : [];
  const then = startsAt ? `${next} on ${momentText(startsAt, timeZone)}.` : `No shift is planned for ${whom}.`;
  return [...away, then].join(' ');
}
