/** Every code that `extensions.code` may carry; documented in docs/errors.md. */
export const faultCodes = [
  'VALIDATION_FAILED',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'CONFLICT',

  'TOO_LARGE',
  'TOO_COMPLEX',
  'IDEMPOTENCY_KEY_REUSED',
  'GRAPHQL_INVALID',
  'TIMED_OUT',
  'UNAVAILABLE',
  'INTERNAL',
] as const;
export type FaultCode = (typeof faultCodes)[number];

const retryable: ReadonlySet<FaultCode> = new Set(['TIMED_OUT', 'UNAVAILABLE']);
export const isRetryable = (code: FaultCode): boolean => retryable.has(code);

export interface FieldFault {
  path: string;
  message: string;
}

/** The caller's mistake: thrown, told in plain words, never logged as a defect. */
export class ClientFault extends Error {
  constructor(
    readonly code: FaultCode,
    message: string,
    readonly fields: FieldFault[] = [],
    readonly retryAfterSeconds?: number,
  ) {
    super(message);
  }

  static invalid(path: string, message: string): ClientFault {
    return ClientFault.invalidFields([{ path, message }]);
  }

  static invalidFields(fields: FieldFault[]): ClientFault {
    const first = fields[0];
    return new ClientFault(
      'VALIDATION_FAILED',
      first ? `${first.path}: ${first.message}` : 'The input is not valid.',
      fields,
    );
  }

  static notFound(what: string): ClientFault {
    return new ClientFault('NOT_FOUND', `There is no such ${what}, or it is not open to you.`);
  }

  static forbidden(action: string): ClientFault {
    return new ClientFault('FORBIDDEN', `You may not do this (${action}).`);
  }
}
