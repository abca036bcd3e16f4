import type { Label } from '../../labels/index.js';

/** A task with the independent answers to it, in the order of their seats, and what is known to be right. */
export interface ComparedTask {
  taskId: string;
  answers: { by: string; labels: Label[] }[];
  gold: Label[] | null;
}
