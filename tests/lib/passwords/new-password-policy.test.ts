import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { passwordPolicyViolations } from '../../../lib/passwords/new-password-policy.ts';
import { createPasswordHasher } from '../../../lib/passwords/password-hasher.ts';

const old = 'Password1234!';
const violations = (newPassword: string) => passwordPolicyViolations(newPassword, old, 'St.Huber');

describe('a new password', () => {
  it.each([
    ['correct horse'],
    ['8 chars.'],
    ['       .'],
    ['ä'.repeat(512)],
    ['😀'.repeat(256)],
    ['x1'.repeat(512)],
  ])('is accepted: %s', password => {
    expect(violations(password)).toEqual([]);
  });

  it.each([
    ['', ['has to have at least 8 characters']],
    ['7 chars', ['has to have at least 8 characters']],
    ['😀'.repeat(7), ['has to have at least 8 characters']],
    ['x'.repeat(1025), ['has to have at most 1024 bytes in UTF-8']],
    ['ä'.repeat(513), ['has to have at most 1024 bytes in UTF-8']],
    ['has a NUL\0', ['has to be Unicode text without NUL']],
    ['has half a pair \ud83d', ['has to be Unicode text without NUL']],
    [old, ['has to differ from the old one']],
    [' ST.HUBER ', ['has to differ from the username']],
    ['12345678', ['is one of the most common passwords']],
    ['PassWord', ['is one of the most common passwords']],
  ])('is refused with a sentence that says why: %j', (password, expected) => {
    expect(violations(password)).toEqual(expected);
  });

  it('signs in if it is accepted, so one that cannot be hashed is never accepted', async () => {
    const passwords = createPasswordHasher(4);
    const wanted = fc.oneof(fc.string({ unit: 'binary', minLength: 6, maxLength: 400 }), fc.string());
    await fc.assert(
      fc.asyncProperty(wanted, async password => {
        if (violations(password).length > 0) return;
        const stored = await passwords.hash(password);
        expect(await passwords.verify(password, stored, 33)).toEqual({ matches: true, outdated: false });
      }),
      { numRuns: 30 },
    );
  });
});
