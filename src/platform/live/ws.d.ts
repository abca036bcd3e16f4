declare module 'ws' {
  import type { IncomingMessage } from 'node:http';
  import type { Duplex } from 'node:stream';

  /** As much of it as is used here. */
  export default class WebSocket {
    constructor(url: string, protocols?: string | string[], options?: { headers?: Record<string, string> });
    close(code?: number, reason?: string): void;
    terminate(): void;
    on(event: 'open' | 'close' | 'error', listener: (...args: unknown[]) => void): this;
  }
  export class WebSocketServer {
    constructor(options: {
      noServer: true;
      maxPayload?: number;
      handleProtocols?: (protocols: Set<string>) => string | false;
    });
    readonly clients: Set<WebSocket>;
    handleUpgrade(
      request: IncomingMessage,
      socket: Duplex,
      head: Buffer,
      done: (socket: WebSocket, request: IncomingMessage) => void,
    ): void;
    emit(event: 'connection', socket: WebSocket, request: IncomingMessage): boolean;
    close(): void;
  }
}
