import bcryptjs from 'bcryptjs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Bcrypt, createPasswordHasher } from '../../../lib/passwords/password-hasher.ts';

/** Hashes that other systems made: where they come from, the password, the hash. */
const vectors: [string, string, string][] = [
  ['crypt_blowfish', 'U*U', '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'],
  ['crypt_blowfish', 'U*U*', '$2a$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK'],
  ['crypt_blowfish', 'U*U*U', '$2a$05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a'],
  ['crypt_blowfish', '', '$2a$05$CCCCCCCCCCCCCCCCCCCCC.7uG0VCzI2bS7j6ymqJi9CdcdxiRTWNy'],
  [
    'crypt_blowfish, 72 bytes',
    '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789',
    '$2a$05$abcdefghijklmnopqrstuu5s2v8.iXieOjg/.AySBTTZIIVFJeBui',
  ],
  ["PHP's manual", 'rasmuslerdorf', '$2y$07$BCryptRequires22Chrcte/VlQH0piJtjXl.0t1XkA8pw9dMXTpOq'],
  ['Python', 'Password1234!', '$2b$10$a9e.ikm8dwGiqEW4W48sOuMMQ0Lcmnwm7PBx1qjYi8wECAcNsBxmC'],
  ['Python', 'pässwörd ☃', '$2b$06$sojLFFfh8LnKpkKe478kluWfpoKLfsEaJ6xMz8TdI5vKDw1NUUzMe'],
  ['Python', 'Password1234!', '$2a$04$HZpBOTmU1u1sQW6kQ7RlJ.C/5BmqxDUIIbp2V2JKPO9jDuY5S6G66'],
  ['Go', 'Password1234!', '$2a$06$M8/5wvyHWiCBhdQL5Ri3nONzjRFJplzPrmfP4Bi9wzqUXR0GCyZu2'],
  ['Go', 'gopher ☕', '$2a$06$olHnB6TD8zmiXmtjCYbaqumibd7Jm7z840qGYxhBp1SkxBuDdZm/C'],
];

/** Python's hash of `pw`, and of 72 times `x`. */
const hashOfPw = '$2b$04$YaLSbHlgQtU1Ub5QnAK0iuHzJoJh3Xi96ZinTxM.jKhkMJeSFQSmi';
const hashOf72 = '$2b$04$vAOwk9iyGfx0Pw.vinmq/.BSS8H99HrumvY5h8mc5Gv.9Lvsywg7m';

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

describe('passwords', () => {
  const passwords = createPasswordHasher(cost);

  it.each(vectors)('accepts a hash of %s for %j: %s', async (_origin, password, hash) => {
    expect(await passwords.verify(password, hash)).toMatchObject({ matches: true });
    expect(await passwords.verify(`${password.slice(0, 70)}?`, hash)).toEqual({ matches: false });
  });

  it('compares byte for byte: neither case, nor white space, nor a Unicode form is forgiven', async () => {
    const hash = await passwords.hash('Ångström 1');
    for (const other of ['ångström 1', 'Ångström 1 ', ' Ångström 1', 'Ångström 1'.normalize('NFD'), '']) {
      expect(await passwords.verify(other, hash)).toEqual({ matches: false });
    }
  });

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

  it('reports a hash as outdated unless it has the cost and the prefix of new ones', async () => {
    const fresh = await passwords.hash('secret');
    expect(fresh).toMatch(/^\$2b\$07\$/);
    const cases: [string, boolean][] = [
      [fresh, false],
      [fresh.replace('$2b$', '$2y$'), true],
      [await bcryptjs.hash('secret', 5), true],
      [await bcryptjs.hash('secret', 8), true],
    ];
    for (const [hash, outdated] of cases) {
      expect(await passwords.verify('secret', hash)).toEqual({ matches: true, outdated });
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
    ['8000 bytes', 'x'.repeat(8000), hashOf72],
    ['a NUL', 'pw\0pw', hashOfPw],
    ['a lone surrogate', '\ud800', hashOfPw],
  ];

  it.each(wrong)('takes exactly one unit of work for %s', async (_case, password, hash) => {
    const bcrypt = countingBcrypt();
    expect(await createPasswordHasher(cost, bcrypt).verify(password, hash)).toEqual({ matches: false });
    expect(bcrypt.work()).toBe(2 ** cost);
  });

  it('costs exactly one hash at a higher cost too', async () => {
    const bcrypt = countingBcrypt();
    expect(await createPasswordHasher(11, bcrypt).verify('wrong', hashOfPw)).toEqual({ matches: false });
    expect(bcrypt.work()).toBe(2 ** 11);
  });

  it('costs exactly one hash whatever is typed and whatever is stored', async () => {
    const anything = fc.string({ unit: 'binary', maxLength: 90 });
    const stored = fc.option(fc.oneof(anything, fc.constantFrom(...vectors.map(([, , hash]) => hash))));
    await fc.assert(
      fc.asyncProperty(anything, stored, async (password, hash) => {
        const bcrypt = countingBcrypt();
        const verdict = await createPasswordHasher(8, bcrypt).verify(password, hash);
        return verdict.matches || hash?.startsWith('$2b$10') || bcrypt.work() === 2 ** 8;
      }),
      { numRuns: 60 },
    );
  });
});
