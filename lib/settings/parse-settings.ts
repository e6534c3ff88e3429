/**
 * The settings of the function. Only this file reads `process.env`. If a setting is bad, the function does not start,
 * and one line names each bad setting, never its value.
 */
import * as v from 'valibot';
import { LoggableError } from '../loggable-error.ts';
import type { SecretSource } from '../secrets/load-keys.ts';
import { settingsSchema } from './settings.ts';

/** A proxy whose header tells the client's address, if the request carries a secret with one of these SHA-256 sums. */
export interface TrustedProxy {
  readonly addressHeader: string;
  readonly secretHashes: readonly Uint8Array[];
}

/** The function's settings, checked. */
export interface Settings {
  readonly usersTable: string;
  readonly sessionsTable: string;
  readonly attemptsTable: string;
  readonly jwtSecret: SecretSource;
  readonly jwtIssuer: string;
  readonly bcryptCost: number;
  readonly rateLimit: {
    readonly freeAttempts: number;
    readonly maxAttempts: number;
    readonly networkMaxAttempts: number;
  };
  readonly session: { readonly maxDays: number; readonly idleDays: number };
  /** All sessions of all users that started before this time are revoked; 0 revokes none. */
  readonly sessionsValidFromEpochMs: number;
  readonly trustedProxy: TrustedProxy | null;
  readonly hstsIncludeSubDomains: boolean;
  readonly logPlainNames: boolean;
}

/** The process must not start. The message names each bad setting and no value. */
export class SettingsError extends LoggableError {
  override readonly name = 'SettingsError';
}

/**
 * The settings in an environment.
 * @throws {SettingsError} naming every bad setting in one line
 */
export function parseSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  // A variable that is set to nothing, as `BCRYPT_COST= npm start` does, counts as not set.
  const set = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = v.safeParse(settingsSchema, set, { abortPipeEarly: true });
  if (!parsed.success) {
    throw new SettingsError(`Refusing to start: ${parsed.issues.map(issue => issue.message).join('; ')}.`);
  }
  const env = parsed.output;
  return {
    usersTable: env.USERS_TABLE,
    sessionsTable: env.SESSIONS_TABLE,
    attemptsTable: env.ATTEMPTS_TABLE,
    jwtSecret:
      env.JWT_SECRET === undefined
        ? { from: 'secrets-manager', arn: env.JWT_SECRET_ARN ?? '' }
        : { from: 'environment', secret: env.JWT_SECRET },
    jwtIssuer: env.JWT_ISSUER,
    bcryptCost: env.BCRYPT_COST,
    rateLimit: {
      freeAttempts: env.ACCOUNT_FREE_ATTEMPTS,
      maxAttempts: env.ACCOUNT_MAX_ATTEMPTS,
      networkMaxAttempts: env.NETWORK_MAX_ATTEMPTS,
    },
    session: { maxDays: env.SESSION_MAX_DAYS, idleDays: env.SESSION_IDLE_DAYS },
    sessionsValidFromEpochMs: env.SESSIONS_VALID_FROM ?? 0,
    trustedProxy:
      env.TRUSTED_PROXY_ADDRESS_HEADER === undefined
        ? null
        : {
            addressHeader: env.TRUSTED_PROXY_ADDRESS_HEADER,
            secretHashes: env.TRUSTED_PROXY_SECRET_SHA256 ?? [],
          },
    hstsIncludeSubDomains: env.HSTS_INCLUDE_SUB_DOMAINS === 'true',
    logPlainNames: env.LOG_PLAIN_NAMES === 'true',
  };
}

/**
 * The settings of this process.
 * @throws {SettingsError} as `parseSettings`
 */
export function readSettings(): Settings {
  // biome-ignore lint/style/noProcessEnv: the one place that reads it
  return parseSettings(process.env);
}
