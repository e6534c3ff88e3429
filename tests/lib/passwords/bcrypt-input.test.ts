/** Passwords that bcrypt cannot tell apart. */
import bcryptjs from 'bcryptjs';
import { describe, expect, it } from 'vitest';
import { createPasswordHasher } from '../../../lib/passwords/password-hasher.ts';
import { hashOf72, hashOfPw } from '../../support/bcrypt-hashes.ts';

const passwords = createPasswordHasher(7);

describe('the password hasher', () => {
  it('does not let `pw\\0pw` open an account with `pw`, though bcrypt hashes them alike', async () => {
    expect(await bcryptjs.compare('pw\0pw', hashOfPw)).toBe(true);
    expect(await passwords.verify('pw\0pw', hashOfPw)).toEqual({ matches: false });
    expect(await passwords.verify('pw', hashOfPw)).toMatchObject({ matches: true });
    expect(await passwords.verify('pw\0', hashOfPw)).toEqual({ matches: false });
  });

  it('does not let 73 bytes open an account with their first 72, though bcrypt hashes them alike', async () => {
    const seventyTwo = 'x'.repeat(72);
    expect(await bcryptjs.compare(`${seventyTwo}!`, hashOf72)).toBe(true);
    expect(await passwords.verify(`${seventyTwo}!`, hashOf72)).toEqual({ matches: false });
    expect(await passwords.verify(seventyTwo, hashOf72)).toMatchObject({ matches: true });
  });

  it('counts 72 in bytes of UTF-8, not in characters', async () => {
    const hash = await bcryptjs.hash('ä'.repeat(36), 4);
    expect(await passwords.verify('ä'.repeat(36), hash)).toMatchObject({ matches: true });
    expect(await passwords.verify('ä'.repeat(37), hash)).toEqual({ matches: false });
  });

  it('does not let one lone surrogate pass for another', async () => {
    const hash = await bcryptjs.hash('a\ud800', 4);
    expect(await passwords.verify('a\udbff', hash)).toEqual({ matches: false });
    expect(await passwords.verify('a\ud800', hash)).toEqual({ matches: false });
  });

  it('refuses to make a hash that another password would match', () => {
    for (const password of ['a\0b', 'x'.repeat(73), '\ud800']) {
      expect(() => passwords.hash(password)).toThrow('has to be 72 bytes or less');
    }
  });
});
