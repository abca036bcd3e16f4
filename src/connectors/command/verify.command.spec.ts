import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { newSecret, signatureOf } from '../generic/standard-webhooks.js';
import { type Ruling, type Verification, verifyFrontEnd } from './front-end-rules.js';

type Fault = 'signature' | 'newId' | 'labels' | 'version' | 'retry' | 'reason' | 'any-token';

/** A front end that keeps the contract, but for one thing. */
function frontEnd(musterUrl: () => string, secret: string, fault: Fault | null): Server {
  let sent = 0;
  const last = new Map<string, { id: string; body: string }>();
  const send = async ({ id, body }: { id: string; body: string }): Promise<number> => {
    const at = Math.floor(Date.now() / 1000);
    const signature = signatureOf(fault === 'signature' ? newSecret() : secret, id, at, body);
    const headers = { 'webhook-id': id, 'webhook-timestamp': String(at), 'webhook-signature': signature };
    return (await fetch(`${musterUrl()}/hooks/con_${'0'.repeat(32)}`, { method: 'POST', body, headers })).status;
  };
  const done = async (token: string, act: string): Promise<number> => {
    const work = await fetch(`${musterUrl()}/hand-off`, { headers: { authorization: `Bearer ${token}` } });
    const { assignmentId = 'asg_x' } = (await work.json()) as { assignmentId?: string };
    if (work.status !== 200 && fault !== 'any-token') return 409;
    sent += 1;
    const labels = [{ kind: 'CHOICE', field: 'view', option: fault === 'labels' ? 'sideways' : 'PA' }];
    const data = { assignment: assignmentId, version: fault === 'version' ? 1 : sent };
    const [type, more] = ({
      submit: ['task.submitted', { labels }],
      revise: ['annotation.revised', { labels }],
      reopen: ['task.reopened', {}],
      skip: ['task.skipped', fault === 'reason' ? {} : { reason: 'black' }],
    }[act] ?? [null, {}]) as [string | null, object];
    const before = last.get(token);
    const message =
      type === null && before
        ? { ...before, ...(fault === 'newId' && { id: `msg_${sent}` }) }
        : {
            id: `msg_${sent}`,
            body: JSON.stringify({ type, timestamp: new Date().toISOString(), data: { ...data, ...more } }),
          };
    last.set(token, message);
    const status = await send(message);
    if (status === 503 && fault !== 'retry') return send(message);
    return status;
  };
  return createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      if (request.method !== 'POST') return void response.end('a page');
      const { token, act } = JSON.parse(Buffer.concat(parts).toString()) as { token: string; act: string };
      void done(token, act).then((status) => {
        response.statusCode = status === 202 ? 200 : 502;
        response.end();
      });
    });
  });
}

describe('muster connector verify', () => {
  let server: Server | undefined;
  afterEach(() => void server?.close());

  const verify = async (fault: Fault | null): Promise<Ruling[]> => {
    const secret = newSecret();
    let musterUrl = '';
    server = frontEnd(() => musterUrl, secret, fault);
    await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const asked: Verification = {
      workUrl: `${url}/#token={token}`,
      port: 0,
      secret,
      rehearseUrl: url,
      pullUrl: null,
      apiSecret: null,
      waitSeconds: 1,
    };
    const say = (line: string) => {
      musterUrl = /at (http:\/\/localhost:\d+)/.exec(line)?.[1] ?? musterUrl;
    };
    return verifyFrontEnd(asked, { ruling: () => undefined, say });
  };
  const broken = async (fault: Fault | null) =>
    (await verify(fault)).filter(({ outcome }) => outcome === 'FAIL').map(({ rule, why }) => `${rule}: ${why}`);

  it('finds nothing at a front end that keeps the contract', async () => {
    const rulings = await verify(null);
    expect(rulings.filter(({ outcome }) => outcome !== 'ok')).toEqual([
      { rule: 'what the tool holds can be read (pullUrl)', outcome: 'left out', why: 'no --pull was given' },
    ]);
    expect(rulings.length).toBe(13);
  });

  it.each([
    ['signature', /fits no secret/],
    ['newId', /another webhook-id/],
    ['labels', /labels\[0\]\.option/],
    ['version', /not newer/],
    ['retry', /was not sent again/],
    ['reason', /data\.reason is missing/],
    ['any-token', /leads to no message/],
  ] as [Fault, RegExp][])('finds what is wrong: %s', async (fault, expected) => {
    expect((await broken(fault)).join('\n')).toMatch(expected);
  });
});
