import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { loadKeys } from '../../../lib/secrets/load-keys.ts';
import { startSecretsManager } from '../../support/secrets-manager.ts';

const arn = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:JwtSecret-a1b2c3d4-AbCdEf';

describe('the keys', () => {
  it('come from the secret with the ARN', async () => {
    const secret = randomBytes(48).toString('base64');
    const asked = await startSecretsManager(200, { ARN: arn, SecretString: secret });
    const keys = await loadKeys({ from: 'secrets-manager', arn });
    expect(Buffer.from(keys.accessTokens).toString()).toBe(secret);
    expect(asked).toEqual([{ target: 'secretsmanager.GetSecretValue', SecretId: arn }]);
    expect(keys).toEqual(await loadKeys({ from: 'environment', secret }));
  });

  it('are different ones for pseudonyms, for counters, for device tokens and for access tokens', async () => {
    const keys = await loadKeys({ from: 'environment', secret: randomBytes(48).toString('base64') });
    expect(keys.pseudonyms).toHaveLength(32);
    expect(keys.counters).toHaveLength(32);
    expect(keys.devices).toHaveLength(32);
    const beginnings = Object.values(keys).map((key: Uint8Array) => Buffer.from(key).toString('hex', 0, 32));
    expect(new Set(beginnings).size).toBe(beginnings.length);
  });
});
