import { describe, expect, it } from 'vitest';
import { recogniseHash } from '../../../../cli/import/users/recognise-hash.ts';

const bcrypt = '$2y$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy';

describe('around a bcrypt hash', () => {
  it.each([
    ['nothing', bcrypt, null],
    ['a line end', `${bcrypt}\r\n`, null],
    ["Spring Security's prefix", `{bcrypt}${bcrypt}`, null],
    ["OpenLDAP's prefix", `{CRYPT}${bcrypt}`, null],
    ["Dovecot's prefix", `{BLF-CRYPT}${bcrypt}`, null],
    ["Django's prefix", `bcrypt$${bcrypt}`, null],
    ["Django's prefix of bcrypt_sha256", `bcrypt_sha256$${bcrypt}`, 'sha256-hex'],
    ["WordPress's prefix", `$wp${bcrypt}`, 'wp-hmac-sha384'],
  ])('%s goes', (_case, stored, passwordInput) => {
    expect(recogniseHash(stored)).toMatchObject({ usable: true, hash: bcrypt, passwordInput });
  });

  it("the bits that old passlib left in the salt's last character go", () => {
    // `f` is `e` with a bit more: in bcrypt's alphabet, the salt ends with one of `.Oeu`.
    expect(recogniseHash(`${bcrypt.slice(0, 28)}f${bcrypt.slice(29)}`)).toMatchObject({ hash: bcrypt });
  });
});

it.each([
  '$2x$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy',
  bcrypt.slice(0, -1),
  bcrypt.replace('$10$', '$16$'),
  'pbkdf2_sha256$1000000$salt$hash==',
  'scrypt:32768:8:1$salt$hash==',
  '$argon2id$v=19$m=65536,t=3,p=4$salt$hash==',
  '$P$B12345678abcdefghijklmnopqrstuv',
  '5f4dcc3b5aa765d61d8327deb882cf99',
  '!Fd5IgqdcA6CejluDI6axrXt',
  'secret',
])('%s is not usable, and its format says nothing of it', stored => {
  const recognised = recogniseHash(stored);
  expect(recognised.usable).toBe(false);
  expect(recognised.format).not.toContain(stored.slice(-6));
});
