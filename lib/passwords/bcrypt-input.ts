/** Which passwords bcrypt can hash without mixing them up with others. */

/** Bytes of UTF-8. bcrypt ignores all bytes after these, so a longer password would match its own beginning. */
export const passwordMaxBytes = 72;

/**
 * Whether bcrypt can tell this password from every other one. It ignores bytes after the 72nd and treats NUL as an end
 * (`pw` and `pw\0pw` have the same hash). A lone surrogate has no UTF-8, so that all of them would be one password.
 */
export function fitsBcrypt(password: string): boolean {
  return (
    Buffer.byteLength(password) <= passwordMaxBytes && !password.includes('\0') && password.isWellFormed()
  );
}
