import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  headers: Record<string, string>;
  /** as it came, byte for byte */
  body: string;
  type: string;
  data: Record<string, any>;
}

export type Manner = (response: ServerResponse, received: Received, request: IncomingMessage) => void;
const accept: Manner = (response) => response.writeHead(204).end();

/** A receiver of webhooks on this machine, which answers as it is told. */
export class Receiver {
  readonly received: Received[] = [];
  manner: Manner = accept;
  private readonly server: Server;
  private port = 0;
  readonly inFlight = { now: 0, most: 0 };

  private constructor() {
    this.server = createServer((request, response) => {
      const parts: Buffer[] = [];
      this.inFlight.most = Math.max(this.inFlight.most, (this.inFlight.now += 1));
      response.on('close', () => (this.inFlight.now -= 1));
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const body = Buffer.concat(parts).toString();
        const { type, data } = JSON.parse(body) as Pick<Received, 'type' | 'data'>;
        const received = { headers: request.headers as Record<string, string>, body, type, data };
        this.received.push(received);
        this.manner(response, received, request);
      });
    });
  }

  static async open(port = 0): Promise<Receiver> {
    const receiver = new Receiver();
    await new Promise<void>((resolve) => receiver.server.listen(port, '127.0.0.1', resolve));
    receiver.port = (receiver.server.address() as AddressInfo).port;
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/hook`;
  }

  accept(): void {
    this.manner = accept;
  }
  answer(status: number, headers: Record<string, string> = {}, body = ''): void {
    this.manner = (response) => response.writeHead(status, headers).end(body);
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}
