/** Passwords that bcrypt alone cannot tell apart. */
import { createHash } from 'node:crypto';
import bcryptjs from 'bcryptjs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPasswordHasher } from '../../../lib/passwords/password-hasher.ts';
import { asTyped, hashOf72, hashOfPw } from '../../support/bcrypt-hashes.ts';

const passwords = createPasswordHasher(4);

describe('the password hasher', () => {
  it('does not let `pw\\0pw` open an account with `pw`, though bcrypt hashes them alike', async () => {
    expect(await bcryptjs.compare('pw\0pw', hashOfPw)).toBe(true);
    expect(await passwords.verify('pw\0pw', asTyped(hashOfPw), 33)).toEqual({ matches: false });
    expect(await passwords.verify('pw', asTyped(hashOfPw), 33)).toMatchObject({ matches: true });
    expect(await passwords.verify('pw\0', asTyped(hashOfPw), 33)).toEqual({ matches: false });
  });

  it('does not let 73 bytes open an account with their first 72, though bcrypt hashes them alike', async () => {
    const seventyTwo = 'x'.repeat(72);
    expect(await bcryptjs.compare(`${seventyTwo}!`, hashOf72)).toBe(true);
    expect(await passwords.verify(`${seventyTwo}!`, asTyped(hashOf72), 33)).toEqual({ matches: false });
    expect(await passwords.verify(seventyTwo, asTyped(hashOf72), 33)).toMatchObject({ matches: true });
  });

  it('counts 72 in bytes of UTF-8, not in characters', async () => {
    const hash = await bcryptjs.hash('ä'.repeat(36), 4);
    expect(await passwords.verify('ä'.repeat(36), asTyped(hash), 33)).toMatchObject({ matches: true });
    expect(await passwords.verify('ä'.repeat(37), asTyped(hash), 33)).toEqual({ matches: false });
  });

  it('does not let one lone surrogate pass for another', async () => {
    const hash = await bcryptjs.hash('a\ud800', 4);
    expect(await passwords.verify('a\udbff', asTyped(hash), 33)).toEqual({ matches: false });
    expect(await passwords.verify('a\ud800', asTyped(hash), 33)).toEqual({ matches: false });
  });

  it('refuses to make a hash that another password would match', async () => {
    for (const password of ['a\0b', 'x'.repeat(1025), '\ud800']) {
      await expect(passwords.hash(password)).rejects.toThrow('has to be 1024 bytes or less');
    }
  });
});

describe('a new password', () => {
  it.each([
    ['x'.repeat(72), null],
    ['ä'.repeat(36), null],
    ['x'.repeat(73), 'sha384'],
    ['ä'.repeat(37), 'sha384'],
    ['😀'.repeat(256), 'sha384'],
  ])('has SHA-384 before bcrypt only if bcrypt would cut it: %s', async (password, input) => {
    const stored = await passwords.hash(password);
    expect(stored.input).toBe(input);
    const fed = input === null ? password : createHash('sha384').update(password).digest('base64');
    expect(fed).toHaveLength(input === null ? password.length : 64);
    expect(bcryptjs.compareSync(fed, stored.hash)).toBe(true);
    expect(await passwords.verify(password, stored, 33)).toEqual({ matches: true, outdated: false });
  });

  it('is outdated at another cost, whatever its length', async () => {
    const stored = await createPasswordHasher(5).hash('x'.repeat(100));
    expect(await passwords.verify('x'.repeat(100), stored, 33)).toEqual({ matches: true, outdated: true });
  });

  it('differs from every other one in each of its bytes', async () => {
    const long = fc.string({ unit: 'grapheme', minLength: 60, maxLength: 200 });
    await fc.assert(
      fc.asyncProperty(long, fc.nat(), async (password, at) => {
        const letters = [...password];
        letters[at % letters.length] += '!';
        const stored = await passwords.hash(password);
        expect(await passwords.verify(letters.join(''), stored, 33)).toEqual({ matches: false });
        expect(await passwords.verify(password, stored, 33)).toMatchObject({ matches: true });
      }),
      { numRuns: 100 },
    );
  });
});
