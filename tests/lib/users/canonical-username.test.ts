import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalUsername } from '../../../lib/users/canonical-username.ts';

const unicode = fc.string({ unit: 'binary', maxLength: 190 });

/** Upper case, so that it is no canonical name. */
const nobody = 'NOBODY';

describe('canonical usernames', () => {
  it.each([
    ['st.huber', 'st.huber'],
    ['St.Huber ', 'st.huber'],
    ['\u00a0\u2003\tST.HUBER\r\n', 'st.huber'],
    ['ｓｔ．ｈｕｂｅｒ', 'st.huber'],
    ['Straße', 'strasse'],
    ['STRASSE', 'strasse'],
    ['ẞ', 'ss'],
    ['ΣΊΣΥΦΟΣ', 'σίσυφοσ'],
    ['σίσυφος', 'σίσυφοσ'],
    ['ﬁnn', 'finn'],
    ['Å', 'å'],
    ['A\u030a', 'å'],
    ['ᴮᴵᴳᴮᴵᴿᴰ', 'bigbird'],
    ['İstanbul', 'i̇stanbul'],
    ['ıstanbul', 'ıstanbul'],
    ['a b', 'a b'],
    ['anna\u200b.meyer', 'anna.meyer'],
    ['\u202aanna.meyer\u202c', 'anna.meyer'],
    ['an\u00adna.mey\u2060er\ufe0f', 'anna.meyer'],
    ['\u3164anna\u{e0041}', 'anna'],
  ])('%j is %j', (typed, canonical) => {
    expect(canonicalUsername(typed)).toBe(canonical);
  });

  it('do not depend on characters that cannot be seen', () => {
    const invisible = fc.constantFrom(
      '\u200b',
      '\u200e',
      '\u202a',
      '\u202c',
      '\u00ad',
      '\u2060',
      '\ufe0f',
      '\u034f',
    );
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
        invisible,
        fc.nat(),
        (name, mark, at) => {
          const characters = [...name];
          characters.splice(at % (characters.length + 1), 0, mark);
          const typed = characters.join('');
          return canonicalUsername(typed) === canonicalUsername(name);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('stay the same when made canonical again, whatever was typed', () => {
    fc.assert(
      fc.property(unicode, typed => {
        const name = canonicalUsername(typed);
        return name === nobody || canonicalUsername(name) === name;
      }),
      { numRuns: 2000 },
    );
  });

  it('stay the same when made canonical again, for each character of Unicode', () => {
    for (let codePoint = 0; codePoint <= 0x10ffff; codePoint++) {
      const name = canonicalUsername(`a${String.fromCodePoint(codePoint)}b`);
      if (name !== nobody && canonicalUsername(name) !== name) expect.fail(`U+${codePoint.toString(16)}`);
    }
  });

  it('do not depend on case, on the Unicode form, or on outer white space', () => {
    fc.assert(
      fc.property(unicode, typed => {
        const name = canonicalUsername(typed);
        return [typed.normalize('NFD'), typed.normalize('NFC'), ` ${typed}\u3000`].every(
          other => canonicalUsername(other) === name,
        );
      }),
    );
  });

  it('are keys that DynamoDB accepts, whatever was typed', () => {
    // U+FDFA is the character that NFKC makes longest: eighteen for one.
    const long = fc.string({ unit: fc.constantFrom('\ufdfa', '𐀀', 'ΐ', 'a', '\ud800'), maxLength: 190 });
    fc.assert(
      fc.property(fc.oneof(unicode, long), typed => {
        const name = canonicalUsername(typed);
        const bytes = Buffer.byteLength(name);
        return bytes >= 1 && bytes <= 2048 && name.isWellFormed();
      }),
    );
  });

  it.each([
    ['nothing but white space', ' \u00a0\t'],
    ['nothing', ''],
    ['a lone surrogate', 'a\ud800'],
    ['more than 2048 bytes', '\ufdfa'.repeat(190)],
  ])('are a name that no account has, for %s', (_case, typed) => {
    expect(canonicalUsername(typed)).toBe(nobody);
  });

  it('are not that name if it is typed', () => {
    expect(canonicalUsername(nobody)).toBe('nobody');
  });
});
