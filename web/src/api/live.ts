import type { Client } from 'graphql-ws';
import { useEffect, useRef, useState } from 'react';
import type { TadaDocumentNode } from 'gql.tada';
import { nameOf, textOf } from './graphql';

/** What is listened to; what a push says is not used: it is asked for anew, in one place, with one's rights of that moment. */
export interface Watched {
  query: string;
  operationName: string;
  variables: Record<string, unknown>;
}
export const watched = <Variables extends Record<string, unknown>>(
  document: TadaDocumentNode<unknown, Variables>,
  variables: Variables,
): Watched => ({ query: textOf(document), operationName: nameOf(document), variables });

/** Pushes come up to once a second each; the screen asks no oftener than this. */
const calmMilliseconds = 1500;
const lingerMilliseconds = 3000;
const pingMilliseconds = 10_000;
const longestWaitMilliseconds = 15_000;
/** The server takes no more of one connection. */
const mostWatched = 20;

let connection: Promise<Client> | undefined;
let isConnected = false;
const listeners = new Set<(isLive: boolean) => void>();

function tell(isLive: boolean): void {
  isConnected = isLive;
  listeners.forEach((listener) => listener(isLive));
}

/** One connection of all that listen: to this server, with the cookie that no script can read. The library comes with the first. */
function connect(): Promise<Client> {
  connection ??= import('graphql-ws/client').then(({ createClient }) => {
    const address = new URL('/graphql', window.location.href);
    address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
    return createClient({
      url: address.href,
      lazyCloseTimeout: lingerMilliseconds,
      keepAlive: pingMilliseconds,
      retryAttempts: Number.POSITIVE_INFINITY,
      // A server that starts anew is met again by everybody, but not at the same moment.
      retryWait: (attempt) =>
        new Promise((resolve) =>
          setTimeout(resolve, Math.min(longestWaitMilliseconds, 500 * 2 ** attempt) * (0.5 + Math.random() / 2)),
        ),
      shouldRetry: () => true,
      on: { connected: () => tell(true), closed: () => tell(false) },
    });
  });
  return connection;
}

/**
 * Listens as long as the page is open, and says when something has changed.
 * @param all has to stay the same object while it says the same
 * @returns whether pushes arrive; while they do not, ask by yourself
 */
export function useLive(all: readonly Watched[], onChanged: () => void): boolean {
  const [isLive, setLive] = useState(isConnected);
  const latest = useRef(onChanged);
  useEffect(() => {
    latest.current = onChanged;
  });
  useEffect(() => {
    listeners.add(setLive);
    return () => void listeners.delete(setLive);
  }, []);
  useEffect(() => {
    let isOver = false;
    let timer: number | undefined;
    const changed = () => {
      timer ??= window.setTimeout(() => {
        timer = undefined;
        latest.current();
      }, calmMilliseconds);
    };
    const ends: (() => void)[] = [];
    if (all.length > 0)
      void connect().then((client) => {
        if (isOver) return;
        for (const payload of all.slice(0, mostWatched)) {
          // Who may not listen (any more) goes on by asking: nothing is told here.
          ends.push(client.subscribe(payload, { next: changed, error: () => undefined, complete: () => undefined }));
        }
      });
    return () => {
      isOver = true;
      window.clearTimeout(timer);
      ends.forEach((end) => end());
    };
  }, [all]);
  return isLive;
}
