import type { ValidationError } from 'class-validator';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { sqlState } from '../database.js';
import { ClientFault, isRetryable, type FaultCode, type FieldFault } from '../fault.js';
import type { Log } from '../log.js';

/** class-validator's tree → one entry a field, with its path. */
export function fieldFaults(errors: ValidationError[], parent = ''): FieldFault[] {
  return errors.flatMap((error) => {
    const path = /^\d+$/.test(error.property) ? `${parent}[${error.property}]` : parent ? `${parent}.${error.property}` : error.property;
    const own = Object.values(error.constraints ?? {}).map((message) => ({ path, message: message.replace(new RegExp(`^${error.property} `), '') }));
    return [...own, ...fieldFaults(error.children ?? [], path)];
  });
}

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

/** SQL states that are nobody's defect. 57014: statement_timeout; 57P01–57P03, 08*, 53*: the database is away or full. */
function codeOfDatabase(state: string | undefined): FaultCode | undefined {
  if (state === '57014') return 'TIMED_OUT';
  if (state && /^(57P0[123]|08|53|40001|40P01|ECONN)/.test(state)) return 'UNAVAILABLE';
  return undefined;
}

const lostConnection = /Connection terminated|ECONNREFUSED|ECONNRESET|connection is closed|timeout exceeded when trying to connect/i;

/** Faults that come from what the caller sent, told by graphql-js without a code of their own. */
function isCallersGraphql(error: GraphQLError): boolean {
  return error.originalError === undefined && error.path === undefined;
}

/**
 * The error model: `extensions { code retryable requestId fields? }`. What is not a known fault is a defect: logged
 * once with its stack, shown as INTERNAL without any of it.
 */
export function formatError(formatted: GraphQLFormattedError, thrown: unknown, requestId: string, log: Log): GraphQLFormattedError {
  const original = thrown instanceof GraphQLError ? (thrown.originalError ?? thrown) : thrown;
  const { locations, path } = formatted;
  const answer = (code: FaultCode, message: string, more: object = {}): GraphQLFormattedError => ({
    message,
    locations,
    path,
    extensions: { code, retryable: isRetryable(code), requestId, ...more },
  });
  if (original instanceof ClientFault) {
    return answer(original.code, original.message, {
      ...(original.fields.length > 0 && { fields: original.fields }),
      ...(original.retryAfterSeconds !== undefined && { retryAfterSeconds: original.retryAfterSeconds }),
    });
  }
  const state = codeOfDatabase(sqlState(original)) ?? (lostConnection.test(String((original as Error)?.message)) ? 'UNAVAILABLE' : undefined);
  if (state === 'TIMED_OUT') return answer(state, 'This took too long and was stopped; nothing was changed.');
  if (state === 'UNAVAILABLE') return answer(state, 'The database is not reachable at the moment; try again.');
  const code = foreignCodes[String(formatted.extensions?.code)];
  if (code) {
    const fields = code === 'VALIDATION_FAILED' ? { fields: [{ path: formatted.path?.join('.') ?? '', message: formatted.message }] } : {};
    return answer(code, formatted.message, fields);
  }
  if (thrown instanceof GraphQLError && isCallersGraphql(thrown)) return answer('GRAPHQL_INVALID', formatted.message);
  log.error({ requestId, path, error: original instanceof Error ? original.stack : String(original) }, 'defect');
  return answer('INTERNAL', `Something went wrong on our side. Please give this request id when you report it: ${requestId}.`);
}
