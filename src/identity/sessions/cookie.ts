import type { Config } from '../../platform/index.js';

/**
 * Browsers take a `__Host-` cookie (nobody but this very host can have set it) over https only. A server on plain http, on one's
 * own machine, says `muster` instead; behind https, and in production, that name is not even read.
 */
const isSecure = (config: Config): boolean =>
  config.NODE_ENV === 'production' || (config.PUBLIC_URL?.startsWith('https:') ?? false);
const nameFor = (config: Config): string => (isSecure(config) ? '__Host-muster' : 'muster');

export function readCookie(header: string | undefined, config: Config): string | undefined {
  const cookies = new Map(
    (header ?? '').split(';').map((pair): [string, string] => {
      const [name = '', value = ''] = pair.split('=', 2);
      return [name.trim(), value.trim()];
    }),
  );
  return cookies.get('__Host-muster') ?? (isSecure(config) ? undefined : cookies.get('muster'));
}

/** Strict: no other site's link or form carries it, which with Apollo's own check leaves no room for forged requests. */
export function cookieOf(token: string, seconds: number, config: Config): string {
  return `${nameFor(config)}=${token}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${seconds}${isSecure(config) ? '; Secure' : ''}`;
}

export const endedCookie = (config: Config): string => cookieOf('', 0, config);
