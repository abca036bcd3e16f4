import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import type { InboundRequest, ToolAddress, ToolApi } from '../../../src/connectors/connector.types.js';
import { ToolRefused } from '../../../src/connectors/tool-faults.js';

export interface Call {
  method: string;
  /** without the query */
  path: string;
  query: URLSearchParams;
  headers: Record<string, string | undefined>;
  body: any;
}

export interface Reply {
  status: number;
  body?: unknown;
}

export const reply = (status: number, body?: unknown): Reply => ({ status, ...(body !== undefined && { body }) });

/** One try to send a message, as the tool's own log of deliveries would show it. */
export interface Delivery {
  request: InboundRequest;
  attempt: number;
  status: number;
}

/**
 * A stand-in for a tool's server. It keeps what it is given, and enforces what the tool's documentation says of authorization,
 * states and unknown ids. The same rules answer over HTTP (`listen`) and within the process (`apiTo`).
 */
export abstract class FakeService {
  readonly deliveries: Delivery[] = [];
  /** where messages are sent; null: they are only handed out */
  hookUrl: string | null = null;
  /** milliseconds before each try; the tool's own are seconds to days */
  retries: readonly number[] = [];
  private server?: Server;

  protected abstract isAuthorized(headers: Call['headers']): boolean;
  protected abstract answer(call: Call): Reply;
  /** whether the tool tries again after this answer */
  protected abstract isRetried(status: number): boolean;

  respond(call: Call): Reply {
    if (!this.isAuthorized(call.headers))
      return reply(401, { detail: 'Authentication credentials were not provided.' });
    return this.answer(call);
  }

  apiTo({ url, headers }: ToolAddress): ToolApi {
    const base = new URL(url).pathname.replace(/\/$/, '');
    return {
      call: (method, path, body) => {
        const { pathname, searchParams } = new URL(`http://tool.example${base}${path}`);
        const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
        const sent = body === undefined ? undefined : (JSON.parse(JSON.stringify(body)) as unknown);
        const { status, body: answered } = this.respond({ method, path: pathname, query: searchParams, headers: lower, body: sent }); // prettier-ignore
        if (status < 400) return Promise.resolve(answered === undefined ? null : structuredClone(answered));
        return Promise.reject(new ToolRefused(status, `${method} ${path}: ${JSON.stringify(answered)}`));
      },
    };
  }

  async listen(): Promise<string> {
    this.server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const { pathname, searchParams } = new URL(request.url ?? '/', 'http://tool.example');
        const text = Buffer.concat(parts).toString();
        const call = { method: request.method ?? 'GET', path: pathname, query: searchParams, headers: request.headers as Call['headers'] }; // prettier-ignore
        const { status, body } = this.respond({ ...call, body: text === '' ? undefined : JSON.parse(text) });
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(body === undefined ? '' : JSON.stringify(body));
      });
    });
    await new Promise<void>((resolve) => this.server!.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server?.closeAllConnections();
    await new Promise((resolve) => (this.server ? this.server.close(resolve) : resolve(null)));
  }

  /** Sends a message as often as the tool's policy says; true when it was taken in the end. */
  async deliver(request: InboundRequest): Promise<boolean> {
    if (this.hookUrl === null) return false;
    for (const [index, wait] of [0, ...this.retries].entries()) {
      await setTimeout(wait);
      const status = await fetch(this.hookUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(request.headers as Record<string, string>) },
        body: new Uint8Array(request.body),
      }).then(({ status: answered }) => answered, () => 502); // prettier-ignore
      this.deliveries.push({ request, attempt: index + 1, status });
      if (status >= 200 && status < 300) return true;
      if (!this.isRetried(status)) return false;
    }
    return false;
  }
}

/** JSON as Python's `json.dumps` writes it, which is what CVAT signs: with a space behind each comma and colon. */
export function pythonJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    return `{${Object.entries(value).map(([key, one]) => `${JSON.stringify(key)}: ${pythonJson(one)}`).join(', ')}}`; // prettier-ignore
  }
  return JSON.stringify(value ?? null).replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`); // prettier-ignore
}
