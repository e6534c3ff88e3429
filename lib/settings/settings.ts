/** The settings of the function: their environment variables, bounds and defaults. The README's table describes them. */
import * as v from 'valibot';
import { maxCost } from '../passwords/bcrypt-hash.ts';
import { isStrongSecret, secretMinBytes } from '../secrets/secret-strength.ts';

const wholeNumber = (name: string, minimum: number, maximum: number, standard: number) => {
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

const isOn = (name: string) =>
  v.optional(v.pipe(v.string(), v.picklist(['true', 'false'], `${name} has to be true or false`)), 'false');

const tableName = (name: string) =>
  v.pipe(v.string(), v.regex(/^[a-zA-Z0-9_.-]{3,255}$/, `${name} has to be the name of a DynamoDB table`));

const jwtSecret = v.pipe(
  v.string(),
  v.check(
    isStrongSecret,
    `JWT_SECRET has to be random, ${secretMinBytes} bytes or more, and no sample; make one with: openssl rand -base64 48`,
  ),
);

/** Checks all variables, each alone and then those that belong together. */
export const settingsSchema = v.pipe(
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
      BCRYPT_COST: wholeNumber('BCRYPT_COST', 10, maxCost, 12),
      ACCOUNT_FREE_ATTEMPTS: wholeNumber('ACCOUNT_FREE_ATTEMPTS', 1, 100, 5),
      // NIST SP 800-63B-4 section 3.2.2: no more than 100 failures in a row on one account.
      ACCOUNT_MAX_ATTEMPTS: wholeNumber('ACCOUNT_MAX_ATTEMPTS', 1, 100, 100),
      NETWORK_MAX_ATTEMPTS: wholeNumber('NETWORK_MAX_ATTEMPTS', 1, Number.MAX_SAFE_INTEGER, 50),
      SESSION_MAX_DAYS: wholeNumber('SESSION_MAX_DAYS', 1, 365, 30),
      SESSION_IDLE_DAYS: wholeNumber('SESSION_IDLE_DAYS', 1, 365, 14),
      SESSIONS_VALID_FROM: v.optional(
        v.pipe(
          v.string(),
          v.isoTimestamp('SESSIONS_VALID_FROM has to be a time in UTC such as 2026-11-25T03:00:00Z'),
          v.transform(time => Date.parse(time)),
        ),
      ),
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
      HSTS_INCLUDE_SUB_DOMAINS: isOn('HSTS_INCLUDE_SUB_DOMAINS'),
      LOG_PLAIN_NAMES: isOn('LOG_PLAIN_NAMES'),
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
