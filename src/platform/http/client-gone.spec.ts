import { afterEach, describe, expect, it } from '@jest/globals';
import fastify, { type FastifyInstance } from 'fastify';
import { ClientFault } from '../fault.js';
import { clientGone } from './client-gone.js';

describe('a client that goes away', () => {
  let server: FastifyInstance;
  afterEach(() => server.close());

  it('is noticed while its answer is still being made', async () => {
    server = fastify({ forceCloseConnections: true });
    const gone = new Promise<AbortSignal>((resolve) => {
      server.get('/', (_request, reply) => {
        const signal = clientGone(reply);
        signal.addEventListener('abort', () => resolve(signal));
        hangUp.abort();
        return new Promise(() => undefined);
      });
    });
    const hangUp = new AbortController();
    const url = await server.listen({ port: 0, host: '127.0.0.1' });
    await expect(fetch(url, { signal: hangUp.signal })).rejects.toThrow('aborted');
    expect((await gone).reason).toBeInstanceOf(ClientFault);
  });
});
