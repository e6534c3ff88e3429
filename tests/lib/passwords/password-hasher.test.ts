import bcryptjs from 'bcryptjs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Bcrypt, createPasswordHasher } from '../../../lib/passwords/password-hasher.ts';
import { passwordInputs } from '../../../lib/passwords/password-input.ts';
import { asTyped, foreignHashes, hashOf72, hashOfPw } from '../../support/bcrypt-hashes.ts';

const cost = 7;

/** bcrypt that adds up its work: 2^cost for each call. */
function countingBcrypt(): Bcrypt & { work(): number } {
  let work = 0;
  const add = (hash: string) => {
    work += 2 ** Number(hash.slice(4, 6));
  };
  return {
    compare: (password, hash) => {
      add(hash);
      return bcryptjs.compare(password, hash);
    },
    hash: (password, salt) => {
      if (typeof salt === 'string') add(salt);
      return bcryptjs.hash(password, salt);
    },
    hashSync: (password, salt) => {
      if (typeof salt === 'string') add(salt);
      return bcryptjs.hashSync(password, salt);
    },
    work: () => work,
  };
}

describe('verifying a password', () => {
  const passwords = createPasswordHasher(cost);

  it('compares byte for byte: neither case, nor white space, nor a Unicode form is forgiven', async () => {
    const stored = await passwords.hash('Ångström 1');
    for (const other of ['ångström 1', 'Ångström 1 ', ' Ångström 1', 'Ångström 1'.normalize('NFD'), '']) {
      expect(await passwords.verify(other, stored, 33)).toEqual({ matches: false });
    }
  });

  const wrong: [string, string, string | null][] = [
    ['a wrong password', 'wrong', '$2b$07$YaLSbHlgQtU1Ub5QnAK0iuHzJoJh3Xi96ZinTxM.jKhkMJeSFQSmi'],
    ['an unknown name, or no password stored', 'wrong', null],
    ['a stored hash of cost 4', 'wrong', hashOfPw],
    ['a stored hash of cost 5', 'wrong', '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'],
    ['a stored hash of cost 6', 'wrong', '$2a$06$M8/5wvyHWiCBhdQL5Ri3nONzjRFJplzPrmfP4Bi9wzqUXR0GCyZu2'],
    ['an empty stored hash', 'wrong', ''],
    ['a cut stored hash', 'wrong', hashOfPw.slice(0, -1)],
    ['a stored hash with a foreign character', 'wrong', `${hashOfPw.slice(0, -1)}!`],
    ['a stored hash and a line break', 'pw', `${hashOfPw}\n`],
    ['a stored hash of cost 16', 'wrong', hashOfPw.replace('$04$', '$16$')],
    ['a stored hash of cost 31', 'wrong', hashOfPw.replace('$04$', '$31$')],
    ['a stored hash of cost 3', 'wrong', hashOfPw.replace('$04$', '$03$')],
    ['a stored hash of the broken $2x$', 'pw', hashOfPw.replace('$2b$', '$2x$')],
    ['a stored plain text', 'secret', 'secret'],
    [
      'a stored Argon2 hash',
      'wrong',
      '$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQ$RdescudvJCsgt3ub+b+dWRWJTmaaJObG',
    ],
    ['73 bytes', 'x'.repeat(73), hashOf72],
    ['1025 bytes', 'x'.repeat(1025), hashOf72],
    ['8000 bytes', 'x'.repeat(8000), hashOf72],
    ['a NUL', 'pw\0pw', hashOfPw],
    ['a lone surrogate', '\ud800', hashOfPw],
  ];

  it.each(wrong)('costs exactly one hash for %s', async (_case, password, hash) => {
    const bcrypt = countingBcrypt();
    const stored = hash === null ? null : asTyped(hash);
    expect(await createPasswordHasher(cost, bcrypt).verify(password, stored, 33)).toEqual({ matches: false });
    expect(bcrypt.work()).toBe(2 ** cost);
  });

  it.each([...passwordInputs, '', 'sha512'])(
    'costs exactly one hash for a wrong password and password_input "%s"',
    async input => {
      for (const [id, password] of [
        [33, 'wrong'],
        [null, 'wrong'],
        [33, 'x'.repeat(1025)],
        [33, 'p\0w'],
      ] as const) {
        const bcrypt = countingBcrypt();
        const hasher = createPasswordHasher(cost, bcrypt);
        expect(await hasher.verify(password, { hash: hashOfPw, input }, id)).toEqual({ matches: false });
        expect(bcrypt.work()).toBe(2 ** cost);
      }
    },
  );

  it('costs exactly one hash at a higher cost too', async () => {
    const bcrypt = countingBcrypt();
    expect(await createPasswordHasher(11, bcrypt).verify('wrong', asTyped(hashOfPw), 33)).toEqual({
      matches: false,
    });
    expect(bcrypt.work()).toBe(2 ** 11);
  });

  it('costs exactly one hash whatever is typed and whatever is stored', async () => {
    const anything = fc.string({ unit: 'binary', maxLength: 90 });
    const stored = fc.option(
      fc.record({
        hash: fc.oneof(anything, fc.constantFrom(...foreignHashes.map(([, , hash]) => hash))),
        input: fc.option(fc.constantFrom('anything', ...passwordInputs)),
      }),
    );
    const ids = fc.constantFrom(33, 'usr_2f9c', null);
    await fc.assert(
      fc.asyncProperty(anything, stored, ids, async (password, row, id) => {
        const bcrypt = countingBcrypt();
        const verdict = await createPasswordHasher(8, bcrypt).verify(password, row, id);
        return verdict.matches || row?.hash.startsWith('$2b$10') || bcrypt.work() === 2 ** 8;
      }),
      { numRuns: 60 },
    );
  });
});
