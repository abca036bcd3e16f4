const key = 'muster.then-next';

/** Whether the person wants the next task as soon as one is done; this browser remembers it. */
export const goesOnAfter = (): boolean => localStorage.getItem(key) !== 'no';
export const rememberGoingOn = (goesOn: boolean): void => localStorage.setItem(key, goesOn ? 'yes' : 'no');

let askedFor: string | null = null;

/** The task that the person has just asked for, whichever page shows it. */
export const noteAskedFor = (assignmentId: string | null): void => {
  askedFor = assignmentId;
};
export const wasAskedFor = (assignmentId: string): boolean => askedFor === assignmentId;

let wishesNext = false;

/** Whoever comes back from the tool wants the next task as if they had been done here. */
export const wishNext = (): void => {
  wishesNext = goesOnAfter();
};
/** Once. */
export const takeWish = (): boolean => {
  const wished = wishesNext;
  wishesNext = false;
  return wished;
};
