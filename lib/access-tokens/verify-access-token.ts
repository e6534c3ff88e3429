/** Verifies access tokens. */
import { errors, type JWTPayload, jwtVerify } from 'jose';
import type { UserId } from '../users/user.ts';
import { accessTokenLifetimeSeconds } from './issue-access-token.ts';

/** What a valid token says of its bearer. */
export interface AccessToken {
  readonly subject: UserId;
  readonly issuedAtEpochSeconds: number;
}

/** The content of a valid token; null for any other text. */
export type VerifyAccessToken = (token: string, nowEpochSeconds: number) => Promise<AccessToken | null>;

/** As far as the clocks of two instances may differ. */
const clockToleranceSeconds = 5;

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

/** RFC 8725 section 3.9: a token for another audience is not for us, and ours name none. */
const isForUs = ({ aud }: JWTPayload): boolean => aud === undefined;

/** Whether the times are some that we would have written: for an hour at most, and not ahead of the clock. */
const hasOurTimes = ({ iat = 0, exp = 0 }: JWTPayload, nowEpochSeconds: number): boolean =>
  exp - iat <= accessTokenLifetimeSeconds && iat <= nowEpochSeconds + clockToleranceSeconds;

/**
 * Verifies tokens of `createAccessTokenIssuer`: HS256 only; issuer, audience, expiry and lifetime checked. Expiry knows no
 * clock tolerance.
 */
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
      if (!isSubject(subject) || !isForUs(payload) || !hasOurTimes(payload, nowEpochSeconds)) return null;
      return { subject, issuedAtEpochSeconds: payload.iat ?? 0 };
    } catch (error) {
      if (error instanceof errors.JOSEError) return null;
      throw error;
    }
  };
}
