/** Issues access tokens: JSON Web Tokens (RFC 7519) that live for an hour. */
import { CompactSign } from 'jose';
import type { UserId } from '../users/user.ts';

/** docs/signin.md: a token is valid for an hour. */
export const accessTokenLifetimeSeconds = 3600;

/** Issues a token for a subject. */
export type IssueAccessToken = (subject: UserId, nowEpochSeconds: number) => Promise<string>;

const encoder = new TextEncoder();

/**
 * Tokens have the header `{"typ":"JWT","alg":"HS256"}` and the claims `iss`, `sub`, `iat`, `exp`, in this order. `sub` is
 * the id as it is stored, a number or a string: existing clients read a number, although RFC 7519 wants a string. So the
 * claims are signed as text, since jose's own JWT builder takes strings only.
 * @param key the HS256 secret, 32 bytes or more, see `secret-strength.ts`
 */
export function createAccessTokenIssuer(key: Uint8Array, issuer: string): IssueAccessToken {
  return (subject, nowEpochSeconds) => {
    const claims = {
      iss: issuer,
      sub: subject,
      iat: nowEpochSeconds,
      exp: nowEpochSeconds + accessTokenLifetimeSeconds,
    };
    return new CompactSign(encoder.encode(JSON.stringify(claims)))
      .setProtectedHeader({ typ: 'JWT', alg: 'HS256' })
      .sign(key);
  };
}
