import type { Held } from './queries';

/** What one does with a task that one holds, by its stage. */
export interface HeldProps {
  held: Held;
  /** It was handed in: look for the next one. */
  onDone: () => void;
  isPaused: boolean;
  /** The person has just asked for it. */
  isNew: boolean;
}
