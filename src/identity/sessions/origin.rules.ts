import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether a page of another site made the request. Browsers say so in `Sec-Fetch-Site`, and name the page's origin with everything
 * but plain GETs; programs say neither. Hosts are compared, not schemes: a proxy in front may speak https for us.
 *
 * @param publicUrl the address that people know the server by, where a proxy rewrites `Host`
 */
export function isForeign(headers: IncomingHttpHeaders, publicUrl: string | undefined): boolean {
  const { origin, host } = headers;
  const site = headers['sec-fetch-site'];
  if (site === 'cross-site' || site === 'same-site') return true;
  if (origin === undefined) return false;
  const from = hostOf(origin);
  return from === undefined || (from !== host?.toLowerCase() && from !== hostOf(publicUrl));
}

/** `null`, as a sandboxed frame says, is no host. */
function hostOf(url: string | undefined): string | undefined {
  return url !== undefined && URL.canParse(url) ? new URL(url).host : undefined;
}
