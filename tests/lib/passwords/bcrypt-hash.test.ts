import bcryptjs from 'bcryptjs';
import { describe, expect, it } from 'vitest';
import { createPasswordHasher } from '../../../lib/passwords/password-hasher.ts';
import { asTyped, foreignHashes } from '../../support/bcrypt-hashes.ts';

const passwords = createPasswordHasher(7);

describe('a stored hash', () => {
  it.each(foreignHashes)('of %s is accepted for %j: %s', async (_origin, password, hash) => {
    expect(await passwords.verify(password, asTyped(hash), 33)).toMatchObject({ matches: true });
    expect(await passwords.verify(`${password.slice(0, 70)}?`, asTyped(hash), 33)).toEqual({
      matches: false,
    });
  });

  it('is outdated unless it has the cost and the prefix of new ones', async () => {
    const { hash: fresh } = await passwords.hash('secret');
    expect(fresh).toMatch(/^\$2b\$07\$/);
    const cases: [string, boolean][] = [
      [fresh, false],
      [fresh.replace('$2b$', '$2y$'), true],
      [await bcryptjs.hash('secret', 5), true],
      [await bcryptjs.hash('secret', 8), true],
    ];
    for (const [hash, outdated] of cases) {
      expect(await passwords.verify('secret', asTyped(hash), 33)).toEqual({ matches: true, outdated });
    }
  });
});
