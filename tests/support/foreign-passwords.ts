/**
 * Passwords as other systems stored them, made with those systems' own code at cost 4, with what their name puts around
 * the hash taken off.
 */
import type { PasswordInput } from '../../lib/passwords/password-input.ts';
import type { UserId } from '../../lib/users/user.ts';

/** A password, and what another system stored for it. */
export interface ForeignPassword {
  readonly input: PasswordInput;
  readonly origin: string;
  readonly password: string;
  readonly id: UserId;
  readonly hash: string;
}

const long = 'correct horse battery staple '.repeat(5);

/**
 * Django 5.2.19 with bcrypt 5.0.0: `make_password` of `BCryptSHA256PasswordHasher`, `rounds = 4`. Taken off:
 * `bcrypt_sha256$`.
 */
const django: [string, string][] = [
  ['Password1234!', '$2b$04$.IeGePg.9xggOzp2nZ0abeXrWP1hvXGADy0OhRIX.24hYYBTAm5c.'],
  ['pässwörd ☃', '$2b$04$plrnTw/fClUQWf55J.tocOEy2PTTd7Fxv5poRubfnu/LTnyLwtz1e'],
  [' with spaces ', '$2b$04$5z7jp28O6njozwoHRmAuqOErjaX.jwP52hw0eotRTaxmi8AI4eo8q'],
  [long, '$2b$04$ukE0TBQc.WYFuAgKfJalquMWsI2YcyUvC0Bc.G5EP3hUy1IfdwrIW'],
];

/**
 * WordPress's `wp_hash_password`, as published since 6.8 (wp-includes/pluggable.php), run by PHP 8.2.36 at cost 4 on
 * what a form posts (`addslashes`, see `wp_magic_quotes` and `wp_signon`):
 *
 *     $password_to_hash = base64_encode( hash_hmac( 'sha384', trim( $password ), 'wp-sha384', true ) );
 *     return '$wp' . password_hash( $password_to_hash, $algorithm, $options );
 *
 * Taken off: `$wp`.
 */
const wordPress: [string, string][] = [
  ['Password1234!', '$2y$04$HFErY.5pc5W19nFY67JXGObwVp5suCHWvDisyV32YmXp3I5KxFZQu'],
  ['pässwörd ☃', '$2y$04$EvDve7WMBHaBtkqjc1O9mOpzxaFq9J.eWwTn9HBdJtDP5SKonwif.'],
  ['  \tspaces outside \n', '$2y$04$25Iozk48opuW7swqouyCzO1I7ZFf1tK/ajwvzgAJFCzdEjlrhi/om'],
  ['\u{a0}no-break\u{a0}', '$2y$04$02xTuR4Qtf.rDGsDmf6E/ezxJSVC2hOGOwX.jCJzrpPkR0L3YFeKe'],
  [`it's "quoted" \\ here`, '$2y$04$0y0YmFlEcPn6T3RNLWFKsukBEl8auADsnbYUouhzP6ckDC7CBt3VO'],
  [long, '$2y$04$0aK6pyG0Uu0rj2lcaQnLT.4VDG.OnWG5WSQ4dyZcg.iBXVOZrjkGu'],
];

/** PHP 8.2.36: `password_hash($password . $id, PASSWORD_BCRYPT, ['cost' => 4])`. */
const php: [string, UserId, string][] = [
  ['Password1234!', 33, '$2y$04$CRR8GDhhR6Q9CzsdyJi9u.9mXoCJvDMN3PXCrEVJ3fS3liiBg6tfO'],
  ['pässwörd ☃', '33', '$2y$04$j.biQcEPio40kO/KU95p7.YsRb25IZUlHyznKLFR/J241HyZKS.Ou'],
  ['Password1234!', 'usr_2f9c', '$2y$04$u7YLYaECldZxHmdvjeht6e1Q7PQuhPWV0XBJRJErDRbnk3IVVt/y6'],
  // PHP cut the id to `12`, left it out, and cut the last letter in two.
  ['x'.repeat(70), 12345, '$2y$04$8mof.wou4NyQPa/9eqEu7eQrGn2tkGen.7aZRl5Nc/pJshMMzIaZy'],
  ['ä'.repeat(40), 7, '$2y$04$kshWKj8BBSc.oGBrscXwte7R3g0DcoD0cQh.cC5vQPhiYLKY4XoFW'],
  [`${'x'.repeat(71)}ä`, 8, '$2y$04$h5iB.mDY5XXIq9VHiC1.0.guEIZwiTOnC/ZbueifHrWx9Oam3UvnK'],
];

/** All of them. */
export const foreignPasswords: readonly ForeignPassword[] = [
  ...django.map(([password, hash]) => ({
    input: 'sha256-hex' as const,
    origin: 'Django',
    password,
    id: 33,
    hash,
  })),
  ...wordPress.map(([password, hash]) => ({
    input: 'wp-hmac-sha384' as const,
    origin: 'WordPress',
    password,
    id: 33,
    hash,
  })),
  ...php.map(([password, id, hash]) => ({
    input: 'password+id' as const,
    origin: 'PHP',
    password,
    id,
    hash,
  })),
];
