import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { OperatorError } from '../../../lib/operator-error.ts';
import { SecretUnavailable } from '../../../lib/secrets/fetch-secret.ts';
import { loadKeys } from '../../../lib/secrets/load-keys.ts';
import { startSecretsManager } from '../../support/secrets-manager.ts';

const arn = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:JwtSecret-a1b2c3d4-AbCdEf';
const source = { from: 'secrets-manager', arn } as const;

// The SDK's pauses are random, up to a maximum.
beforeEach(() => {
  vi.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(() => {
  vi.restoreAllMocks();
});

describe('the secret of Secrets Manager', () => {
  it.each([
    ['too short', 'short'],
    ['a sample', 'a-string-secret-at-least-256-bits-long'],
  ])('is refused if it is %s, and the error does not show it', async (_case, secret) => {
    await startSecretsManager(200, { SecretString: secret });
    const failure = await loadKeys(source).catch((error: unknown) => error);
    expect(String(failure)).toContain('JWT_SECRET_ARN');
    expect(String(failure)).not.toContain(secret);
  });

  it.each([
    ['InternalServiceError', 500],
    ['ThrottlingException', 400],
    ['LimitExceededException', 400],
    ['ExpiredTokenException', 400],
  ])('is unavailable for now if Secrets Manager says %s', async (name, status) => {
    await startSecretsManager(status, { __type: name, message: 'no' });
    await expect(loadKeys(source)).rejects.toThrow(SecretUnavailable);
  });

  it.each([
    ['AccessDeniedException'],
    ['ResourceNotFoundException'],
    ['InvalidRequestException'],
    ['DecryptionFailure'],
  ])('needs the operator if Secrets Manager says %s', async name => {
    await startSecretsManager(400, { __type: name, message: 'no' });
    await expect(loadKeys(source)).rejects.toThrow(OperatorError);
  });
});
