import type { TadaDocumentNode } from 'gql.tada';
import { messages } from '../messages';
import { nameOf, textOf } from './graphql';

export interface FieldFault {
  path: string;
  message: string;
}

/** What went wrong, in words for people; with the id under which the server's log knows it. */
export class ApiError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly requestId: string | null = null,
    readonly fields: readonly FieldFault[] = [],
  ) {
    super(message);
  }
}

/** An expected no: the server changed nothing, and says why. */
export class Refused extends ApiError {}

interface Answer<Data> {
  data?: Data;
  errors?: {
    message: string;
    extensions?: { code?: string; requestId?: string; fields?: FieldFault[] };
  }[];
}

let onSignedOut: () => void = () => undefined;
/** Called when the server says that nobody is signed in any more. */
export function whenSignedOut(listener: () => void): void {
  onSignedOut = listener;
}

export interface AskOptions {
  signal?: AbortSignal;
  /** For what must not happen twice, however often it is sent. */
  idempotencyKey?: string;
}

/** One operation. @throws ApiError */
export async function ask<Result, Variables>(
  document: TadaDocumentNode<Result, Variables>,
  variables?: Variables,
  { signal, idempotencyKey }: AskOptions = {},
): Promise<Result> {
  const headers: Record<string, string> = { 'content-type': 'application/json', 'apollo-require-preflight': 'true' };
  if (idempotencyKey) headers['idempotency-key'] = idempotencyKey;
  const body = JSON.stringify({ query: textOf(document), operationName: nameOf(document), variables });
  const response = await reach('/graphql', { method: 'POST', headers, body, signal });
  const requestId = response.headers.get('x-request-id');
  const answer = (await response.json().catch(() => ({}))) as Answer<Result>;
  const error = answer.errors?.[0];
  if (error) {
    const { code = 'UNKNOWN', fields, requestId: said } = error.extensions ?? {};
    if (code === 'UNAUTHENTICATED') onSignedOut();
    throw new ApiError(code, error.message, said ?? requestId, fields);
  }
  if (!answer.data) throw new ApiError('UNKNOWN', messages.errors.unreadable, requestId);
  return answer.data;
}

/** The answer of a mutation's only field. @throws Refused when it is a Problem */
export function granted<Value>(value: Value): Exclude<Value, { code: string; message: string }> {
  const { code, message } = (value ?? {}) as { code?: unknown; message?: unknown };
  if (typeof code === 'string' && typeof message === 'string') throw new Refused(code, message);
  return value as Exclude<Value, { code: string; message: string }>;
}

/** A file as the body of a POST, with how far it is. @throws ApiError */
export function upload<Result>(
  path: string,
  file: Blob,
  contentType: string,
  onProgress: (share: number) => void,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', path);
    request.setRequestHeader('content-type', contentType);
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onerror = () => reject(new ApiError('OFFLINE', messages.errors.offline));
    request.onload = () => {
      let answer: { error?: { code: string; message: string; requestId?: string; fields?: FieldFault[] } };
      try {
        answer = JSON.parse(request.responseText) as typeof answer;
      } catch {
        answer = { error: { code: 'UNKNOWN', message: messages.errors.unreadable } };
      }
      if (!answer.error) return resolve(answer as Result);
      const { code, message, requestId, fields } = answer.error;
      reject(new ApiError(code, message, requestId ?? request.getResponseHeader('x-request-id'), fields));
    };
    request.send(file);
  });
}

async function reach(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, { credentials: 'same-origin', ...init });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiError('OFFLINE', messages.errors.offline);
  }
}
