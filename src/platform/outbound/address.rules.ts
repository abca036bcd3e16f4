import ipaddr from 'ipaddr.js';

const globalUnicast = ipaddr.parseCIDR('2000::/3') as [ipaddr.IPv6, number];
/** A network as in `10.20.0.0/16`. */
export type Cidr = [ipaddr.IPv4 | ipaddr.IPv6, number];

/** @returns null when the text is no network */
export function parseCidr(text: string): Cidr | null {
  try {
    return ipaddr.parseCIDR(text.trim());
  } catch {
    return null;
  }
}

/** The address in its plain form: `::ffff:10.0.0.1` is 10.0.0.1. Null when it is none. */
function read(address: string): ipaddr.IPv4 | ipaddr.IPv6 | null {
  try {
    return ipaddr.process(address);
  } catch {
    return null;
  }
}

/**
 * Whether anybody's packets may go there: plain unicast on the public internet. Not so are loopback, private, link-local,
 * shared (100.64/10), documentation, multicast and reserved ranges, and every IPv6 range that carries an IPv4 address
 * inside (mapped, 64:ff9b::/96, 6to4, Teredo), because a gateway would lead from there to a private one.
 */
export function isPublic(address: string): boolean {
  const plain = read(address);
  if (!plain || plain.range() !== 'unicast') return false;
  // The library calls unicast what it has no name for, such as ::127.0.0.1; only 2000::/3 is given out.
  return plain.kind() === 'ipv4' || (plain as ipaddr.IPv6).match(globalUnicast);
}

export function isWithin(address: string, networks: readonly Cidr[]): boolean {
  const plain = read(address);
  if (!plain) return false;
  return networks.some(
    ([base, bits]) => base.kind() === plain.kind() && (plain as ipaddr.IPv4).match(base as ipaddr.IPv4, bits),
  );
}
