import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readConfig } from '../config.js';
import { NameResolver } from './name-resolver.js';
import { OutboundFailed, OutboundRefused } from './outbound-errors.js';
import { OutboundHttp } from './outbound-http.js';
import {
  otherPrivateHosts,
  privateAddresses,
  privateNames,
  spellingsOf,
} from '../../../test/fixtures/outbound/private-spellings.js';

/** Answers one list after the other, the last one for ever. */
class Script extends NameResolver {
  asked = 0;
  constructor(private readonly answers: string[][]) {
    super();
  }
  async resolve(): Promise<string[]> {
    return this.answers[Math.min(this.asked++, this.answers.length - 1)]!;
  }
}

const listen = (server: Server, port: number, host: string) =>
  new Promise<number>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });

/** 127.0.0.2 plays the public receiver; the canary listens on the same port of the addresses that must not be reached. */
const receiverAddress = '127.0.0.2';
const config = readConfig({ NODE_ENV: 'test', OUTBOUND_ALLOW_CIDRS: `${receiverAddress}/32` });
const spellings = [...privateAddresses.flatMap(spellingsOf), ...otherPrivateHosts];

let port: number;
let canaries: Server[];
let receiver: Server;
let reached = 0;
let received = 0;
let location: string | undefined;

beforeAll(async () => {
  receiver = createServer((_, response) => {
    received += 1;
    if (location !== undefined) response.setHeader('location', location);
    response.writeHead(location === undefined ? 200 : 302).end('from the receiver');
  });
  port = await listen(receiver, 0, receiverAddress);
  canaries = ['127.0.0.1', '127.0.0.53', '127.255.255.254', '::1'].map(() =>
    createServer((_, answer) => answer.end('canary')),
  );
  await Promise.all(
    ['127.0.0.1', '127.0.0.53', '127.255.255.254', '::1'].map((host, index) =>
      // A machine without IPv6 has one canary less.
      listen(canaries[index]!, port, host).catch(() => 0),
    ),
  );
  for (const canary of canaries) canary.on('connection', () => (reached += 1));
});

afterAll(() => [receiver, ...canaries].forEach((server) => server.close()));

const tryIt = async (outbound: OutboundHttp, url: string) => {
  try {
    return (await outbound.send({ url, method: 'POST', body: 'x', timeoutMilliseconds: 2000 })).status;
  } catch (error) {
    if (error instanceof OutboundRefused || error instanceof OutboundFailed) return error.why;
    throw error;
  }
};

describe(`where nothing is sent: ${spellings.length} spellings`, () => {
  it('has a canary that counts: when its address is allowed, every canonical spelling reaches it', async () => {
    const outbound = new OutboundHttp(readConfig({ OUTBOUND_ALLOW_CIDRS: '127.0.0.0/8' }), new Script([[]]));
    for (const host of ['127.0.0.1', '2130706433', '0x7f.1', '①②⑦.0.0.1', '[::ffff:127.0.0.1]']) {
      expect(await tryIt(outbound, `http://${host}:${port}/`)).toBe(200);
    }
    expect(reached).toBeGreaterThan(0);
    await outbound.onApplicationShutdown();
    reached = 0;
  });

  it('refuses each of them when the URL says it', async () => {
    expect(new Set(spellings).size).toBeGreaterThanOrEqual(500);
    // What is no address for this parser is a name; it is answered with the address that other parsers read.
    const outbound = new OutboundHttp(config, new Script([['127.0.0.1']]));
    const answers = new Map<unknown, number>();
    for (const host of spellings) {
      for (const scheme of ['http', 'https']) {
        const why = await tryIt(outbound, `${scheme}://${host}:${port}/`);
        expect({ host, why }).toEqual({ host, why: expect.stringMatching(/^(address|url|credentials)$/) });
        answers.set(why, (answers.get(why) ?? 0) + 1);
      }
    }
    expect(answers.get('address')).toBeGreaterThan(1000);
    expect(reached).toBe(0);
  });

  it('does not follow a redirect to any of them', async () => {
    const outbound = new OutboundHttp(config, new Script([[]]));
    received = 0;
    for (const host of [...spellings, ...privateNames]) {
      location = encodeURI(`http://${host}:${port}/`);
      expect(await tryIt(outbound, `http://${receiverAddress}:${port}/`)).toBe(302);
    }
    location = undefined;
    expect(received).toBe(spellings.length + privateNames.length);
    expect(reached).toBe(0);
    await outbound.onApplicationShutdown();
  });

  it('gives a name no moment in which it could come to mean any of them', async () => {
    const addresses = [
      ...privateAddresses,
      ...privateAddresses.map((text) => `::ffff:${text}`),
      '::1',
      'fe80::1%eth0',
      'fd00::1',
    ];
    for (const name of ['receiver.example', ...privateNames]) {
      for (const address of addresses) {
        const names = new Script([[receiverAddress], [address]]);
        const outbound = new OutboundHttp(config, names);
        received = 0;
        expect(await tryIt(outbound, `http://${name}:${port}/`)).toBe(200);
        expect([names.asked, received]).toEqual([1, 1]);
        expect(await tryIt(outbound, `http://${name}:${port}/`)).toBe('address');
        await outbound.onApplicationShutdown();
      }
    }
    expect(reached).toBe(0);
  });

  it('refuses a name when any one of its addresses is not public', async () => {
    for (const address of privateAddresses) {
      for (const answers of [
        [address, receiverAddress],
        [receiverAddress, address],
        ['93.184.216.34', address],
      ]) {
        expect(await tryIt(new OutboundHttp(config, new Script([answers])), `http://two.example:${port}/`)).toBe(
          'address',
        );
      }
    }
    expect(reached).toBe(0);
  });
});

describe('what a URL may be', () => {
  const outbound = new OutboundHttp(config, new Script([['93.184.216.34']]));
  const whyOf = (url: string, by = outbound) => by.refusalOf(url)?.why ?? null;
  it.each([
    ['https://receiver.example/hook?a=1', null],
    ['http://receiver.example/hook', null],
    ['https://93.184.216.34:8443/', null],
    [`http://${receiverAddress}:9/`, null],
    ['https://93.184.216.34:5432/', 'port'],
    ['https://10.0.0.1/', 'address'],
    ['ftp://receiver.example/', 'scheme'],
    ['file:///etc/passwd', 'scheme'],
    ['javascript:alert(1)', 'scheme'],
    ['https://user:pass@receiver.example/', 'credentials'],
    ['https://user@receiver.example/', 'credentials'],
    ['receiver.example', 'url'],
    ['https://', 'url'],
    ['https://[::1%25lo]/', 'url'],
    [`https://receiver.example/${'a'.repeat(2048)}`, 'url'],
  ])('%s: %s', (url, why) => expect(whyOf(url)).toBe(why));

  it('is https in production, unless the installation says otherwise', () => {
    const production = { NODE_ENV: 'production', OWNER_PASSWORD: 'p'.repeat(20), SECRET_KEY: 's'.repeat(40) };
    const strict = new OutboundHttp(readConfig(production), new Script([[]]));
    const loose = new OutboundHttp(readConfig({ ...production, WEBHOOK_ALLOW_HTTP: '1' }), new Script([[]]));
    expect([whyOf('http://receiver.example/', strict), whyOf('https://receiver.example/', strict)]).toEqual([
      'scheme',
      null,
    ]);
    expect(whyOf('http://receiver.example/', loose)).toBeNull();
  });

  it('refuses a port of a name only when it is known where the name leads', async () => {
    expect(await tryIt(outbound, 'http://receiver.example:25/')).toBe('port');
  });

  it('says why in words that repeat no URL and no address', async () => {
    const refused = await outbound
      .send({ url: 'https://10.9.8.7/hook?token=hunter2', method: 'POST' })
      .catch((error: Error) => error.message);
    expect(refused).toBe('The URL leads to an address that is not on the public internet.');
  });
});
