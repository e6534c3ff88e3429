/** bcrypt hashes that other systems made. */
import type { StoredPassword } from '../../lib/users/user.ts';

/** The system that made it, the password, the hash. */
export const foreignHashes: [string, string, string][] = [
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
export const hashOfPw = '$2b$04$YaLSbHlgQtU1Ub5QnAK0iuHzJoJh3Xi96ZinTxM.jKhkMJeSFQSmi';
export const hashOf72 = '$2b$04$vAOwk9iyGfx0Pw.vinmq/.BSS8H99HrumvY5h8mc5Gv.9Lvsywg7m';

/** A hash of the password as typed, as a user has it. */
export const asTyped = (hash: string): StoredPassword => ({ hash, input: null });
