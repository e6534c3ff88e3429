/** Verifies access tokens. */
import { errors, jwtVerify } from 'jose';
import type { UserId } from '../users/user.ts';

/** The subject of a valid token; null for any other text. */
export type VerifyAccessToken = (token: string, nowEpochSeconds: number) => Promise<UserId | null>;

/**
 * RFC 8725bis section 3.14: only base64url and dots, since jose's decoder would skip other characters. Each part has to
 * be the canonical encoding of its bytes, so that a token has only one text.
 */
function isCompact(token: string): boolean {
  const isCanonical = (part: string) => Buffer.from(part, 'base64url').toString('base64url') === part;
  return token.split('.').every(isCanonical);
}

const isSubject = (subject: unknown): subject is UserId =>
  Number.isSafeInteger(subject) || (typeof subject === 'string' && subject !== '');

/** Verifies tokens of `createAccessTokenIssuer`: HS256 only, issuer and expiry checked, no clock tolerance. */
export function createAccessTokenVerifier(key: Uint8Array, issuer: string): VerifyAccessToken {
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
      // `sub` can be a number, which jose's types do not know.
      const subject: unknown = payload.sub;
      return isSubject(subject) ? subject : null;
    } catch (error) {
      if (error instanceof errors.JOSEError) return null;
      throw error;
    }
  };
}
