/**
 * The settings of the function: the only reader of `process.env`. A bad setting refuses to start, and one line names
 * each of them, never with its value.
 */
import * as v from 'valibot';
import { LoggableError } from './exceptions.ts';

/** HS256 wants a key as long as its hash, 256 bits (RFC 7518 section 3.2, RFC 8725 section 3.5). */
const jwtSecretMinBytes = 32;

/** What people type or copy instead of a random secret; of 100,000 random ones, not one holds any of these. */
const sampleSecret = /secret|passw|change|example|sample|default|12345678|abcdefgh/i;

const whole = (name: string, minimum: number, maximum: number, standard: number) => {
  const range =
    maximum === Number.MAX_SAFE_INTEGER ? `of ${minimum} or more` : `from ${minimum} to ${maximum}`;
  return v.optional(
    v.pipe(
      v.string(),
      v.regex(/^[0-9]{1,15}$/, `${name} has to be a whole number ${range}`),
      v.transform(Number),
      v.minValue(minimum, `${name} has to be a whole number ${range}`),
      v.maxValue(maximum, `${name} has to be a whole number ${range}`),
    ),
    String(standard),
  );
};

const tableName = (name: string) =>
  v.pipe(v.string(), v.regex(/^[a-zA-Z0-9_.-]{3,255}$/, `${name} has to be the name of a DynamoDB table`));

/** Whether a secret is long enough for HS256 and does not look typed or copied; for the settings and the stored secret. */
export function isStrongSecret(secret: string): boolean {
  return (
    Buffer.byteLength(secret) >= jwtSecretMinBytes && !sampleSecret.test(secret) && new Set(secret).size >= 12
  );
}

const jwtSecret = v.pipe(
  v.string(),
  v.check(
    isStrongSecret,
    `JWT_SECRET has to be random, ${jwtSecretMinBytes} bytes or more, and no sample; make one with: openssl rand -base64 48`,
  ),
);

const schema = v.pipe(
  v.object(
    {
      USERS_TABLE: tableName('USERS_TABLE'),
      SESSIONS_TABLE: tableName('SESSIONS_TABLE'),
      ATTEMPTS_TABLE: tableName('ATTEMPTS_TABLE'),
      JWT_SECRET: v.optional(jwtSecret),
      JWT_SECRET_ARN: v.optional(
        v.pipe(
          v.string(),
          v.regex(
            /^arn:[^:]+:secretsmanager:/,
            'JWT_SECRET_ARN has to be the ARN of a Secrets Manager secret',
          ),
        ),
      ),
      JWT_ISSUER: v.optional(
        v.pipe(v.string(), v.nonEmpty('JWT_ISSUER has to be set or left out')),
        'lumen-jwt',
      ),
      BCRYPT_COST: whole('BCRYPT_COST', 10, 15, 12),
      ACCOUNT_FREE_ATTEMPTS: whole('ACCOUNT_FREE_ATTEMPTS', 1, 100, 5),
      // NIST SP 800-63B-4 section 3.2.2: no more than 100 failures in a row on one account.
      ACCOUNT_MAX_ATTEMPTS: whole('ACCOUNT_MAX_ATTEMPTS', 1, 100, 100),
      NETWORK_MAX_ATTEMPTS: whole('NETWORK_MAX_ATTEMPTS', 1, Number.MAX_SAFE_INTEGER, 50),
      SESSION_MAX_DAYS: whole('SESSION_MAX_DAYS', 1, 365, 30),
      SESSION_IDLE_DAYS: whole('SESSION_IDLE_DAYS', 1, 365, 14),
      TRUSTED_PROXY_ADDRESS_HEADER: v.optional(
        v.pipe(
          v.string(),
          v.regex(/^[a-z0-9-]+$/i, 'TRUSTED_PROXY_ADDRESS_HEADER has to be the name of a header'),
          v.toLowerCase(),
        ),
      ),
      TRUSTED_PROXY_SECRET_SHA256: v.optional(
        v.pipe(
          v.string(),
          v.regex(
            /^[0-9a-f]{64}(,[0-9a-f]{64})*$/,
            'TRUSTED_PROXY_SECRET_SHA256 has to be one or more SHA-256 sums in hexadecimal, separated by commas',
          ),
          v.transform(sums => sums.split(',').map(sum => Buffer.from(sum, 'hex'))),
        ),
      ),
      LOG_PLAIN_NAMES: v.optional(
        v.pipe(v.string(), v.picklist(['true', 'false'], 'LOG_PLAIN_NAMES has to be true or false')),
        'false',
      ),
    },
    // Only a missing variable ends here: `process.env` is an object.
    issue => `${issue.path?.[0]?.key} has to be set`,
  ),
  v.check(
    env => (env.JWT_SECRET === undefined) !== (env.JWT_SECRET_ARN === undefined),
    'one of JWT_SECRET and JWT_SECRET_ARN has to be set, not both',
  ),
  v.check(
    env => env.ACCOUNT_FREE_ATTEMPTS <= env.ACCOUNT_MAX_ATTEMPTS,
    'ACCOUNT_FREE_ATTEMPTS has to be ACCOUNT_MAX_ATTEMPTS or less',
  ),
  v.check(
    env => env.SESSION_IDLE_DAYS <= env.SESSION_MAX_DAYS,
    'SESSION_IDLE_DAYS has to be SESSION_MAX_DAYS or less',
  ),
  v.check(
    env =>
      (env.TRUSTED_PROXY_ADDRESS_HEADER === undefined) === (env.TRUSTED_PROXY_SECRET_SHA256 === undefined),
    'TRUSTED_PROXY_ADDRESS_HEADER and TRUSTED_PROXY_SECRET_SHA256 have to be set together',
  ),
);

/** Where the HS256 secret comes from: the environment (a laptop) or Secrets Manager (everywhere else). */
export type JwtSecretSource =
  | { readonly from: 'environment'; readonly secret: string }
  | { readonly from: 'secrets-manager'; readonly arn: string };

/** A proxy whose header tells where a request comes from, if a secret with one of these SHA-256 sums comes with it. */
export interface TrustedProxy {
  readonly addressHeader: string;
  readonly secretHashes: readonly Uint8Array[];
}

/** The function's settings, checked. */
export interface Settings {
  readonly usersTable: string;
  readonly sessionsTable: string;
  readonly attemptsTable: string;
  readonly jwtSecret: JwtSecretSource;
  readonly jwtIssuer: string;
  readonly bcryptCost: number;
  readonly guessing: {
    readonly freeAttempts: number;
    readonly maxAttempts: number;
    readonly networkMaxAttempts: number;
  };
  readonly session: { readonly maxDays: number; readonly idleDays: number };
  readonly trustedProxy: TrustedProxy | null;
  readonly logPlainNames: boolean;
}

/** Thrown where the process must not start; its message names each bad setting and no value. */
export class SettingsError extends LoggableError {
  override readonly name = 'SettingsError';
}

/**
 * Checks an environment. Defaults and bounds are those of the table in the README.
 * @throws {SettingsError} naming every bad setting in one line
 */
export function parseSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  // A variable that is set to nothing, as `BCRYPT_COST= npm start` does, counts as not set.
  const set = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = v.safeParse(schema, set, { abortPipeEarly: true });
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
    guessing: {
      freeAttempts: env.ACCOUNT_FREE_ATTEMPTS,
      maxAttempts: env.ACCOUNT_MAX_ATTEMPTS,
      networkMaxAttempts: env.NETWORK_MAX_ATTEMPTS,
    },
    session: { maxDays: env.SESSION_MAX_DAYS, idleDays: env.SESSION_IDLE_DAYS },
    trustedProxy:
      env.TRUSTED_PROXY_ADDRESS_HEADER === undefined
        ? null
        : {
            addressHeader: env.TRUSTED_PROXY_ADDRESS_HEADER,
            secretHashes: env.TRUSTED_PROXY_SECRET_SHA256 ?? [],
          },
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
