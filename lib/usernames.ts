/**
 * Canonical usernames: `St.Huber ` and `st.huber` are one account, one key in the users table, one guessing limit.
 * Whatever was typed comes out as a name that DynamoDB takes as a key.
 */

declare const canonical: unique symbol;

/** A name in canonical form; only `canonicalUsername` makes one. */
export type Username = string & { readonly [canonical]: true };

/** DynamoDB takes partition keys of 1 to 2048 bytes. NFKC can make a name eighteen times longer. */
const keyMaxBytes = 2048;

/** Stands for every name that no account can have. It is upper case, so it is no canonical name itself. */
const nobody = 'NOBODY' as Username;

/**
 * Full case folding (Unicode 5.18) with what JavaScript has: upper, then lower case. Two letters need help: the dotless
 * i is upper-cased to I but does not fold to i, and a final sigma folds to sigma.
 */
const caseFold = (text: string): string =>
  text
    .split('ı')
    .map(part => part.toUpperCase().toLowerCase())
    .join('ı')
    .replaceAll('ς', 'σ');

const foldOnce = (name: string): string => caseFold(name.normalize('NFKC')).normalize('NFKC').trim();

/**
 * The canonical form of a typed name: NFKC, case folding, no outer white space. Folding can make new characters that
 * fold again, so it is repeated until nothing changes; that makes it idempotent, which Spotify's was not in 2013.
 * A name that cannot be a key (empty, longer than 2048 bytes, or not well-formed Unicode) becomes one that no account
 * has, so that it takes the way of every unknown name.
 */
export function canonicalUsername(typed: string): Username {
  let name = typed;
  let folded = foldOnce(name);
  while (folded !== name) {
    name = folded;
    folded = foldOnce(name);
  }
  const canBeKey = name !== '' && name.isWellFormed() && Buffer.byteLength(name) <= keyMaxBytes;
  // The fixed point of `foldOnce` is what the type stands for.
  return canBeKey ? (name as Username) : nobody;
}
