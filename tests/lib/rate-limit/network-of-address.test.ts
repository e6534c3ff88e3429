import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { networkOf } from '../../../lib/rate-limit/network-of-address.ts';

describe('the network of an address', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['::FFFF:cb00:7107', '203.0.113.7'],
    ['::ffff:203.110.113.177', '203.110.113.177'],
    ['::ffff:203.110.113.177%eth0', '203.110.113.177'],
    ['0:0:0:0:0:ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:0:1:2:3:4:5', '2001:0db8:0000:0001::/64'],
    ['2001:0DB8::1:0:0:0:5', '2001:0db8:0000:0001::/64'],
    ['2001:db8:0:1::', '2001:0db8:0000:0001::/64'],
    ['2001:db8:0:1:2:3:4::', '2001:0db8:0000:0001::/64'],
    ['::db8:0:1:2:3:4:5', '0000:0db8:0000:0001::/64'],
    ['::1', '0000:0000:0000:0000::/64'],
    ['::', '0000:0000:0000:0000::/64'],
    ['fe80::1%eth0', 'fe80:0000:0000:0000::/64'],
    ['64:ff9b::203.0.113.7', '0064:ff9b:0000:0000::/64'],
    ['not an address', 'not an address'],
    ['', ''],
  ])('%j is in %j', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });

  it('is the same for all addresses of an IPv6 /64, however they are written', () => {
    const group = fc.integer({ min: 0, max: 0xffff });
    const eight = fc.tuple(group, group, group, group, group, group, group, group);
    fc.assert(
      fc.property(eight, fc.boolean(), (groups, upper) => {
        const plain = groups.map(value => value.toString(16)).join(':');
        const written = upper ? plain.toUpperCase() : plain;
        const first64 = groups.slice(0, 4).map(value => value.toString(16).padStart(4, '0'));
        return networkOf(written) === `${first64.join(':')}::/64` || written.includes('ffff');
      }),
    );
  });

  it('differs for two IPv4 addresses', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.ipV4(), (a, b) => a === b || networkOf(a) !== networkOf(`::ffff:${b}`)),
    );
  });
});
