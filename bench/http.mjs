/*
 * The cheapest client that still speaks real HTTP: one kept-alive connection a person, one request in flight on it. A
 * load generator on the cores of what it measures must not be the larger part of the work.
 */
import net from 'node:net';

const endOfHead = Buffer.from('\r\n\r\n');

/** @returns `post(path, headers, body)` → { status, body } and `close()` */
export async function openConnection(origin) {
  const { hostname, port, host } = new URL(origin);
  const socket = net.connect({ host: hostname, port: Number(port), noDelay: true });
  let waiting = null;
  let received = null;
  const fail = (error) => {
    waiting?.reject(error);
    waiting = null;
  };
  socket.on('error', fail);
  socket.on('close', () => fail(new Error('the server closed the connection')));
  socket.on('data', (chunk) => {
    received = received === null ? chunk : Buffer.concat([received, chunk]);
    const answer = answerIn(received);
    if (!answer) return;
    received = null;
    const { resolve } = waiting;
    waiting = null;
    resolve(answer);
  });
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  return {
    post: (path, headers, body) =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        socket.write(
          `POST ${path} HTTP/1.1\r\nhost: ${host}\r\n${headers}content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
        );
      }),
    close: () => socket.destroy(),
  };
}

/** A whole answer, or null while some of it is still on its way. Muster always says how long an answer is. */
function answerIn(received) {
  const head = received.indexOf(endOfHead);
  if (head < 0) return null;
  const text = received.latin1Slice(0, head);
  const length = Number(/\r\ncontent-length: *(\d+)/i.exec(text)?.[1]);
  if (Number.isNaN(length)) throw new Error(`an answer without a length: ${text}`);
  const from = head + endOfHead.length;
  if (received.length < from + length) return null;
  return { status: Number(text.slice(9, 12)), body: received.utf8Slice(from, from + length) };
}
