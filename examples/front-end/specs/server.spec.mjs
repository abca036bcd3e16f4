import { createServer } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { start } from '../server.mjs';
import { pictureAddress } from '../server/muster.mjs';
import { send } from '../server/sending.mjs';
import { readSettings } from '../server/settings.mjs';
import { assignmentOf, signedHeaders, ticketFor } from '../server/signing.mjs';

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const env = { MUSTER_URL: 'https://muster.example/', MUSTER_HOOK: '/hooks/con_1', MUSTER_SECRET: secret };

describe('signatures', () => {
  it('are those of the published vector of Standard Webhooks', () => {
    const headers = signedHeaders(
      secret,
      'msg_p5jXN8AQM9LWM0D4loKWxJek',
      '{"test": 2432232314}',
      new Date(1614265330 * 1000),
    );
    expect(headers['webhook-signature']).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  });

  it('hold for the reference library, and for this body only', () => {
    const headers = signedHeaders(secret, 'msg_1', '{"a":"ü"}', new Date());
    expect(new Webhook(secret).verify('{"a":"ü"}', headers)).toEqual({ a: 'ü' });
    expect(() => new Webhook(secret).verify('{"a":"u"}', headers)).toThrow();
  });

  it('a ticket is for one assignment and for one secret', () => {
    const ticket = ticketFor(secret, 'asg_1');
    expect(assignmentOf(secret, ticket)).toBe('asg_1');
    expect(assignmentOf(`${secret}A`, ticket)).toBeNull();
    for (const wrong of [ticket.replace('asg_1', 'asg_2'), `${ticket}x`, 'asg_1', '', '.', null, 7]) {
      expect(assignmentOf(secret, wrong)).toBeNull();
    }
  });
});

describe('sending', () => {
  let server;
  afterEach(() => server?.close());

  /** A hook that answers these statuses, one after the other. */
  async function hook(...statuses) {
    const seen = [];
    server = createServer((request, response) => {
      seen.push(request.headers);
      const [status, headers] = [statuses.shift()].flat();
      if (status === 'gone') return request.destroy();
      response.writeHead(status, headers).end();
    });
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    return { seen, settings: { secret, hookUrl: `http://127.0.0.1:${server.address().port}/hooks/con_1` } };
  }
  const message = { id: 'msg_1', type: 'task.submitted', timestamp: 'now', data: {} };

  it('tries again with the same id when Muster or the network is away, waiting as long as it is told', async () => {
    const { seen, settings } = await hook(503, 'gone', [429, { 'retry-after': '7' }], 202);
    const waits = [];
    const status = await send(settings, message, { wait: async (pause) => void waits.push(pause) });
    expect(status).toBe(202);
    expect(seen.map((headers) => headers['webhook-id'])).toEqual(Array(4).fill('msg_1'));
    expect(waits).toEqual([0, 500, 1500, 7000]);
  });

  it.each([401, 404, 410, 413, 302])('%i is an answer: it is not asked again', async (status) => {
    const { seen, settings } = await hook(status);
    expect(await send(settings, message, { wait: async () => undefined })).toBe(status);
    expect(seen).toHaveLength(1);
  });

  it('gives up in the end, and says that there was no answer', async () => {
    const { settings } = await hook('gone', 'gone', 'gone', 'gone');
    expect(await send(settings, message, { wait: async () => undefined })).toBeNull();
  });
});

describe('settings', () => {
  it('take the path of the hook or its whole address', () => {
    expect(readSettings(env)).toMatchObject({
      musterUrl: 'https://muster.example',
      hookUrl: 'https://muster.example/hooks/con_1',
      mayRehearse: false,
    });
    expect(readSettings({ ...env, MUSTER_HOOK: 'https://in.example/hooks/con_1' }).hookUrl).toBe(
      'https://in.example/hooks/con_1',
    );
  });

  it('say all that is wrong at once, and never the secret', () => {
    const wrong = { MUSTER_URL: 'ftp://muster', MUSTER_SECRET: 'hunter2', PORT: 'x' };
    expect(() => readSettings(wrong)).toThrow(/MUSTER_URL[^]*MUSTER_HOOK is not set[^]*MUSTER_SECRET[^]*PORT/);
    expect(() => readSettings(wrong)).not.toThrow(/hunter2/);
  });

  it('pictures come from Muster, or from an origin that is allowed', () => {
    const settings = readSettings({ ...env, PICTURE_ORIGINS: 'https://pictures.example' });
    expect(pictureAddress(settings, { mediaUrl: 'https://muster.example/media/1', data: {} })).toBe(
      'https://muster.example/media/1',
    );
    const at = (url) => pictureAddress(settings, { mediaUrl: null, data: { url } });
    expect(at('https://pictures.example/1.png')).toBe('https://pictures.example/1.png');
    for (const url of [
      'https://pictures.example.evil.example/1.png',
      'http://127.0.0.1/',
      'file:///etc/passwd',
      7,
      undefined,
    ]) {
      expect(at(url)).toBeNull();
    }
  });
});

describe('the rehearsal', () => {
  it('does as a person would have done, and is not there unless it is asked for', async () => {
    const told = [];
    const work = {
      assignmentId: 'asg_1',
      startFrom: null,
      labelSchema: { classes: [], fields: [{ name: 'view', kind: 'CHOICE', options: ['PA', 'AP'], required: true }] },
    };
    const muster = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      if (request.method === 'GET') return response.end(JSON.stringify(work));
      told.push({ id: request.headers['webhook-id'], ...new Webhook(secret).verify(body, request.headers) });
      response.writeHead(202).end();
    });
    await new Promise((resolve) => muster.listen(0, '127.0.0.1', resolve));
    const settings = (more) =>
      readSettings({ ...env, MUSTER_URL: `http://127.0.0.1:${muster.address().port}`, PORT: '0', ...more });
    const servers = await Promise.all([start(settings({ REHEARSE: '1' })), start(settings({}))]);
    const [rehearse, production] = servers.map((each) => async (act) => {
      const url = `http://127.0.0.1:${each.address().port}/rehearse`;
      return (await fetch(url, { method: 'POST', body: JSON.stringify({ token: 'token-1', act }) })).status;
    });
    try {
      for (const act of ['submit', 'repeat', 'revise', 'reopen', 'skip']) expect(await rehearse(act)).toBe(200);
      expect(await rehearse('dance')).toBe(501);
      expect(await production('submit')).toBe(404);
    } finally {
      for (const each of [muster, ...servers]) (each.closeAllConnections(), each.close());
    }
    expect(told.map(({ type }) => type)).toEqual([
      'task.submitted',
      'task.submitted',
      'annotation.revised',
      'task.reopened',
      'task.skipped',
    ]);
    expect(told[0].data.labels).toEqual([{ kind: 'CHOICE', field: 'view', option: 'PA' }]);
    expect(told[1]).toEqual(told[0]);
    expect(told[2].data.labels).toEqual([{ kind: 'CHOICE', field: 'view', option: 'AP' }]);
  });
});
