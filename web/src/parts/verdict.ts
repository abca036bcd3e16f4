import { messages } from '../messages';

export interface SaidError {
  code: string;
  severity: string;
  class?: string;
}

/** "wrong outline (Lung, major)" */
export const errorWords = (errors: unknown): string =>
  (Array.isArray(errors) ? (errors as SaidError[]) : [])
    .map(
      ({ code, severity, class: about }) =>
        `${code} (${[about, messages.severities[severity]].filter(Boolean).join(', ')})`,
    ) // prettier-ignore
    .join('; ');
