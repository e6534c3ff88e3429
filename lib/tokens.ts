/** The JSON Web Token that signing in yields (RFC 7519): the only user of jose. */
import { CompactSign, errors, jwtVerify } from 'jose';
import type { UserId } from './users.ts';

/** `signin.md`: a token is valid for an hour. */
const tokenLifetimeSeconds = 3600;

/** Issues tokens for one issuer with one key. */
export type IssueToken = (subject: UserId, nowEpochSeconds: number) => Promise<string>;

/** The subject of a token that is good; null for every other text. */
export type VerifyToken = (token: string, nowEpochSeconds: number) => Promise<UserId | null>;

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

/**
 * RFC 8725bis section 3.14: nothing but base64url and dots, which jose's decoder would skip over; and each part written
 * the one way that its bytes have, so that one token has one text.
 */
function isCompact(token: string): boolean {
  const isCanonical = (part: string) => Buffer.from(part, 'base64url').toString('base64url') === part;
  return token.split('.').every(isCanonical);
}

const isSubject = (subject: unknown): subject is UserId =>
  Number.isSafeInteger(subject) || (typeof subject === 'string' && subject !== '');

/** Verifies what `createTokenIssuer` made: the algorithm pinned, issuer and expiry checked, without any tolerance. */
export function createTokenVerifier(key: Uint8Array, issuer: string): VerifyToken {
  return async (token, nowEpochSeconds) => {
    if (!isCompact(token)) return null;
    try {
      const { payload } = await jwtVerify<{ sub?: unknown }>(token, key, {
        algorithms: ['HS256'],
        typ: 'JWT',
        issuer,
        requiredClaims: ['iss', 'sub', 'iat', 'exp'],
        currentDate: new Date(nowEpochSeconds * 1000),
      });
      // An id can be a number, which jose's types do not know of.
      const subject: unknown = payload.sub;
      return isSubject(subject) ? subject : null;
    } catch (error) {
      if (error instanceof errors.JOSEError) return null;
      throw error;
    }
  };
}
