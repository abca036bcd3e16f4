import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { CONFIG, type Config } from '../config.js';
import { type Cidr, isPublic, isWithin, parseCidr } from './address.rules.js';
import { Connections } from './connections.js';
import { Exchange, type Received } from './exchange.js';
import { NameResolver } from './name-resolver.js';
import { OutboundFailed, OutboundRefused } from './outbound-errors.js';
import { isPublicPort, readTarget, type Target } from './target.rules.js';

export interface OutboundRequest {
  url: string;
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  headers?: Record<string, string>;
  body?: string | Buffer;
  /** over everything: name, connection, headers and body; 15,000 unless said */
  timeoutMilliseconds?: number;
  /** what is kept of the answer's body; 64 kB unless said, 32 MB at most */
  mostBytes?: number;
}

export interface OutboundAnswer extends Received {
  milliseconds: number;
}

const bytes = { usual: 64 * 1024, most: 32 * 1024 * 1024 };
const usualTimeout = 15_000;

/**
 * The only way out to URLs that somebody typed in. It goes to public addresses, and to networks that OUTBOUND_ALLOW_CIDRS
 * names; looks a name up once, refuses when any of its addresses is another one, and connects to the very address that
 * it checked. It follows no redirect (the 3xx is the answer), and every request ends: by its deadline, which counts the
 * whole of it, and by the most bytes.
 */
@Injectable()
export class OutboundHttp implements OnApplicationShutdown {
  private readonly connections = new Connections();
  private readonly allowed: Cidr[];
  private readonly allowsHttp: boolean;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly names: NameResolver,
  ) {
    this.allowed = config.OUTBOUND_ALLOW_CIDRS.map((text) => parseCidr(text)!);
    this.allowsHttp = config.NODE_ENV !== 'production' || config.WEBHOOK_ALLOW_HTTP;
  }

  /** Why the URL would be refused, as far as that can be told without asking for its name; null when it would not. */
  refusalOf(url: string): OutboundRefused | null {
    try {
      const target = readTarget(url, this.allowsHttp);
      if (target.isAddress) this.check(target, [target.host]);
      return null;
    } catch (error) {
      if (error instanceof OutboundRefused) return error;
      throw error;
    }
  }

  /**
   * @throws OutboundRefused when it is not sent for the reasons above
   * @throws OutboundFailed when no whole answer came in time
   */
  async send(request: OutboundRequest): Promise<OutboundAnswer> {
    const target = readTarget(request.url, this.allowsHttp);
    if (Object.keys(request.headers ?? {}).some((name) => name.toLowerCase() === 'host')) {
      throw new OutboundRefused('header', 'The host is the one of the URL.');
    }
    const began = performance.now();
    const timeout = request.timeoutMilliseconds ?? usualTimeout;
    const exchange = new Exchange(Math.min(request.mostBytes ?? bytes.usual, bytes.most));
    const timer = setTimeout(() => exchange.stop(new TooLate()), timeout);
    try {
      this.begin(exchange, request, target);
      const received = await exchange.received;
      return { ...received, milliseconds: Math.round(performance.now() - began) };
    } catch (error) {
      const milliseconds = Math.round(performance.now() - began);
      if (error instanceof OutboundRefused) throw error;
      if (error instanceof TooLate)
        throw new OutboundFailed('timeout', `No whole answer within ${timeout} ms.`, milliseconds);
      throw failureOf(error, milliseconds);
    } finally {
      clearTimeout(timer);
    }
  }

  /** The last thing of all: who sends has had the time to end. */
  onApplicationShutdown(): Promise<void> {
    return this.connections.close();
  }

  private begin(exchange: Exchange, request: OutboundRequest, target: Target): void {
    if (target.isAddress) return this.dispatch(exchange, request, target, [target.host]);
    this.resolve(target.host)
      .then((addresses) => this.dispatch(exchange, request, target, addresses))
      .catch((error: Error) => exchange.stop(error));
  }

  /** To the first of the addresses, when all of them are allowed. */
  private dispatch(exchange: Exchange, request: OutboundRequest, target: Target, addresses: string[]): void {
    this.check(target, addresses);
    const { method, headers, body = null } = request;
    this.connections.pool(target, addresses[0]!).dispatch({ method, path: target.path, headers, body }, exchange);
  }

  private async resolve(name: string): Promise<string[]> {
    const addresses = await this.names.resolve(name).catch(() => []);
    if (addresses.length === 0) throw new NameUnknown();
    return addresses;
  }

  private check(target: Target, addresses: string[]): void {
    const others = addresses.filter((address) => !isWithin(address, this.allowed));
    if (!others.every(isPublic)) {
      throw new OutboundRefused('address', 'The URL leads to an address that is not on the public internet.');
    }
    if (others.length > 0 && !isPublicPort(target.port)) {
      throw new OutboundRefused('port', 'Nothing is sent to this port: 80, 443, 8080 and 8443 are open.');
    }
  }
}

class NameUnknown extends Error {}
class TooLate extends Error {}

/** Only codes are read: messages of sockets and TLS name addresses. */
function failureOf(error: unknown, milliseconds: number): Error {
  if (error instanceof NameUnknown)
    return new OutboundFailed('name', 'The name of the host is not known.', milliseconds);
  const code = (error as { code?: unknown }).code;
  switch (typeof code === 'string' ? code : '') {
    case 'UND_ERR_INVALID_ARG':
    case 'UND_ERR_NOT_SUPPORTED':
      return new OutboundRefused('header', 'A header of this request cannot be sent.');
    case 'ECONNREFUSED':
      return new OutboundFailed('connection', 'The connection was refused.', milliseconds);
    case 'ENETUNREACH':
    case 'EHOSTUNREACH':
      return new OutboundFailed('connection', 'The address cannot be reached.', milliseconds);
    case 'ECONNRESET':
    case 'EPIPE':
    case 'UND_ERR_SOCKET':
      return new OutboundFailed('connection', 'The connection ended before a whole answer.', milliseconds);
    case 'UND_ERR_HEADERS_OVERFLOW':
      return new OutboundFailed('answer', 'The headers of the answer are too large.', milliseconds);
    case 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH':
      return new OutboundFailed('answer', 'The answer is not as long as it says.', milliseconds);
    default:
      break;
  }
  if (typeof code === 'string' && code.startsWith('HPE_')) {
    return new OutboundFailed('answer', 'The answer is no HTTP.', milliseconds);
  }
  if (
    typeof code === 'string' &&
    /^(ERR_TLS_|ERR_SSL_|EPROTO|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|HOSTNAME_)/.test(code)
  ) {
    return new OutboundFailed(
      'connection',
      'TLS failed: the certificate or the protocol is not accepted.',
      milliseconds,
    );
  }
  return new OutboundFailed('connection', 'The connection failed.', milliseconds);
}
