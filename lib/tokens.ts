/** The JSON Web Token that signing in yields (RFC 7519): the only user of jose. */
import { CompactSign } from 'jose';
import type { UserId } from './users.ts';

/** `signin.md`: a token is valid for an hour. */
const tokenLifetimeSeconds = 3600;

/** Issues tokens for one issuer with one key. */
export type IssueToken = (subject: UserId, nowEpochSeconds: number) => Promise<string>;

const encoder = new TextEncoder();

/**
 * Tokens with the header `{"typ":"JWT","alg":"HS256"}` and the claims `iss`, `sub`, `iat`, `exp`, in this order. `sub`
 * is the id as it is stored, number or string: existing clients read a number, though RFC 7519 wants a string. That is
 * why the claims are signed as text; jose's own JWT builder takes strings only.
 * @param key the HS256 secret, 32 bytes or more; the settings see to that
 */
export function createTokenIssuer(key: Uint8Array, issuer: string): IssueToken {
  return (subject, nowEpochSeconds) => {
    const claims = {
      iss: issuer,
      sub: subject,
      iat: nowEpochSeconds,
      exp: nowEpochSeconds + tokenLifetimeSeconds,
    };
    return new CompactSign(encoder.encode(JSON.stringify(claims)))
      .setProtectedHeader({ typ: 'JWT', alg: 'HS256' })
      .sign(key);
  };
}
