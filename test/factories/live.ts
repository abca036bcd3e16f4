import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { until } from './work.js';

export interface Subscriber {
  /** data of every push, in order */
  pushes: any[];
  errors: any[];
  /** codes with which the connection was closed */
  closed: number[];
  isOver: boolean;
  /** waits for a push of which this is so */
  push(is: (data: any) => boolean): Promise<any>;
  stop(): Promise<void>;
}

const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

/** A client as programs use it: it connects again when the connection breaks. Headers are those of the upgrade. */
export function subscribe(
  url: string,
  { token, headers }: { token?: string; headers?: Record<string, string> },
  query: string,
  variables: Record<string, unknown> = {},
): Subscriber {
  class Socket extends WebSocket {
    constructor(address: string, protocols: string[]) {
      super(address, protocols, { headers });
    }
  }
  const closed: number[] = [];
  const client = createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: Socket,
    connectionParams: token ? { authorization: `Bearer ${token}` } : {},
    retryAttempts: 400,
    retryWait: () => pause(100),
    shouldRetry: (event) => (event as { code?: number }).code !== 4403,
    on: { closed: (event) => void closed.push((event as { code: number }).code) },
  });
  const subscriber: Subscriber = {
    pushes: [],
    errors: [],
    closed,
    isOver: false,
    push: (is) => until(async () => subscriber.pushes.find(is), 15_000),
    stop: async () => {
      end();
      await client.dispose();
    },
  };
  const end = client.subscribe(
    { query, variables },
    {
      next: ({ data, errors }) => void (errors ? subscriber.errors.push(...errors) : subscriber.pushes.push(data)),
      error: (error) => {
        subscriber.errors.push(...(Array.isArray(error) ? error : [error]));
        subscriber.isOver = true;
      },
      complete: () => void (subscriber.isOver = true),
    },
  );
  return subscriber;
}
