/**
 * What was not sent yet, in this browser, by assignment. A reload, a crash or a lost network loses nothing. It goes when
 * Muster has the answer, or after a week.
 */
const PREFIX = 'draft:';
const A_WEEK = 7 * 24 * 3600 * 1000;

export function readDraft(assignment) {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + assignment));
  } catch {
    return null;
  }
}

/** False when the browser has no room or allows none: then the person is told. */
export function keepDraft(assignment, draft) {
  try {
    localStorage.setItem(PREFIX + assignment, JSON.stringify({ ...draft, at: Date.now() }));
    return true;
  } catch {
    return false;
  }
}

export const dropDraft = (assignment) => localStorage.removeItem(PREFIX + assignment);

export function dropOldDrafts(now = Date.now()) {
  for (const key of Object.keys(localStorage)) {
    if (!key.startsWith(PREFIX)) continue;
    const draft = readDraft(key.slice(PREFIX.length));
    if (!draft || now - draft.at > A_WEEK) localStorage.removeItem(key);
  }
}
