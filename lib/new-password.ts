/** Which new passwords are taken: NIST SP 800-63B-4 section 3.1.1.2, and what bcrypt can hold. */
import commonPasswords from './common-passwords.json' with { type: 'json' };
import { canBeHashed, passwordMaxBytes } from './passwords.ts';
import { canonicalUsername } from './usernames.ts';

const minCharacters = 8;
const common = new Set(commonPasswords);

/** What is wrong with a new password: predicates without a subject, such as `is too common`; none if it is taken. */
export function objectionsTo(newPassword: string, oldPassword: string, username: string): string[] {
  const objections: string[] = [];
  if ([...newPassword].length < minCharacters) {
    objections.push(`has to have at least ${minCharacters} characters`);
  }
  if (Buffer.byteLength(newPassword) > passwordMaxBytes) {
    objections.push(`has to have at most ${passwordMaxBytes} bytes in UTF-8`);
  } else if (!canBeHashed(newPassword)) {
    objections.push('has to be Unicode text without NUL');
  }
  if (newPassword === oldPassword) objections.push('has to differ from the old one');
  if (canonicalUsername(newPassword) === canonicalUsername(username)) {
    objections.push('has to differ from the username');
  }
  if (common.has(newPassword.toLowerCase())) objections.push('is one of the most common passwords');
  return objections;
}
