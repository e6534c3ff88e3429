/**
 * The network that an address belongs to, as the guessing limit counts it: an IPv4 address whole, an IPv6 address by
 * its first 64 bits, since whoever has one IPv6 address has the other 2^64 of its network too.
 */
import { isIPv4, isIPv6 } from 'node:net';

const wholeByte = (group: string): string => group.padStart(4, '0');

/** The eight groups of an IPv6 address without zone, four hexadecimal digits each. */
function groups(address: string): string[] {
  // The last 32 bits may be written as an IPv4 address (RFC 4291 section 2.2).
  const hexadecimal = address.replace(/\d+\.\d+\.\d+\.\d+$/, dotted => {
    const [a = 0, b = 0, c = 0, d = 0] = dotted.split('.').map(Number);
    return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
  });
  const [head = '', tail] = hexadecimal.toLowerCase().split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const between = Array<string>(8 - before.length - after.length).fill('0');
  return [...before, ...between, ...after].map(wholeByte);
}

/**
 * The network of a source address: `203.0.113.7`, or `2001:0db8:0000:0001::/64`. An IPv4 address that is written as
 * IPv6 (`::ffff:203.0.113.7`) is the IPv4 address. What is no address at all is taken as it is: API Gateway always
 * sends one, and a limit on something odd is better than none.
 */
export function networkOf(sourceAddress: string): string {
  const address = sourceAddress.replace(/%.*$/, '');
  if (isIPv4(address) || !isIPv6(address)) {
    return address;
  }
  const all = groups(address);
  if (all.slice(0, 6).join(':') === '0000:0000:0000:0000:0000:ffff') {
    const bytes = Buffer.from(all.slice(6).join(''), 'hex');
    return [...bytes].join('.');
  }
  return `${all.slice(0, 4).join(':')}::/64`;
}
