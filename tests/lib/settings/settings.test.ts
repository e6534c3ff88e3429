/** The bounds and the defaults of each setting. serverless.yml and the README repeat the defaults. */
import { readFileSync } from 'node:fs';
import { describe, expect, inject, it } from 'vitest';
import { parseSettings } from '../../../lib/settings/parse-settings.ts';
import { settingsSchema } from '../../../lib/settings/settings.ts';
import { minimal, refusalOf, secret } from '../../support/environment.ts';

const defaults = parseSettings(minimal);
const variables = Object.keys(settingsSchema.entries);

/** What the deployed function has in its environment if no param is given. */
function deployedVariables(): Record<string, string> {
  const { AuthLambdaFunction } = inject('template').Resources;
  // The framework wrote it.
  const properties = AuthLambdaFunction?.Properties as {
    readonly Environment: { readonly Variables: Record<string, unknown> };
  };
  const values = Object.entries(properties.Environment.Variables).map(([name, value]) => [
    name,
    String(value),
  ]);
  return Object.fromEntries(values);
}

const readme = readFileSync('README.md', 'utf8');

/** The table of the README: each variable that has a param, and its default in backticks or as a number. */
function documentedDefaults(): Record<string, string> {
  const lines = readme.matchAll(/^\| `(\w+)` \| `\w+` \| `?([^|`]+?)`? \|/gm);
  return Object.fromEntries(Array.from(lines, ([, name = '', value = '']) => [name, value]));
}

describe('the defaults of the settings', () => {
  it('are those of the documentation', () => {
    expect(parseSettings(minimal)).toEqual({
      usersTable: 'users',
      sessionsTable: 'sessions',
      attemptsTable: 'attempts',
      jwtSecret: { from: 'environment', secret },
      jwtIssuer: 'lumen-jwt',
      bcryptCost: 12,
      rateLimit: { freeAttempts: 5, maxAttempts: 100, networkMaxAttempts: 50 },
      session: { maxDays: 30, idleDays: 14 },
      sessionsValidFromEpochMs: 0,
      trustedProxy: null,
      hstsIncludeSubDomains: false,
      logPlainNames: false,
    });
  });

  it('are those of the params in serverless.yml', () => {
    const deployed = deployedVariables();
    expect(Object.keys(deployed).toSorted()).toEqual(
      variables.filter(name => name !== 'JWT_SECRET').toSorted(),
    );
    for (const [name, value] of Object.entries(deployed)) {
      // The names of the tables and the secret have no default. Without a proxy, its two settings are empty, and
      // without a reason to end all sessions that one.
      if (name in minimal || name === 'JWT_SECRET_ARN') continue;
      expect(parseSettings({ ...minimal, [name]: value }), name).toEqual(defaults);
      expect(value === '', `${name} is empty`).toBe(/^(TRUSTED_PROXY_|SESSIONS_VALID_FROM)/.test(name));
    }
  });

  it('are those of the table in the README, which names each variable', () => {
    const documented = documentedDefaults();
    expect(Object.keys(documented)).toEqual(
      expect.arrayContaining(['JWT_ISSUER', 'BCRYPT_COST', 'NETWORK_MAX_ATTEMPTS', 'SESSION_IDLE_DAYS']),
    );
    for (const [name, value] of Object.entries(documented)) {
      expect(parseSettings({ ...minimal, [name]: value }), name).toEqual(defaults);
    }
    for (const name of variables) expect(readme).toContain(`\`${name}\``);
  });
});

describe('the settings', () => {
  it.each([
    ['USERS_TABLE', { USERS_TABLE: undefined }],
    ['SESSIONS_TABLE', { SESSIONS_TABLE: 'no spaces' }],
    ['ATTEMPTS_TABLE', { ATTEMPTS_TABLE: 'ab' }],
    ['JWT_SECRET', { JWT_SECRET: undefined }],
    ['JWT_SECRET', { JWT_SECRET_ARN: 'arn:aws:secretsmanager:eu-central-1:1:secret:x' }],
    ['JWT_SECRET_ARN', { JWT_SECRET: undefined, JWT_SECRET_ARN: 'signin' }],
    ['BCRYPT_COST', { BCRYPT_COST: '9' }],
    ['BCRYPT_COST', { BCRYPT_COST: '16' }],
    ['BCRYPT_COST', { BCRYPT_COST: '12.5' }],
    ['BCRYPT_COST', { BCRYPT_COST: '0x0c' }],
    ['BCRYPT_COST', { BCRYPT_COST: 'NaN' }],
    ['ACCOUNT_FREE_ATTEMPTS', { ACCOUNT_FREE_ATTEMPTS: '0' }],
    ['ACCOUNT_MAX_ATTEMPTS', { ACCOUNT_MAX_ATTEMPTS: '101' }],
    ['ACCOUNT_FREE_ATTEMPTS', { ACCOUNT_FREE_ATTEMPTS: '7', ACCOUNT_MAX_ATTEMPTS: '6' }],
    ['NETWORK_MAX_ATTEMPTS', { NETWORK_MAX_ATTEMPTS: '0' }],
    ['SESSION_MAX_DAYS', { SESSION_MAX_DAYS: '366' }],
    ['SESSION_IDLE_DAYS', { SESSION_IDLE_DAYS: '31' }],
    ['TRUSTED_PROXY_SECRET_SHA256', { TRUSTED_PROXY_ADDRESS_HEADER: 'x-real-ip' }],
    ['TRUSTED_PROXY_ADDRESS_HEADER', { TRUSTED_PROXY_SECRET_SHA256: 'ab'.repeat(32) }],
    ['TRUSTED_PROXY_ADDRESS_HEADER', { TRUSTED_PROXY_ADDRESS_HEADER: 'x real ip' }],
    ['TRUSTED_PROXY_SECRET_SHA256', { TRUSTED_PROXY_SECRET_SHA256: 'the secret itself' }],
    ['HSTS_INCLUDE_SUB_DOMAINS', { HSTS_INCLUDE_SUB_DOMAINS: '1' }],
    ['LOG_PLAIN_NAMES', { LOG_PLAIN_NAMES: 'yes' }],
  ])('are refused with one line that names %s: %j', (name, environment) => {
    const refusal = refusalOf(environment);
    expect(refusal).toMatch(/^Refusing to start: .*\.$/);
    expect(refusal).toContain(name);
    expect(refusal).not.toContain('\n');
  });

  it('accept an idle time as long as the life of a session', () => {
    expect(refusalOf({ SESSION_IDLE_DAYS: '30', SESSION_MAX_DAYS: '30' })).toBe('accepted');
  });

  it('accept any limit for a network that many users share', () => {
    expect(parseSettings({ ...minimal, NETWORK_MAX_ATTEMPTS: '1000000' }).rateLimit.networkMaxAttempts).toBe(
      1_000_000,
    );
  });
});
