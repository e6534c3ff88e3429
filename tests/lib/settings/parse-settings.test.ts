import { describe, expect, it } from 'vitest';
import { parseSettings } from '../../../lib/settings/parse-settings.ts';
import { minimal, refusalOf } from '../../support/environment.ts';

describe('the settings', () => {
  it('accept a secret by its ARN', () => {
    const arn = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:signin-AbCdEf';
    const settings = parseSettings({ ...minimal, JWT_SECRET: undefined, JWT_SECRET_ARN: arn });
    expect(settings.jwtSecret).toEqual({ from: 'secrets-manager', arn });
  });

  it('count an empty variable as not set', () => {
    expect(parseSettings({ ...minimal, BCRYPT_COST: '' }).bcryptCost).toBe(12);
    expect(refusalOf({ USERS_TABLE: '' })).toBe('Refusing to start: USERS_TABLE has to be set.');
  });

  it('are refused with a sentence that names every bad one, and no value', () => {
    const refusal = refusalOf({ BCRYPT_COST: 'canary-1', JWT_SECRET: 'canary-2', USERS_TABLE: undefined });
    expect(refusal).toContain('BCRYPT_COST');
    expect(refusal).toContain('JWT_SECRET');
    expect(refusal).toContain('USERS_TABLE');
    expect(refusal).not.toContain('canary');
  });

  it('accept a trusted proxy with one or more secrets', () => {
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
});
