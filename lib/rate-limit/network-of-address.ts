/**
 * The network of an address, as the rate limit counts it: an IPv4 address whole, an IPv6 address by its first 64 bits,
 * because whoever has one IPv6 address has all 2^64 of its network.
 */
import { isIPv4, isIPv6 } from 'node:net';

const fourDigits = (group: string): string => group.padStart(4, '0');

/** The eight groups of an IPv6 address without zone, four hexadecimal digits each. */
function groupsOf(address: string): string[] {
  // The last 32 bits may be written as an IPv4 address (RFC 4291 section 2.2).
  const hexadecimal = address.replace(/\d+\.\d+\.\d+\.\d+/, dotted => {
    const [a = 0, b = 0, c = 0, d = 0] = dotted.split('.').map(Number);
    return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
  });
  const [head = '', tail] = hexadecimal.toLowerCase().split('::');
  // A side of `::` without digits counts as one group of zeros.
  const before = head.split(':');
  const after = tail === undefined ? [] : tail.split(':');
  const between = Array<string>(8 - before.length - after.length).fill('');
  return [...before, ...between, ...after].map(fourDigits);
}

/**
 * The network of an address: `203.0.113.7`, or `2001:0db8:0000:0001::/64`. An IPv4-mapped IPv6 address
 * (`::ffff:203.0.113.7`) is the IPv4 address. A text that is no address is its own network: API Gateway always sends an
 * address, and a limit on something odd is better than none.
 */
export function networkOf(clientAddress: string): string {
  const address = clientAddress.replace(/%.*/, '');
  if (isIPv4(address) || !isIPv6(address)) {
    return address;
  }
  const groups = groupsOf(address);
  if (groups.slice(0, 6).join(':') === '0000:0000:0000:0000:0000:ffff') {
    const bytes = Buffer.from(groups.slice(6).join(''), 'hex');
    return [...bytes].join('.');
  }
  return `${groups.slice(0, 4).join(':')}::/64`;
}
