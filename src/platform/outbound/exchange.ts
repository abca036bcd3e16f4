import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';

export interface Received {
  status: number;
  /** lower-case names; several of one name are joined by a comma */
  headers: Record<string, string>;
  body: Buffer;
  /** the body was longer than `most`; the rest was not read */
  isCut: boolean;
}

/**
 * One request and its answer, piece by piece as they come. No stream in between: with one a small exchange took half as
 * much time again.
 */
export class Exchange implements Dispatcher.DispatchHandler {
  readonly received: Promise<Received>;
  private resolve!: (received: Received) => void;
  private reject!: (error: unknown) => void;
  private controller: Dispatcher.DispatchController | undefined;
  private stopped: Error | undefined;
  private readonly parts: Buffer[] = [];
  private length = 0;
  private status = 0;
  private headers: IncomingHttpHeaders = {};

  /** @param most bytes of the body that are kept */
  constructor(private readonly most: number) {
    this.received = new Promise((resolve, reject) => {
      [this.resolve, this.reject] = [resolve, reject];
    });
  }

  /** Ends it wherever it stands; one that waits for its turn is never begun. */
  stop(why: Error): void {
    this.stopped ??= why;
    this.reject(why);
    this.controller?.abort(why);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    if (this.stopped) controller.abort(this.stopped);
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    // 1xx announces an answer and is none.
    if (status >= 200) [this.status, this.headers] = [status, headers];
  }

  onResponseData(controller: Dispatcher.DispatchController, part: Buffer): void {
    const room = this.most - this.length;
    this.length += part.length;
    this.parts.push(part.length > room ? part.subarray(0, Math.max(0, room)) : part);
    if (part.length <= room) return;
    this.end(true);
    // And with it the connection: nobody reads the rest.
    controller.abort(new Error('The answer is longer than what is read of it.'));
  }

  onResponseEnd(): void {
    this.end(false);
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.reject(error);
  }

  private end(isCut: boolean): void {
    this.resolve({ status: this.status, headers: joined(this.headers), body: Buffer.concat(this.parts), isCut });
  }
}

const joined = (headers: IncomingHttpHeaders): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value ?? []].flat().join(', ')]));
