/** The policy for new passwords: NIST SP 800-63B-4 section 3.1.1.2, and what can be hashed. */
import { canonicalUsername } from '../users/canonical-username.ts';
import { isHashable, passwordMaxBytes } from './bcrypt-input.ts';
import { commonPasswords } from './common-passwords.ts';

const minCharacters = 8;

const isCommon = (password: string) => commonPasswords.trim().split('\n').includes(password.toLowerCase());

/** What is wrong with a new password, as predicates such as `is too common`; empty if it is accepted. */
export function passwordPolicyViolations(
  newPassword: string,
  oldPassword: string,
  username: string,
): string[] {
  const violations: string[] = [];
  if ([...newPassword].length < minCharacters) {
    violations.push(`has to have at least ${minCharacters} characters`);
  }
  if (Buffer.byteLength(newPassword) > passwordMaxBytes) {
    violations.push(`has to have at most ${passwordMaxBytes} bytes in UTF-8`);
  } else if (!isHashable(newPassword)) {
    violations.push('has to be Unicode text without NUL');
  }
  if (newPassword === oldPassword) violations.push('has to differ from the old one');
  if (canonicalUsername(newPassword) === canonicalUsername(username)) {
    violations.push('has to differ from the username');
  }
  if (isCommon(newPassword)) violations.push('is one of the most common passwords');
  return violations;
}
