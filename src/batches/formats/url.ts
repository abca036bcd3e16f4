import { textAt } from './fields.js';
import { LineFault } from './line-fault.js';

const schemes = new Set(['http', 'https', 's3', 'gs']);
const secrets =
  /^(access_?token|api_?key|auth|auth_?token|authorization|id_?token|jwt|password|refresh_?token|secret|token)$/i;

/** An absolute URL of a known scheme, or a path; without its secrets. */
export function urlAt(value: unknown, path: string): string {
  const url = textAt(1, 4000)(value, path);
  const scheme = /^\s*([a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase();
  if (/[\p{Cc}\s]/u.test(url) || (scheme !== undefined && !schemes.has(scheme)))
    throw new LineFault('BAD_FIELD', `${path} must be an http, https, s3 or gs URL, or a path`, path);
  return scrubUrl(url);
}

/**
 * Drops log-in data and query parameters that carry credentials (`token=…`), and leaves the rest byte for byte.
 * Signatures of presigned URLs stay: they end by themselves, and without them the picture could not be shown.
 */
export function scrubUrl(url: string): string {
  const [, before = '', query, hash = ''] = /^([^?#]*)(?:\?([^#]*))?(#.*)?$/s.exec(url) ?? [];
  const kept = query?.split('&').filter((pair) => !secrets.test(nameOf(pair)));
  return before.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/]*@/i, '$1') + (kept?.length ? `?${kept.join('&')}` : '') + hash;
}

function nameOf(pair: string): string {
  const name = pair.split('=', 1)[0] ?? '';
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
