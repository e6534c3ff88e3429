/** Generates passwords that can be read out and typed. */
import { randomInt } from 'node:crypto';

/** Without characters that look alike: 0 and o, 1 and l and i. */
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';
const groups = 5;
const groupLength = 5;

/** A password of five groups of five characters, such as `k7m2p-…`: 123 bits. `randomInt` has no bias. */
export function generatePassword(): string {
  const group = () =>
    Array.from({ length: groupLength }, () => alphabet.charAt(randomInt(alphabet.length))).join('');
  return Array.from({ length: groups }, group).join('-');
}
