/** A new password for a user: typed twice without echo, read from standard input, or generated. Never an argument. */
import { passwordPolicyViolations } from '../../lib/passwords/new-password-policy.ts';
import { type CommandResult, refused } from '../command-result.ts';
import type { Terminal } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';
import { generatePassword } from './generate-password.ts';
import type { PasswordOptions } from './password-options.ts';
import { readPassword } from './read-password.ts';

/** A password that satisfies the policy, or the refusal. */
export type NewPassword =
  | { readonly accepted: true; readonly password: string; readonly isGenerated: boolean }
  | { readonly accepted: false; readonly refusal: CommandResult };

/** How often a person may try. */
const maxTries = 3;

/** What is wrong with a password, as a sentence; null if nothing is. */
function violationOf(password: string, username: string): string | null {
  // There is no old password that it has to differ from. The empty one is too short anyway.
  const violations = passwordPolicyViolations(password, '', username);
  return violations.length === 0 ? null : `The password ${violations.join(', and ')}.`;
}

const refusedBecause = (message: string): NewPassword => ({
  accepted: false,
  refusal: refused('password_refused', message),
});

async function ask(terminal: Terminal, username: string): Promise<NewPassword> {
  let violation: string | null = null;
  for (let tries = 0; tries < maxTries; tries++) {
    const password = await terminal.askPassword('Password:');
    violation = violationOf(password, username);
    if (violation === null && (await terminal.askPassword('Once more:')) === password) {
      return { accepted: true, password, isGenerated: false };
    }
    violation ??= 'The two passwords differ.';
    if (tries < maxTries - 1) terminal.err(`${violation}\n`);
  }
  return refusedBecause(violation ?? '');
}

/**
 * Obtains a new password for a user.
 * @throws {UsageError} if there is nobody to ask
 */
export async function obtainNewPassword(
  options: PasswordOptions,
  terminal: Terminal,
  username: string,
): Promise<NewPassword> {
  if (options.generate) return { accepted: true, password: generatePassword(), isGenerated: true };
  if (options.fromStdin) {
    const password = await readPassword(terminal);
    const violation = violationOf(password, username);
    return violation === null ? { accepted: true, password, isGenerated: false } : refusedBecause(violation);
  }
  if (!terminal.isInteractive) {
    throw new UsageError('There is no terminal to ask for a password on: use --from-stdin or --generate.');
  }
  return ask(terminal, username);
}
