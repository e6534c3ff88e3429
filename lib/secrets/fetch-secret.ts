/** Fetches the secret from Secrets Manager. */
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { collectResponse } from '../collect-response.ts';
import { LoggableError } from '../loggable-error.ts';
import { OperatorError } from '../operator-error.ts';
import { isTemporaryAwsFailure } from '../temporary-aws-failure.ts';
import { isStrongSecret, secretMinBytes } from './secret-strength.ts';

/** The secret could not be fetched. Trying again later helps, so it is answered with 503. */
export class SecretUnavailable extends LoggableError {
  override readonly name = 'SecretUnavailable';
}

const fetchTimeoutMs = 3000;

/** Of a reload, which is within a request that could do without it. */
const reloadTimeoutMs = 800;

const maxAttempts = 3;

/**
 * The secret with this ARN.
 * @throws {SecretUnavailable} if Secrets Manager does not return it within 3 s, or 0.8 s for a reload
 * @throws {OperatorError} if Secrets Manager refuses (no permission, no such secret), or if the secret is too weak
 */
export async function fetchSecret(arn: string, isReload: boolean): Promise<string> {
  const timeoutMs = isReload ? reloadTimeoutMs : fetchTimeoutMs;
  const client = new SecretsManagerClient({ maxAttempts, streamCollector: collectResponse });
  let secret: string | undefined;
  try {
    const command = new GetSecretValueCommand({ SecretId: arn });
    const answer = await client.send(command, { abortSignal: AbortSignal.timeout(timeoutMs) });
    secret = answer.SecretString;
  } catch (cause) {
    throw isTemporaryAwsFailure(cause)
      ? new SecretUnavailable('Secrets Manager did not hand out the secret of JWT_SECRET_ARN', { cause })
      : new OperatorError('Secrets Manager refuses to hand out the secret of JWT_SECRET_ARN', { cause });
  } finally {
    client.destroy();
  }
  if (secret === undefined || !isStrongSecret(secret)) {
    throw new OperatorError(
      `The secret of JWT_SECRET_ARN has to be a random text of ${secretMinBytes} bytes or more`,
    );
  }
  return secret;
}
