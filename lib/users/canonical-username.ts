/**
 * Canonical usernames: `St.Huber ` and `st.huber` are one account, one key in the users table and one rate limit.
 * Whatever was typed becomes a name that DynamoDB accepts as a key.
 */

declare const canonical: unique symbol;

/** A name in canonical form; only `canonicalUsername` makes one. */
export type Username = string & { readonly [canonical]: true };

/** The longest name that can be typed, in characters (docs/signin.md). */
export const usernameMaxCharacters = 190;

/** DynamoDB accepts partition keys of 1 to 2048 bytes. NFKC can make a name eighteen times longer. */
const keyMaxBytes = 2048;

/** Stands for every name that cannot be a key. It is upper case, so it is not canonical and no account has it. */
const impossibleUsername = 'NOBODY' as Username;

/**
 * Full case folding (Unicode 5.18) with what JavaScript has: upper case, then lower case. Two letters need help: the
 * dotless i has the upper case I but does not fold to i, and a final sigma folds to sigma.
 */
const caseFold = (text: string): string =>
  text
    .split('ı')
    .map(part => part.toUpperCase().toLowerCase())
    .join('ı')
    .replaceAll('ς', 'σ');

/** Characters that cannot be seen (zero width, direction marks, soft hyphen, variation selectors) do not count. */
const ignorable = /\p{Default_Ignorable_Code_Point}/gu;

const foldOnce = (name: string): string =>
  caseFold(name.normalize('NFKC').replace(ignorable, '')).normalize('NFKC').trim();

/**
 * The canonical form of a typed name: NFKC_Casefold of Unicode (section 3.13, R5), which is NFKC and case folding without
 * ignorable characters, and no outer white space. Folding can produce characters that fold again, so it is repeated until
 * nothing changes. That makes it idempotent, which Spotify's was not in 2013. A name that cannot be a key (empty, longer
 * than 2048 bytes, or not well-formed Unicode) becomes one that no account has, and is handled like any unknown name.
 */
export function canonicalUsername(typed: string): Username {
  let name = typed;
  let folded = foldOnce(name);
  while (folded !== name) {
    name = folded;
    folded = foldOnce(name);
  }
  const canBeKey = name !== '' && name.isWellFormed() && Buffer.byteLength(name) <= keyMaxBytes;
  // A fixed point of `foldOnce` is what the type stands for.
  return canBeKey ? (name as Username) : impossibleUsername;
}
