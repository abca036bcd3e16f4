import ipaddr from 'ipaddr.js';
import { OutboundRefused } from './outbound-errors.js';

const longestUrl = 2048;
/** Where receivers of the internet listen. Elsewhere are mail servers, databases and other people's machines. */
const publicPorts: ReadonlySet<number> = new Set([80, 443, 8080, 8443]);

export interface Target {
  isTls: boolean;
  /** a name, or an address without brackets */
  host: string;
  port: number;
  path: string;
  /** the host is an address already */
  isAddress: boolean;
}

/**
 * Reads the URL as a browser would, so that `http://2130706433/` and `http://①②⑦.0.0.1/` are the address that they name.
 * @throws OutboundRefused
 */
export function readTarget(url: string, allowsHttp: boolean): Target {
  if (url.length > longestUrl) throw new OutboundRefused('url', `The URL is longer than ${longestUrl} characters.`);
  let read: URL;
  try {
    read = new URL(url);
  } catch {
    throw new OutboundRefused('url', 'This is no URL.');
  }
  if (read.protocol !== 'https:' && read.protocol !== 'http:') {
    throw new OutboundRefused('scheme', 'The URL must begin with https://.');
  }
  const isTls = read.protocol === 'https:';
  if (!isTls && !allowsHttp) {
    throw new OutboundRefused('scheme', 'The URL must begin with https:// (this installation allows no plain http).');
  }
  if (read.username !== '' || read.password !== '') {
    throw new OutboundRefused('credentials', 'The URL must not carry a user name or a password.');
  }
  const host = read.hostname.replace(/^\[|\]$/g, '');
  return {
    isTls,
    host,
    port: read.port === '' ? (isTls ? 443 : 80) : Number(read.port),
    path: read.pathname + read.search,
    isAddress: ipaddr.isValid(host),
  };
}

/** Ports are free on networks that the installation allows by name. */
export const isPublicPort = (port: number): boolean => publicPorts.has(port);
