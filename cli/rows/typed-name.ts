/** A name as it was typed, and the name that it stands for. */
import {
  canonicalUsername,
  type Username,
  usernameMaxCharacters,
} from '../../lib/users/canonical-username.ts';
import { quoted } from '../output/printable.ts';
import { UsageError } from '../usage-error.ts';

/** A canonical name, and the sentence about it if another one was typed. */
export interface TypedName {
  readonly username: Username;
  readonly note: readonly string[];
}

/**
 * The canonical form of a typed name, under which the user is stored.
 * @throws {UsageError} if nobody can sign in with it: it is empty, too long, or no text
 */
export function typedName(typed: string): TypedName {
  const username = canonicalUsername(typed);
  // Only the name that stands for impossible ones is not its own canonical form.
  if (canonicalUsername(username) !== username || username.length > usernameMaxCharacters) {
    throw new UsageError(`A name has 1 to ${usernameMaxCharacters} characters that can be seen.`);
  }
  const note =
    username === typed
      ? []
      : [`${quoted(typed)} is ${quoted(username)} in the form in which names are stored.`];
  return { username, note };
}
