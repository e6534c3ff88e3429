/** What other systems fed bcrypt with. */
import { createHash, createHmac } from 'node:crypto';
import bcryptjs from 'bcryptjs';
import { describe, expect, it } from 'vitest';
import { createPasswordHasher } from '../../../lib/passwords/password-hasher.ts';
import { type PasswordInput, passwordInputs } from '../../../lib/passwords/password-input.ts';
import { unusableReasonOf } from '../../../lib/passwords/unusable-password.ts';
import { foreignPasswords } from '../../support/foreign-passwords.ts';

const passwords = createPasswordHasher(4);
const noMatch = { matches: false };

describe('a password that another system stored', () => {
  it.each(foreignPasswords)('of $origin with $input verifies, and is outdated: $password', async foreign => {
    const { input, password, id, hash } = foreign;
    expect(await passwords.verify(password, { hash, input }, id)).toEqual({
      matches: true,
      outdated: true,
    });
    expect(await passwords.verify(`?${password}`, { hash, input }, id)).toEqual(noMatch);
    expect(unusableReasonOf({ hash, input }, id)).toBeNull();
  });

  it.each(foreignPasswords)(
    'of $origin with $input verifies under no other password_input: $password',
    async foreign => {
      const { input, password, id, hash } = foreign;
      for (const other of [null, '', 'sha256', ...passwordInputs.filter(known => known !== input)]) {
        expect(await passwords.verify(password, { hash, input: other }, id)).toEqual(noMatch);
      }
    },
  );

  it('with password+id is verified with the id of that very user, a number or a text', async () => {
    const hash = bcryptjs.hashSync('secret33', 4);
    const stored = { hash, input: 'password+id' };
    for (const id of [33, '33']) {
      expect(await passwords.verify('secret', stored, id)).toMatchObject({ matches: true });
    }
    for (const id of [34, '', null]) expect(await passwords.verify('secret', stored, id)).toEqual(noMatch);
  });

  it.each(passwordInputs)('with %s does not verify with NUL, half a pair or over 1024 bytes', async input => {
    const fed: Record<PasswordInput, (password: string) => string> = {
      'password+id': password => `${password}33`,
      'sha256-hex': password => createHash('sha256').update(password).digest('hex'),
      'wp-hmac-sha384': password => createHmac('sha384', 'wp-sha384').update(password).digest('base64'),
      sha384: password => createHash('sha384').update(password).digest('base64'),
    };
    for (const password of ['p\0w', 'pw\ud800', 'x'.repeat(1025)]) {
      const hash = bcryptjs.hashSync(fed[input](password), 4);
      expect(await passwords.verify(password, { hash, input }, 33)).toEqual(noMatch);
    }
  });
});
