import { momentText } from '../shifts/calendar.rules.js';

/** Somebody who is on a break now. */
export interface OnBreak {
  since: Date;
  /** null: until they are back */
  until: Date | null;
  /** the person's own, in which they read times */
  timeZone: string;
}

/** Since when and until when, as the person and their lead read it. */
export function breakSentence({ since, until, timeZone }: OnBreak): string {
  const began = `It began on ${momentText(since, timeZone)}`;
  return until ? `${began} and lasts until ${momentText(until, timeZone)} at the latest.` : `${began}.`;
}
