/** What bcrypt was fed with when a stored hash was made. The attribute `password_input` of a users item says it. */

/**
 * The values of `password_input`. An item without it has a hash of the password as typed.
 * - `password+id`: the password and the user's id as text (the Lumen system that the contract comes from).
 * - `sha256-hex`: SHA-256 in lower-case hex (Django's `bcrypt_sha256`).
 * - `wp-hmac-sha384`: HMAC-SHA-384 in base64 (WordPress since 6.8).
 * - `sha384`: SHA-384 in base64. This is ours, for passwords of which bcrypt would not read all bytes.
 */
export const passwordInputs = ['password+id', 'sha256-hex', 'wp-hmac-sha384', 'sha384'] as const;

/** A value of `password_input`. */
export type PasswordInput = (typeof passwordInputs)[number];

/** Whether it is a value that `password_input` can have. */
export function isPasswordInput(text: string): text is PasswordInput {
  return passwordInputs.some(known => known === text);
}

/** Whether new hashes are never made like this. A right password replaces such a hash. */
export function isForeignInput(passwordInput: string | null): boolean {
  return passwordInput !== null && passwordInput !== 'sha384';
}
