/** Reads a password from standard input. */
import type { Terminal } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';

/** No password is longer; what is, is a wrong file. */
const maxBytes = 65_536;

/**
 * All of standard input without the line end at its end.
 * @throws {UsageError} if it is a terminal, empty, too long or no UTF-8
 */
export async function readPassword(terminal: Terminal): Promise<string> {
  if (terminal.isInputTyped) {
    throw new UsageError('--from-stdin reads a pipe or a file: leave it out to be asked for the password.');
  }
  const bytes = await terminal.readInput(maxBytes + 1);
  if (bytes.length > maxBytes) throw new UsageError('Standard input is too long to be a password.');
  let text: string;
  try {
    // It takes off a byte order mark, which some editors put before a text.
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UsageError('Standard input is no UTF-8.');
  }
  const password = text.replace(/\r?\n$/, '');
  if (password === '') throw new UsageError('Standard input is empty.');
  return password;
}
