import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { InboundRequest } from '../../../src/connectors/connector.types.js';

/** Listens where a tool's messages go, and keeps them as they came. */
export class Receiver {
  readonly received: InboundRequest[] = [];
  /** statuses to answer with, one after the other; then 202 */
  answers: number[] = [];
  private server?: Server;
  url = '';

  async start(): Promise<void> {
    this.server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const headers = Object.fromEntries(
          Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]),
        );
        this.received.push({ body: Buffer.concat(parts), headers });
        response.writeHead(this.answers.shift() ?? 202).end();
      });
    });
    await new Promise<void>((resolve) => this.server!.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server?.closeAllConnections();
    await new Promise((resolve) => (this.server ? this.server.close(resolve) : resolve(null)));
  }

  /** Waits until so many have come. */
  async until(count: number, milliseconds = 20_000): Promise<void> {
    for (const end = Date.now() + milliseconds; this.received.length < count;) {
      if (Date.now() > end) throw new Error(`${this.received.length} of ${count} messages came`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}
