import type { LabelSchema } from '../../labels/index.js';
import type { FieldFault } from '../../platform/index.js';
import type { ErrorCode, ErrorSeverity } from '../../projects/index.js';

/** An error as whoever judges says it. */
export interface SaidError {
  code: string;
  severity?: ErrorSeverity | null;
  class?: string | null;
}

/** An error as it is kept. */
export interface VerdictError {
  code: string;
  severity: ErrorSeverity;
  class?: string;
}

/** What is wrong with the errors of a verdict, by the catalogue of the project; without one any code may be said. */
export function faultsOfErrors(
  errors: readonly SaidError[],
  catalogue: readonly ErrorCode[],
  schema: LabelSchema,
): FieldFault[] {
  const known = new Map(catalogue.map((entry) => [entry.code, entry]));
  const classes = new Set([...schema.classes, ...schema.fields].map(({ name }) => name));
  return errors.flatMap((error, index): FieldFault[] => {
    const path = `input.errors[${index}]`;
    if (catalogue.length === 0)
      return error.severity ? [] : [{ path: `${path}.severity`, message: 'is required: the project has no catalogue' }];
    const entry = known.get(error.code);
    if (!entry) return [{ path: `${path}.code`, message: `must be one of ${[...known.keys()].join(', ')}` }];
    if (!error.class) return [];
    if (entry.class && entry.class !== error.class)
      return [{ path: `${path}.class`, message: `must be ${entry.class}: ${entry.code} is about nothing else` }];
    return classes.has(error.class)
      ? []
      : [{ path: `${path}.class`, message: 'is no class or field of the label schema' }];
  });
}

/** The errors with what the catalogue says of them: its severity counts, and its class where it has one. */
export function asErrors(errors: readonly SaidError[], catalogue: readonly ErrorCode[]): VerdictError[] {
  const known = new Map(catalogue.map((entry) => [entry.code, entry]));
  return errors.map(({ code, severity, class: said }) => {
    const about = known.get(code)?.class ?? (said || undefined);
    return { code, severity: known.get(code)?.severity ?? severity!, ...(about && { class: about }) };
  });
}
