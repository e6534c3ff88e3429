/**
 * All networks that count an attempt. Whoever has one IPv6 /64 often has more of them: providers hand out a /56 or a /48
 * to a customer, which are 256 or 65,536. So these are counted too.
 */
import { networkOf } from './network-of-address.ts';

/** A network, and how many times the failures of a single one it may have. */
export interface Network {
  readonly name: string;
  readonly share: number;
}

/** A wider network may have more failures, because several customers can share it. */
const widerPrefixes = [
  { bits: 56, share: 2 },
  { bits: 48, share: 4 },
];

const ipv6Suffix = '::/64';

/** The first bits of a /64, the others zero: `2001:0db8:0000:0100::/56`. */
function prefixOf(network: string, bits: number): string {
  const digits = network.slice(0, -ipv6Suffix.length).replaceAll(':', '');
  const prefix = digits.slice(0, bits / 4).padEnd(digits.length, '0');
  return `${prefix.replace(/.{4}(?=.)/g, '$&:')}::/${bits}`;
}

/** The networks of an address, the narrowest first: an IPv4 address alone, an IPv6 /64 with its /56 and its /48. */
export function networksOf(clientAddress: string): readonly [Network, ...Network[]] {
  const name = networkOf(clientAddress);
  const wider = name.endsWith(ipv6Suffix) ? widerPrefixes : [];
  return [{ name, share: 1 }, ...wider.map(({ bits, share }) => ({ name: prefixOf(name, bits), share }))];
}
