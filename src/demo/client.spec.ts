import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from '@jest/globals';
import { Api } from './client.js';

it('says which address nobody answers at', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await new Promise((resolve) => server.close(resolve));
  await expect(new Api({ url, patienceMilliseconds: 0 }).run('query { me { id } }')).rejects.toThrow(
    `No Muster answers at ${url} (connect ECONNREFUSED`,
  );
});
