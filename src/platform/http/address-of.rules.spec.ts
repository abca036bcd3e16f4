import { expect, test } from '@jest/globals';
import { parseCidr } from '../outbound/address.rules.js';
import { addressOf, networkOf } from './address-of.rules.js';

const proxies = ['10.0.0.0/8', 'fd00::/8'].map((one) => parseCidr(one)!);
test.each([
  ['what a stranger says is not believed', '203.0.113.7', '198.51.100.1', '203.0.113.7'],
  ['a trusted proxy speaks for somebody', '10.0.0.1', '198.51.100.1', '198.51.100.1'],
  ['so does one that is reached as IPv6', '::ffff:10.0.0.1', '198.51.100.1', '198.51.100.1'],
  ['through two of them', '10.0.0.1', '198.51.100.1, fd00::2', '198.51.100.1'],
  ['what a client wrote itself is not reached', '10.0.0.1', '192.0.2.9, 198.51.100.1', '198.51.100.1'],
  ['a proxy that says nothing is itself', '10.0.0.1', undefined, '10.0.0.1'],
  ['what is no address ends it', '10.0.0.1', '198.51.100.1, unknown', '10.0.0.1'],
])('%s', (_why, peer, forwardedFor, address) => {
  expect(addressOf(peer, forwardedFor, proxies)).toBe(address);
  expect(addressOf(peer, forwardedFor, [])).toBe(peer);
});

test.each([
  ['203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0DB8:1:2::9', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
])('%s counts as %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});
