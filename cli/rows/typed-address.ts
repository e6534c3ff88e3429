/** An IP address as it was typed. */
import { isIP } from 'node:net';
import { UsageError } from '../usage-error.ts';

/**
 * The address.
 * @throws {UsageError} if it is none
 */
export function typedAddress(text: string): string {
  if (isIP(text) === 0) throw new UsageError('An address looks like 203.0.113.7 or 2001:db8::7.');
  return text;
}
