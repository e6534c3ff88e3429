import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { parseSettings, SettingsError } from '../../../lib/settings/parse-settings.ts';

const secret = randomBytes(32).toString('base64');
const minimal = {
  USERS_TABLE: 'users',
  SESSIONS_TABLE: 'sessions',
  ATTEMPTS_TABLE: 'attempts',
  JWT_SECRET: secret,
};

function refusalOf(environment: Record<string, string | undefined>): string {
  try {
    parseSettings({ ...minimal, ...environment });
  } catch (error) {
    if (error instanceof SettingsError) return error.message;
    throw error;
  }
  return 'accepted';
}

describe('settings', () => {
  it('have the documented defaults', () => {
    expect(parseSettings(minimal)).toEqual({
      usersTable: 'users',
      sessionsTable: 'sessions',
      attemptsTable: 'attempts',
      jwtSecret: { from: 'environment', secret },
      jwtIssuer: 'lumen-jwt',
      bcryptCost: 12,
      rateLimit: { freeAttempts: 5, maxAttempts: 100, networkMaxAttempts: 50 },
      session: { maxDays: 30, idleDays: 14 },
      trustedProxy: null,
      logPlainNames: false,
    });
  });

  it('take a secret by its ARN', () => {
    const arn = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:signin-AbCdEf';
    const settings = parseSettings({ ...minimal, JWT_SECRET: undefined, JWT_SECRET_ARN: arn });
    expect(settings.jwtSecret).toEqual({ from: 'secrets-manager', arn });
  });

  it('count an empty variable as not set', () => {
    expect(parseSettings({ ...minimal, BCRYPT_COST: '' }).bcryptCost).toBe(12);
    expect(refusalOf({ USERS_TABLE: '' })).toBe('Refusing to start: USERS_TABLE has to be set.');
  });

  it.each([
    ['USERS_TABLE', { USERS_TABLE: undefined }],
    ['SESSIONS_TABLE', { SESSIONS_TABLE: 'no spaces' }],
    ['ATTEMPTS_TABLE', { ATTEMPTS_TABLE: 'ab' }],
    ['JWT_SECRET', { JWT_SECRET: undefined }],
    ['JWT_SECRET', { JWT_SECRET_ARN: 'arn:aws:secretsmanager:eu-central-1:1:secret:x' }],
    ['JWT_SECRET_ARN', { JWT_SECRET: undefined, JWT_SECRET_ARN: 'signin' }],
    ['JWT_SECRET', { JWT_SECRET: randomBytes(23).toString('base64').slice(0, 31) }],
    ['JWT_SECRET', { JWT_SECRET: 'a-string-secret-at-least-256-bits-long' }],
    ['JWT_SECRET', { JWT_SECRET: 'changeme-changeme-changeme-changeme' }],
    ['JWT_SECRET', { JWT_SECRET: '0123401234012340123401234012340123401234' }],
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
    ['LOG_PLAIN_NAMES', { LOG_PLAIN_NAMES: 'yes' }],
  ])('refuse to start with one line that names %s: %o', (name, environment) => {
    const refusal = refusalOf(environment);
    expect(refusal).toMatch(/^Refusing to start: .*\.$/);
    expect(refusal).toContain(name);
    expect(refusal).not.toContain('\n');
  });

  it('name every bad setting at once, and no value', () => {
    const refusal = refusalOf({ BCRYPT_COST: 'canary-1', JWT_SECRET: 'canary-2', USERS_TABLE: undefined });
    expect(refusal).toContain('BCRYPT_COST');
    expect(refusal).toContain('JWT_SECRET');
    expect(refusal).toContain('USERS_TABLE');
    expect(refusal).not.toContain('canary');
  });

  it('take a trusted proxy with one secret or two', () => {
    const sums = ['ab'.repeat(32), '01'.repeat(32)];
    const { trustedProxy } = parseSettings({
      ...minimal,
      TRUSTED_PROXY_ADDRESS_HEADER: 'CloudFront-Viewer-Address',
      TRUSTED_PROXY_SECRET_SHA256: sums.join(','),
    });
    expect(trustedProxy).toEqual({
      addressHeader: 'cloudfront-viewer-address',
      secretHashes: sums.map(sum => Buffer.from(sum, 'hex')),
    });
  });

  it('take the least secret and the longest idle time that are documented', () => {
    expect(refusalOf({ JWT_SECRET: 'kQ7vZ2mXp9Lw'.repeat(3).slice(0, 32) })).toBe('accepted');
    expect(refusalOf({ SESSION_IDLE_DAYS: '30', SESSION_MAX_DAYS: '30' })).toBe('accepted');
  });

  it('take any limit for a network that many share', () => {
    expect(parseSettings({ ...minimal, NETWORK_MAX_ATTEMPTS: '1000000' }).rateLimit.networkMaxAttempts).toBe(
      1_000_000,
    );
  });
});
