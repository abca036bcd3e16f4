import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readConfig } from '../config.js';
import { SystemNameResolver } from './name-resolver.js';
import { OutboundFailed, OutboundRefused } from './outbound-errors.js';
import { OutboundHttp, type OutboundAnswer, type OutboundRequest } from './outbound-http.js';

/** What a receiver does with the connection once the request is there. */
type Manners = (socket: Socket, request: string) => void;
const megabyte = Buffer.alloc(1024 * 1024, 'x');
const head = (more: string) => `HTTP/1.1 200 OK\r\n${more}\r\n`;

/** Writes as fast as the other side reads, until it has had enough. */
function pour(socket: Socket, chunks: number): void {
  for (let left = chunks; left > 0 && !socket.destroyed; left--) {
    if (!socket.write(megabyte)) return void socket.once('drain', () => pour(socket, left - 1));
  }
}
const dripInto = (socket: Socket, drop: string) => {
  const timer = setInterval(() => socket.write(drop), 20);
  socket.on('close', () => clearInterval(timer));
};

const manners: Record<string, Manners> = {
  echoes: (socket, request) => socket.write(`${head(`content-length: ${Buffer.byteLength(request)}\r\n`)}${request}`),
  hangs: () => undefined,
  'drips its headers': (socket) => {
    socket.write('HTTP/1.1 200 OK\r\n');
    dripInto(socket, 'x-drop: 1\r\n');
  },
  'drips its body': (socket) => {
    socket.write(head('content-length: 100000\r\n'));
    dripInto(socket, '.');
  },
  'goes on with 100 Continue': (socket) => dripInto(socket, 'HTTP/1.1 100 Continue\r\n\r\n'),
  'answers 1 GB': (socket) => {
    socket.write(head('content-length: 1073741824\r\n'));
    pour(socket, 1024);
  },
  'answers 1 GB in chunks': (socket) => {
    socket.write(head('transfer-encoding: chunked\r\n'));
    socket.write(`${(1024 * megabyte.length).toString(16)}\r\n`);
    pour(socket, 1024);
  },
  'closes at once': (socket) => socket.end(),
  'closes in the headers': (socket) => socket.end('HTTP/1.1 200 O'),
  'says more than it sends': (socket) => socket.end(`${head('content-length: 5000\r\n')}short`),
  'sends more than it says': (socket) => socket.end(`${head('content-length: 2\r\n')}much more than two bytes`),
  'says a length below zero': (socket) => socket.end(`${head('content-length: -5\r\n')}short`),
  'says two lengths': (socket) => socket.end(`${head('content-length: 5\r\ncontent-length: 50\r\n')}short`),
  'speaks no HTTP': (socket) => socket.end('220 mail.example ESMTP\r\n'),
  'has endless headers': (socket) => socket.write(head(`x-long: ${'x'.repeat(200_000)}\r\n`)),
  'answers without length': (socket) => socket.end(head('') + 'until the end'),
  'sends elsewhere': (socket) =>
    socket.end('HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1/\r\ncontent-length: 0\r\n\r\n'),
};

let server: Server;
let port: number;
const open = new Set<Socket>();
const outbound = new OutboundHttp(readConfig({ OUTBOUND_ALLOW_CIDRS: '127.0.0.0/8' }), new SystemNameResolver());

beforeAll(async () => {
  server = createServer((socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket)).on('error', () => undefined);
    let text = '';
    socket.on('data', (data) => {
      text += data.toString();
      const end = text.indexOf('\r\n\r\n');
      if (end < 0) return;
      const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0);
      if (text.length < end + 4 + length) return;
      const kind = decodeURIComponent(/^\w+ \/([^ ]*)/.exec(text)![1]!);
      const request = text;
      text = '';
      manners[kind]!(socket, request);
    });
  });
  port = await new Promise<number>((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)),
  );
});
afterAll(async () => {
  await outbound.onApplicationShutdown();
  server.close();
});

const send = (kind: string, request: Partial<OutboundRequest> = {}): Promise<OutboundAnswer> =>
  outbound.send({
    url: `http://127.0.0.1:${port}/${encodeURIComponent(kind)}`,
    method: 'POST',
    body: '{"a":1}',
    timeoutMilliseconds: 400,
    ...request,
  });
const isBroken = (kind: string) => /^(goes on|says|speaks)/.test(kind);
const outcomeOf = async (kind: string, request?: Partial<OutboundRequest>) => {
  try {
    const answer = await send(kind, request);
    return `${answer.status}, ${answer.body.length} bytes${answer.isCut ? ', cut' : ''}`;
  } catch (error) {
    // Whether the parser or the end of the connection speaks first is a race.
    if (error instanceof OutboundFailed) return isBroken(kind) && error.why !== 'timeout' ? 'broken' : error.why;
    throw error;
  }
};

describe('a request to a receiver', () => {
  it('arrives as it was given', async () => {
    const answer = await send('echoes', { headers: { 'webhook-id': 'msg_1', 'content-type': 'application/json' } });
    expect(answer.status).toBe(200);
    expect(answer.body.toString()).toMatch(/^POST \/echoes HTTP\/1.1\r\n/);
    expect(answer.body.toString()).toContain('webhook-id: msg_1\r\n');
    expect(answer.body.toString()).toContain(`host: 127.0.0.1:${port}\r\n`);
    expect(answer.body.toString()).toMatch(/\r\n\r\n\{"a":1\}$/);
  });
  it('keeps the connection for the next one', async () => {
    await send('echoes');
    const before = open.size;
    for (let index = 0; index < 5; index++) await send('echoes');
    expect(open.size).toBe(before);
  });
  it('says the host of the URL and no other, and no header that breaks the line', async () => {
    await expect(send('echoes', { headers: { Host: 'other.example' } })).rejects.toThrow(OutboundRefused);
    await expect(send('echoes', { headers: { 'x-a': 'b\r\nx-c: d' } })).rejects.toThrow(OutboundRefused);
  });
});

describe('a receiver with bad manners costs one slot, and that ends', () => {
  it.each([
    ['hangs', 'timeout'],
    ['drips its headers', 'timeout'],
    ['drips its body', 'timeout'],
    ['goes on with 100 Continue', 'broken'],
    ['answers 1 GB', '200, 65536 bytes, cut'],
    ['answers 1 GB in chunks', '200, 65536 bytes, cut'],
    ['closes at once', 'connection'],
    ['closes in the headers', 'connection'],
    ['says more than it sends', 'broken'],
    ['sends more than it says', '200, 2 bytes'],
    ['says a length below zero', 'broken'],
    ['says two lengths', 'broken'],
    ['speaks no HTTP', 'broken'],
    ['has endless headers', 'answer'],
    ['answers without length', '200, 13 bytes'],
    ['sends elsewhere', '302, 0 bytes'],
  ])('one that %s: %s', async (kind, outcome) => {
    expect(await outcomeOf(kind)).toBe(outcome);
    if (kind === 'sends more than it says') return; // its own end closes it
    // Nothing of it stays open on our side.
    await until(() => open.size <= 1);
  });

  it('keeps as many bytes as were asked for, and tells whether that was all', async () => {
    expect(await outcomeOf('answers without length', { mostBytes: 13 })).toBe('200, 13 bytes');
    expect(await outcomeOf('answers without length', { mostBytes: 12 })).toBe('200, 12 bytes, cut');
  });
  it('fails in words without a URL when nobody listens or nobody knows the name', async () => {
    const messageOf = (url: string) =>
      outbound.send({ url, method: 'GET', timeoutMilliseconds: 3000 }).catch((error: Error) => error.message);
    expect(await messageOf('http://127.0.0.1:1/?token=hunter2')).toBe('The connection was refused.');
    expect(await messageOf('http://nowhere.invalid/?token=hunter2')).toBe('The name of the host is not known.');
  });
});

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 10));
}
