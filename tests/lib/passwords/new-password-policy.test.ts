import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commonPasswords } from '../../../dev/write-common-passwords.ts';
import commonInBundle from '../../../lib/passwords/common-passwords.json' with { type: 'json' };
import { passwordPolicyViolations } from '../../../lib/passwords/new-password-policy.ts';
import { createPasswordHasher } from '../../../lib/passwords/password-hasher.ts';

const old = 'Password1234!';
const objections = (newPassword: string) => passwordPolicyViolations(newPassword, old, 'St.Huber');

describe('a new password', () => {
  it.each([['correct horse'], ['8 chars.'], ['ä'.repeat(36)], ['😀'.repeat(18)], ['       .']])(
    'is taken: %s',
    password => {
      expect(objections(password)).toEqual([]);
    },
  );

  it.each([
    ['', ['has to have at least 8 characters']],
    ['7 chars', ['has to have at least 8 characters']],
    ['😀'.repeat(7), ['has to have at least 8 characters']],
    ['x1'.repeat(37), ['has to have at most 72 bytes in UTF-8']],
    ['ä'.repeat(37), ['has to have at most 72 bytes in UTF-8']],
    ['has a NUL\0', ['has to be Unicode text without NUL']],
    ['has half a pair \ud83d', ['has to be Unicode text without NUL']],
    [old, ['has to differ from the old one']],
    [' ST.HUBER ', ['has to differ from the username']],
    ['12345678', ['is one of the most common passwords']],
    ['PassWord', ['is one of the most common passwords']],
  ])('is refused, and told why: %j', (password, expected) => {
    expect(objections(password)).toEqual(expected);
  });

  it('that is accepted signs in, and one that bcrypt cannot hash is never accepted', async () => {
    const passwords = createPasswordHasher(10);
    const wanted = fc.oneof(fc.string({ unit: 'binary', minLength: 6, maxLength: 40 }), fc.string());
    await fc.assert(
      fc.asyncProperty(wanted, async password => {
        if (objections(password).length > 0) return;
        const hash = await passwords.hash(password);
        expect(await passwords.verify(password, hash)).toEqual({ matches: true, outdated: false });
      }),
      { numRuns: 30 },
    );
  });
});

describe('the list of common passwords', () => {
  it('is the first 3,000 of the package that are long enough to be chosen', () => {
    expect(commonInBundle).toEqual(commonPasswords());
    expect(commonInBundle).toHaveLength(3000);
  });
});
