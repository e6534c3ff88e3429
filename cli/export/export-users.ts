/**
 * Writes the users of a table as JSON lines, in the form that `import` reads. Attributes that are not the sign-in's stay
 * out, because nobody can say whether they are secret.
 */
import { canonicalUsername } from '../../lib/users/canonical-username.ts';
import { parseUserItem } from '../../lib/users/user-item.ts';
import type { UserRow } from '../rows/row-problems.ts';

/** A user as a line. The flags are as the sign-in takes them, so that a broken one activates nobody elsewhere. */
function exportLine(row: UserRow, withHashes: boolean): string {
  const { username, id, password, password_input, sessions_valid_from } = row;
  const { activated, mustChangePassword } = parseUserItem(canonicalUsername(username), row);
  const user = { username, id, activated, force_password_change: mustChangePassword, sessions_valid_from };
  return `${JSON.stringify(withHashes ? { ...user, password, password_input } : user)}\n`;
}

/** Text is written in pieces of about so many characters. */
const pieceLength = 65_536;

/** Writes all users; returns how many. */
export async function exportUsers(
  rows: AsyncIterable<UserRow>,
  withHashes: boolean,
  write: (text: string) => Promise<void>,
): Promise<number> {
  let count = 0;
  let text = '';
  for await (const row of rows) {
    text += exportLine(row, withHashes);
    count += 1;
    if (text.length < pieceLength) continue;
    await write(text);
    text = '';
  }
  await write(text);
  return count;
}
