import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeUnusableHash } from '../../../cli/rows/unusable-hash.ts';

const hash = '$2b$12$abcdefghijklmnopqrstuu5s2v8.iXieOjg/.AySBTTZIIVFJeBui';

describe('a stored password that is no usable bcrypt hash', () => {
  it.each([
    [`${hash}\n`, 'white space or quotes around it'],
    [`"${hash}"`, 'white space or quotes around it'],
    [`{bcrypt}${hash}`, 'a prefix in braces'],
    [`{CRYPT}${hash}`, 'a prefix in braces'],
    [`bcrypt$${hash}`, "Django's prefix"],
    [`bcrypt_sha256$${hash}`, "Django's bcrypt_sha256"],
    [`$wp${hash}`, "WordPress's bcrypt"],
    ['pbkdf2_sha256$1000000$salt$aGFzaA==', 'PBKDF2'],
    ['scrypt:32768:8:1$salt$hash', 'scrypt'],
    ['$argon2id$v=19$m=65536,t=3,p=4$c2FsdA$aGFzaA', 'Argon2'],
    ['argon2$argon2id$v=19$m=102400,t=2,p=8$c2FsdA$aGFzaA', 'Argon2'],
    ['$P$B12345678abcdefghijklmnopqrstuv', 'phpass'],
    ['$6$rounds=5000$salt$hash', 'crypt other than bcrypt'],
    [hash.replace('$2b$', '$2x$'), 'a $2x$ hash'],
    ['5f4dcc3b5aa765d61d8327deb882cf99', 'a plain MD5 or SHA sum'],
    [hash.replace('$12$', '$16$'), 'a cost over 15'],
    [hash.slice(0, 59), '59 characters, and not of 60'],
    [`${hash.slice(0, 28)}v${hash.slice(29)}`, 'characters that no bcrypt makes'],
    ['Password1234!', 'no bcrypt hash'],
    ['', 'empty'],
    [5, 'no text'],
    [null, 'no text'],
  ])('%s is described', (stored, words) => {
    expect(describeUnusableHash(stored)).toContain(words);
  });

  it('is never repeated', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 12 }), stored => {
        expect(describeUnusableHash(stored)).not.toContain(stored);
      }),
    );
  });
});
