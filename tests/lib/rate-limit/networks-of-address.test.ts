import { describe, expect, it } from 'vitest';
import { networksOf } from '../../../lib/rate-limit/networks-of-address.ts';

describe('the networks of an address', () => {
  it.each([
    ['203.0.113.7', [['203.0.113.7', 1]]],
    ['::ffff:203.0.113.7', [['203.0.113.7', 1]]],
    ['not an address', [['not an address', 1]]],
    [
      '2001:db8:12:3456::1',
      [
        ['2001:0db8:0012:3456::/64', 1],
        ['2001:0db8:0012:3400::/56', 2],
        ['2001:0db8:0012:0000::/48', 4],
      ],
    ],
  ])('of %s are the narrowest one and all that are counted too', (address, networks) => {
    expect(networksOf(address).map(({ name, share }) => [name, share])).toEqual(networks);
  });
});
