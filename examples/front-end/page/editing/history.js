/** Undo and redo over values that are never changed in place. Each function answers a new history. */

const MOST_STEPS = 200;

export const begin = (now) => ({ past: [], now, future: [] });

/**
 * `gesture` names one drag or one burst of key presses: steps of the same gesture are undone together.
 */
export function changed(history, now, gesture = null) {
  if (now === history.now) return history;
  const isSame = gesture !== null && history.gesture === gesture;
  const past = isSame ? history.past : [...history.past, history.now].slice(-MOST_STEPS);
  return { past, now, future: [], gesture };
}

export const canUndo = (history) => history.past.length > 0;
export const canRedo = (history) => history.future.length > 0;

export function undone({ past, now, future }) {
  if (past.length === 0) return { past, now, future };
  return { past: past.slice(0, -1), now: past.at(-1), future: [now, ...future] };
}

export function redone({ past, now, future }) {
  if (future.length === 0) return { past, now, future };
  return { past: [...past, now], now: future[0], future: future.slice(1) };
}
