import type { ValidationError } from 'class-validator';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { sqlState } from '../database.js';
import { ClientFault, isRetryable, type FaultCode, type FieldFault } from '../fault.js';
import type { Log } from '../log.js';

/** class-validator's tree → one entry a field, with its path. */
export function fieldFaults(errors: ValidationError[], parent = ''): FieldFault[] {
  return errors.flatMap((error) => {
    const path = /^\d+$/.test(error.property)
      ? `${parent}[${error.property}]`
      : parent
        ? `${parent}.${error.property}`
        : error.property;
    const own = Object.values(error.constraints ?? {}).map((message) => ({
      path,
      message: message.replace(new RegExp(`^${error.property} `), ''),
    }));
    return [...own, ...fieldFaults(error.children ?? [], path)];
  });
}

/** How the limits of depth, cost, aliases, directives and tokens say that they were reached. */
const beyondLimit = /limit of \d+ exceeded|contains more than \d+ tokens/i;

/** Codes of Apollo and of GraphQL itself, in Muster's words. */
const foreignCodes: Record<string, FaultCode> = {
  GRAPHQL_PARSE_FAILED: 'GRAPHQL_INVALID',
  GRAPHQL_VALIDATION_FAILED: 'GRAPHQL_INVALID',
  BAD_REQUEST: 'GRAPHQL_INVALID',
  PERSISTED_QUERY_NOT_FOUND: 'GRAPHQL_INVALID',
  PERSISTED_QUERY_NOT_SUPPORTED: 'GRAPHQL_INVALID',
  OPERATION_RESOLUTION_FAILURE: 'GRAPHQL_INVALID',
  BAD_USER_INPUT: 'VALIDATION_FAILED',
  UNAUTHENTICATED: 'UNAUTHENTICATED',
  FORBIDDEN: 'FORBIDDEN',
};

/** How TypeORM tells that the connection under a transaction is gone. */
const cutOff = new Set([
  'TransactionNotStartedError',
  'QueryRunnerAlreadyReleasedError',
  'QueryRunnerProviderAlreadyReleasedError',
  'ConnectionIsNotSetError',
  'ConnectionNotFoundError',
]);

const lostConnection =
  /Connection terminated|ECONNREFUSED|ECONNRESET|connection is closed|timeout exceeded when trying to connect|Client has encountered a connection error|Client was closed|not queryable|Connection ended|socket hang up|Cannot use a pool/i;

/** character_not_in_repertoire, untranslatable_character, invalid_text_representation (of JSON with such a character). */
const unstorable = new Set(['22021', '22P05', '22P02']);

const weatherMessages = {
  TIMED_OUT: 'This took too long and was stopped; nothing was changed.',
  UNAVAILABLE: 'The database is not reachable at the moment; try again.',
} as const;

/**
 * Errors that are no defect: text that PostgreSQL cannot hold and that no validator stopped; a statement that took too long (57014), a database that is away or full (57P01 to
 * 57P05, 08, 53) or too busy with conflicting work.
 */
export function databaseFault(error: unknown): ClientFault | undefined {
  const state = sqlState(error) ?? '';
  const message = error instanceof Error ? error.message : '';
  if (unstorable.has(state))
    return ClientFault.invalid('input', 'has a character that cannot be stored (NUL, or half of a surrogate pair)');
  if (state === '57014') return new ClientFault('TIMED_OUT', weatherMessages.TIMED_OUT);
  // What the server itself refused has a five-character state; a failed query without one never got its answer.
  const name = error instanceof Error ? error.name : '';
  const isCutOff = (name === 'QueryFailedError' && !/^[0-9A-Z]{5}$/.test(state)) || cutOff.has(name);
  const isAway =
    isCutOff || /^(57P0|58|08|53|40001|40P01|ECONN|EPIPE|ETIMEDOUT)/.test(state) || lostConnection.test(message);
  return isAway ? new ClientFault('UNAVAILABLE', weatherMessages.UNAVAILABLE) : undefined;
}

/** Faults that come from what the caller sent, told by graphql-js without a code of their own. */
function isCallersGraphql(error: GraphQLError): boolean {
  return error.originalError === undefined && error.path === undefined;
}

/**
 * The error model: `extensions { code retryable requestId fields? }`. What is not a known fault is a defect: logged
 * once with its stack, shown as INTERNAL without any of it.
 */
export function formatError(
  formatted: GraphQLFormattedError,
  thrown: unknown,
  requestId: string,
  log: Log,
): GraphQLFormattedError {
  const original = thrown instanceof GraphQLError ? (thrown.originalError ?? thrown) : thrown;
  const { locations, path } = formatted;
  const answer = (code: FaultCode, message: string, more: object = {}): GraphQLFormattedError => ({
    message,
    locations,
    path,
    extensions: { code, retryable: isRetryable(code), requestId, ...more },
  });
  const fault = original instanceof ClientFault ? original : databaseFault(original);
  if (fault) {
    return answer(fault.code, fault.message, {
      ...(fault.fields.length > 0 && { fields: fault.fields }),
      ...(fault.retryAfterSeconds !== undefined && { retryAfterSeconds: fault.retryAfterSeconds }),
    });
  }
  const code = foreignCodes[String(formatted.extensions?.code)];
  if (code === 'GRAPHQL_INVALID' && beyondLimit.test(formatted.message))
    return answer('TOO_COMPLEX', formatted.message);
  if (code) {
    const fields =
      code === 'VALIDATION_FAILED'
        ? { fields: [{ path: formatted.path?.join('.') ?? '', message: formatted.message }] }
        : {};
    return answer(code, formatted.message, fields);
  }
  if (thrown instanceof GraphQLError && isCallersGraphql(thrown)) return answer('GRAPHQL_INVALID', formatted.message);
  log.error({ requestId, path, error: original instanceof Error ? original.stack : String(original) }, 'defect');
  return answer(
    'INTERNAL',
    `Something went wrong on our side. Please give this request id when you report it: ${requestId}.`,
  );
}
