import { isIP, isIPv4, isIPv6 } from 'node:net';
import { type Cidr, isWithin } from '../outbound/address.rules.js';

/** Whether what this address says of whom it speaks for is believed: proxies that TRUSTED_PROXIES names, and nobody else. */
export const isTrusted = (address: string, proxies: readonly Cidr[]): boolean => isWithin(address, proxies);

/**
 * Where a request comes from: the peer, or, as long as that is a trusted proxy, whom it says that it speaks for, from the last
 * entry of `x-forwarded-for` on. What stands before an address that is not trusted anybody may have written.
 */
export function addressOf(peer: string, forwardedFor: string | undefined, proxies: readonly Cidr[]): string {
  let address = peer;
  const entries = (forwardedFor ?? '').split(',').map((entry) => entry.trim());
  while (isTrusted(address, proxies)) {
    const next = entries.pop();
    if (!next || isIP(next) === 0) break;
    address = next;
  }
  return address;
}

/** Whom an address counts as: one IPv4 address, or the /64 that a single IPv6 customer is given. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped && isIPv4(mapped)) return mapped;
  const [bare = ''] = address.split('%');
  if (!isIPv6(bare)) return address;
  const [head = '', tail] = bare.split('::', 2);
  const groups = head === '' ? [] : head.split(':');
  if (tail !== undefined) {
    const end = tail === '' ? [] : tail.split(':').flatMap((group) => (group.includes('.') ? ['0', '0'] : [group]));
    while (groups.length + end.length < 8) groups.push('0');
    groups.push(...end);
  }
  return `${groups.slice(0, 4).map((group) => parseInt(group, 16).toString(16)).join(':')}::/64`; // prettier-ignore
}
