import { ApiError } from '../api/client';

/** What the server finds wrong with the field at a path, as it names it: `labelSchema.classes[0].name`. */
export type FaultAt = (path: string) => string | undefined;

/** @param under what stands before the paths of a form that is only a part of the input, such as `settings.` */
export function faultsOf(error: unknown, under = ''): FaultAt {
  const byPath = new Map<string, string>();
  const fields = error instanceof ApiError ? error.fields : [];
  for (const { path, message } of fields) {
    const own = path.replace(/^input\./, '');
    if (own.startsWith(under) && !byPath.has(own.slice(under.length))) byPath.set(own.slice(under.length), message);
  }
  return (path) => byPath.get(path);
}

/** The eye and the keyboard go to the first field that is wrong, once it is shown as that. */
export function showFirstFault(): void {
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      const field = document.querySelector<HTMLElement>('[aria-invalid="true"]');
      field?.focus();
      field?.scrollIntoView({ block: 'center' });
    }),
  );
}
