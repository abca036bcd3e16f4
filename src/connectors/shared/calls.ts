import { ToolRefused } from '../tool-faults.js';

/** What a call answers, or null where the tool says that there is no such thing. */
export async function orGone<T>(call: Promise<T>): Promise<T | null> {
  try {
    return await call;
  } catch (fault) {
    if (fault instanceof ToolRefused && (fault.status === 404 || fault.status === 410)) return null;
    throw fault;
  }
}

/** A tool that answers something else than it documents: to be shown, and not to be tried again in another way. */
export class ToolAnsweredOddly extends ToolRefused {
  constructor(message: string) {
    super(502, message);
  }
}
